"""Rules of security groups."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part

INGRESS = "aws_vpc_security_group_ingress_rule"
EGRESS = "aws_vpc_security_group_egress_rule"
EVERYTHING = {"first_port": 0, "last_port": 0, "protocol": "-1", "target": "0.0.0.0/0"}


def way_in(port: int, source: str = "", protocol: str = "tcp") -> dict[str, Any]:
    return {"first_port": port, "last_port": port, "protocol": protocol, "source": source}


@pytest.mark.parametrize(
    ("source", "argument", "expected"),
    [
        ("", "cidr_ipv4", Ref("aws_vpc.main", "cidr_block")),
        ("network", "cidr_ipv4", Ref("aws_vpc.main", "cidr_block")),
        ("10.0.0.0/8", "cidr_ipv4", "10.0.0.0/8"),
        ("2001:db8::/32", "cidr_ipv6", "2001:db8::/32"),
        ("self", "referenced_security_group_id", Ref("aws_security_group.edge", "id")),
        ("component:app", "referenced_security_group_id", Ref("aws_security_group.app", "id")),
        ("component:nobody", "cidr_ipv4", Ref("aws_vpc.main", "cidr_block")),
    ],
)
def test_the_other_side(source: str, argument: str, expected: object) -> None:
    edge = part("edge", "security_group", ingress=[way_in(8080, source)])
    built = composed(edge, part("shop", "rds"), part("app", "ec2"), relations=("app uses shop", "edge attached shop"))
    found = [one.body for one in all_of(built, INGRESS).values() if one.body["from_port"] == 8080]
    assert [body[argument] for body in found] == [expected]


def test_an_open_door_needs_plain_words() -> None:
    edge = part("edge", "security_group", ingress=[way_in(22, "0.0.0.0/0")])
    shut = composed(edge)
    assert body_of(shut, INGRESS)["cidr_ipv4"] == Ref("aws_vpc.main", "cidr_block")
    assert [one.decision for one in shut.settled] == ["open inside the VPC only"]
    open_ = composed(edge, allowed=("open_ingress",))
    assert body_of(open_, INGRESS)["cidr_ipv4"] == "0.0.0.0/0"
    assert [one.rule for one in open_.resources.findings] == ["AGT_RISK_OPEN_INGRESS"]
    assert not accepted(open_, f"{INGRESS}.edge_from_anywhere_22")


def test_web_ports_may_be_open_and_that_is_accepted() -> None:
    built = composed(part("edge", "security_group", ingress=[way_in(80, "0.0.0.0/0")]))
    assert not built.resources.findings
    assert accepted(built, f"{INGRESS}.edge_from_anywhere_80") == {"CKV_AWS_260"}


def test_everything_out_is_one_rule_without_ports() -> None:
    built = composed(part("edge", "security_group", egress=[EVERYTHING]))
    body = body_of(built, EGRESS)
    assert (body["ip_protocol"], body["cidr_ipv4"]) == ("-1", "0.0.0.0/0")
    assert "from_port" not in body


def test_the_same_port_of_two_protocols_is_two_rules() -> None:
    built = composed(part("edge", "security_group", ingress=[way_in(53), way_in(53, protocol="udp")]))
    assert sorted(one.body["ip_protocol"] for one in all_of(built, INGRESS).values()) == ["tcp", "udp"]


def test_inline_blocks_where_the_request_names_them() -> None:
    edge = part("edge", "security_group", ingress=[way_in(22, "10.0.0.0/8")], egress=[EVERYTHING], inline=True)
    built = composed(edge)
    body = body_of(built, "aws_security_group")
    assert [one["cidr_blocks"] for one in body["ingress"]] == [["10.0.0.0/8"]]
    assert [one["protocol"] for one in body["egress"]] == ["-1"]
    assert not all_of(built, INGRESS)


@pytest.mark.parametrize(
    ("source", "argument", "expected"),
    [
        ("10.0.0.0/8", "cidr_blocks", ["10.0.0.0/8"]),
        ("2001:db8::/32", "ipv6_cidr_blocks", ["2001:db8::/32"]),
        ("self", "self", True),
    ],
)
def test_the_older_rule_where_the_request_names_it(source: str, argument: str, expected: object) -> None:
    rule = part("http", "aws_security_group_rule", ingress=[way_in(443, source)])
    built = composed(part("edge", "security_group"), rule)
    body = body_of(built, "aws_security_group_rule", "http")
    assert (body["type"], body[argument]) == ("ingress", expected)
