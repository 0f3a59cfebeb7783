from typing import Any

import pytest

from app.domain.request import Component
from app.domain.resources import Ref
from app.reasoning.offline.build.claims import Claims
from app.reasoning.offline.build.groups import add_group, add_rule
from app.reasoning.offline.build.ledger import Ledger

WEB = Component("web", "ecs", "web")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(Claims([], [], {}))


@pytest.fixture
def group(ledger: Ledger) -> Ref:
    return add_group(ledger, WEB, "ecs", "web", {"vpc_id": "v"}, "")


@pytest.mark.parametrize(
    ("peer", "label", "argument"),
    [
        ("0.0.0.0/0", "web_from_anywhere_443", "cidr_ipv4"),
        ("::/0", "web_from_anywhere_ipv6_443", "cidr_ipv6"),
        ("10.1.0.0/16", "web_from_10_1_0_0_16_443", "cidr_ipv4"),
        (Ref("aws_vpc.main", "cidr_block"), "web_from_main_443", "cidr_ipv4"),
        (Ref("aws_security_group.db"), "web_from_db_443", "referenced_security_group_id"),
        (
            Ref("aws_eks_cluster.c", "vpc_config[0].cluster_security_group_id"),
            "web_from_c_443",
            "referenced_security_group_id",
        ),
        (Ref("data.aws_ec2_managed_prefix_list.cdn"), "web_from_cdn_443", "prefix_list_id"),
    ],
)
def test_the_other_side(ledger: Ledger, group: Ref, peer: Any, label: str, argument: str) -> None:
    add_rule(ledger, "ingress", group, 443, peer, "Why", "tcp")
    body = ledger.get(f"aws_vpc_security_group_ingress_rule.{label}").body
    assert body == {
        "security_group_id": group,
        "description": "Why",
        argument: peer,
        "ip_protocol": "tcp",
        "from_port": 443,
        "to_port": 443,
    }


def test_ranges_everything_and_itself(ledger: Ledger, group: Ref) -> None:
    add_rule(ledger, "egress", group, (1024, 2048), group, "Itself", "udp")
    add_rule(ledger, "egress", group, 0, "0.0.0.0/0", "All", "-1")
    some = ledger.get("aws_vpc_security_group_egress_rule.web_to_self_1024_2048_udp").body
    assert (some["from_port"], some["to_port"], some["ip_protocol"]) == (1024, 2048, "udp")
    assert "from_port" not in ledger.get("aws_vpc_security_group_egress_rule.web_to_anywhere_all").body


def test_the_same_rule_twice_is_one(ledger: Ledger, group: Ref) -> None:
    for _ in range(2):
        add_rule(ledger, "ingress", group, 80, "0.0.0.0/0", "Web", "tcp")
    assert len(list(ledger)) == 2
