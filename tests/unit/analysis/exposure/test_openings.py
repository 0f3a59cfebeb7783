"""What open rules come to."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.exposure.openings import observe
from app.domain.finding import Severity
from tests.unit.analysis.graphs import graph, group, network, resource

ADMIN, STORE, ALL, PORT = "AGT_NET_ADMIN_PORT", "AGT_NET_DATABASE_PORT", "AGT_NET_ALL_PORTS", "AGT_NET_OPEN_PORT"
DIRECT, UNREACHED, PUBLIC = "AGT_NET_DIRECT_WEB", "AGT_NET_OPEN_UNREACHED", "AGT_NET_PUBLIC_DATABASE"
C, H, M, L = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW
MACHINE = resource("aws_instance.i", {"subnet_id": "aws_subnet.a", "vpc_security_group_ids": "aws_security_group.g"})
NOWHERE = resource("aws_instance.i", {"vpc_security_group_ids": "aws_security_group.g"})


def look(*resources: Any, public: bool = True) -> tuple[dict[str, Severity], list[tuple[str, bool]], list[str]]:
    """Rule → severity, the entries, the details."""
    seen = Observations("s")
    entries = observe(graph(*network("a", public=public), *resources), seen)
    findings = seen.result().findings
    told = {one.rule: one.severity for one in findings}
    return told, [(one.route, one.intended) for one in entries], [one.detail for one in findings]


@pytest.mark.parametrize(
    ("opened", "machine", "public", "expected"),
    [
        (group("g", 22), MACHINE, True, {ADMIN: C}),
        (group("g", 22, source="::/0"), MACHINE, True, {ADMIN: C}),
        (group("g", 3306), MACHINE, True, {STORE: C}),
        (group("g", (0, 0), protocol="-1"), MACHINE, True, {ALL: C}),
        (group("g", (0, 65535)), MACHINE, True, {ALL: C}),
        (group("g", (20, 4000)), MACHINE, True, {ADMIN: C}),
        (group("g", 8080), MACHINE, True, {PORT: M}),
        (group("g", 51820, protocol="udp"), MACHINE, True, {PORT: L}),
        (group("g", 443), MACHINE, True, {DIRECT: L}),
        (group("g", (8, 0), protocol="icmp"), MACHINE, True, {}),
        (group("g", 22), MACHINE, False, {UNREACHED: L}),
        (group("g", 443), MACHINE, False, {}),
        (group("g", 22, source="203.0.113.0/24"), MACHINE, True, {}),
        (group("other", 22), MACHINE, True, {UNREACHED: L}),
        (group("g", 22), NOWHERE, True, {ADMIN: H}),
        (group("g", 443), NOWHERE, True, {}),
    ],
)
def test_by_what_is_open_and_what_it_reaches(
    opened: Any, machine: Any, public: bool, expected: dict[str, Severity]
) -> None:
    assert look(opened, machine, public=public)[0] == expected


def test_the_path_is_told_and_the_ways_in_are_listed() -> None:
    _, entries, details = look(group("g", 22, 443), MACHINE)
    path = "internet → aws_instance.i:22 (aws_security_group.g ingress 0.0.0.0/0)"
    assert entries == [(path, False), (path.replace(":22", ":443"), True)]
    assert f"Path: {path}." in details[0]


def test_several_machines_behind_one_rule_are_one_finding() -> None:
    refs = {"subnet_id": "aws_subnet.a", "vpc_security_group_ids": "aws_security_group.g"}
    many = [resource(f"aws_instance.i[{number}]", refs) for number in range(5)]
    _, entries, details = look(group("g", 22), *many)
    assert len(details) == 1
    assert "aws_instance.i[2]:22" in details[0]
    assert "and 2 more" in details[0]
    assert len(entries) == 5


BALANCER = resource("aws_lb.b", {"subnets": "aws_subnet.a", "security_groups": "aws_security_group.g"})


def door(port: int, protocol: str) -> Any:
    """A listener of the balancer."""
    return resource("aws_lb_listener.l", {"load_balancer_arn": "aws_lb.b"}, port=port, protocol=protocol)


@pytest.mark.parametrize(
    ("opened", "listener", "expected", "intended"),
    [
        (group("g", 443), door(443, "HTTPS"), {}, [True]),
        (group("g", 80), door(80, "HTTP"), {}, [True]),
        (group("g", 8443), door(8443, "HTTPS"), {PORT: L}, [True]),
        (group("g", 8080), door(8080, "HTTP"), {PORT: M}, [False]),
        (group("g", 5432), door(5432, "TLS"), {STORE: C}, [False]),
        (group("g", 22), door(22, "TCP"), {ADMIN: C}, [False]),
        (group("g", (0, 65535)), door(443, "HTTPS"), {UNREACHED: L}, [True]),
        (group("g", 80, 443), door(443, "HTTPS"), {}, [True]),
        (group("g", 443, source="10.0.0.0/8"), door(443, "HTTPS"), {}, []),
    ],
)
def test_listeners(opened: Any, listener: Any, expected: dict[str, Severity], intended: list[bool]) -> None:
    told, entries, _ = look(opened, listener, BALANCER)
    assert told == expected
    assert [meant for _, meant in entries] == intended


SUBNETS = resource("aws_db_subnet_group.d", {"subnet_ids": "aws_subnet.a"})
PLACED = {"db_subnet_group_name": SUBNETS.address, "vpc_security_group_ids": "aws_security_group.g"}


@pytest.mark.parametrize(
    ("opened", "accessible", "public", "expected"),
    [
        (group("g", 5432), True, True, {PUBLIC: C, STORE: C}),
        (group("g", 5432, source="10.0.0.0/8"), True, True, {PUBLIC: H}),
        (group("g", 5432, source="10.0.0.0/8"), True, False, {PUBLIC: M}),
        (group("g", 5432), False, True, {UNREACHED: L}),
        (group("g", 5432, source="10.0.0.0/8"), False, True, {}),
    ],
)
def test_databases(opened: Any, accessible: bool, public: bool, expected: dict[str, Severity]) -> None:
    database = resource("aws_db_instance.d", PLACED, publicly_accessible=accessible, port=5432)
    assert look(opened, SUBNETS, database, public=public)[0] == expected


def test_rules_that_looked_and_were_content() -> None:
    seen = Observations("s")
    observe(graph(group("g", 22, source="10.0.0.0/8"), resource("aws_db_instance.d")), seen)
    assert seen.result().passed == tuple(sorted({ADMIN, STORE, ALL, PORT, PUBLIC}))
