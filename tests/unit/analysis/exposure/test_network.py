"""The network of a stack."""

from typing import Any

import pytest

from app.analysis.exposure.addresses import Ports
from app.analysis.exposure.network import Network
from app.domain.planned import Planned, PlannedResource
from tests.unit.analysis.graphs import graph, group, network, resource


def subnet_of(stack: Planned) -> PlannedResource:
    """Its one subnet."""
    return next(one for one in stack if one.type in {"aws_subnet", "aws_default_subnet"})


INLINE = resource(
    "aws_route_table.main",
    {"route.gateway_id": "aws_internet_gateway.main"},
    route=[{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}],
)
ASSOCIATED = resource(
    "aws_route_table_association.a", {"subnet_id": "aws_subnet.a", "route_table_id": "aws_route_table.main"}
)
VPC, GATEWAY = resource("aws_vpc.main", id="vpc-1"), resource("aws_internet_gateway.main", id="igw-1")
SUBNET = resource("aws_subnet.a", {"vpc_id": "aws_vpc.main"})
NAT = resource(
    "aws_route.nat",
    {"route_table_id": "aws_route_table.main", "nat_gateway_id": "x"},
    destination_cidr_block="0.0.0.0/0",
)
MAIN = resource(
    "aws_main_route_table_association.m", {"vpc_id": "aws_vpc.main", "route_table_id": "aws_route_table.main"}
)
DEFAULT_TABLE = resource(
    "aws_default_route_table.m",
    {"default_route_table_id": "aws_vpc.main", "route.gateway_id": "aws_internet_gateway.main"},
    route=[{"cidr_block": "0.0.0.0/0"}],
)


@pytest.mark.parametrize(
    ("resources", "public"),
    [
        (network("a"), True),
        (network("a", public=False), False),
        ((VPC, GATEWAY, INLINE, SUBNET, ASSOCIATED), True),
        ((VPC, resource("aws_route_table.main"), NAT, SUBNET, ASSOCIATED), False),
        ((VPC, GATEWAY, SUBNET), False),
        ((VPC, GATEWAY, INLINE, SUBNET, MAIN), True),
        ((VPC, GATEWAY, SUBNET, DEFAULT_TABLE), True),
        ((resource("aws_default_vpc.main"), resource("aws_subnet.a", {"vpc_id": "aws_default_vpc.main"})), True),
        ((resource("aws_subnet.a", vpc_id="vpc-elsewhere"),), None),
        ((resource("aws_default_subnet.a"),), True),
    ],
)
def test_which_subnets_the_internet_routes_to(resources: Any, public: bool | None) -> None:
    stack = graph(*resources)
    assert Network(stack).is_public(subnet_of(stack)) is public


def test_a_subnet_of_elsewhere_is_not_known() -> None:
    outside = resource("data.aws_subnet.a", id="subnet-1")
    assert Network(graph(outside)).is_public(outside) is None


RULE, RULE_NEW = "aws_security_group_rule.r", "aws_vpc_security_group_ingress_rule.r"


def rule(type_: str, **values: Any) -> PlannedResource:
    """A rule that stands by itself."""
    refs = {"security_group_id": "aws_security_group.g"}
    return resource(f"{type_}.r", refs, protocol="tcp", ip_protocol="tcp", from_port=1, to_port=2, **values)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (group("g", 22), ["aws_security_group.g ingress 0.0.0.0/0"]),
        (group("g", 22, source="::/0"), ["aws_security_group.g ingress ::/0"]),
        (group("g", 22, source="10.0.0.0/8"), []),
        (rule("aws_security_group_rule", type="ingress", cidr_blocks=["0.0.0.0/0"]), [f"{RULE} ingress 0.0.0.0/0"]),
        (rule("aws_security_group_rule", type="egress", cidr_blocks=["0.0.0.0/0"]), []),
        (rule("aws_vpc_security_group_ingress_rule", cidr_ipv6="::/0"), [f"{RULE_NEW} ingress ::/0"]),
        (rule("aws_vpc_security_group_ingress_rule", prefix_list_id="pl-1"), []),
    ],
)
def test_rules_in_every_form(given: PlannedResource, expected: list[str]) -> None:
    own = given if given.type == "aws_security_group" else resource("aws_security_group.g", id="sg-g")
    stack = Network(graph(*{one.address: one for one in (own, given)}.values()))
    assert [str(one) for one in stack.openings_of([own])] == expected
    assert [str(one) for one in stack.openings] == expected


def entry(
    number: int, action: str, first: int, last: int, protocol: str = "tcp", cidr: str = "0.0.0.0/0"
) -> dict[str, Any]:
    """One rule of a list."""
    return {
        "rule_no": number,
        "action": action,
        "from_port": first,
        "to_port": last,
        "protocol": protocol,
        "cidr_block": cidr,
    }


@pytest.mark.parametrize(
    ("entries", "admits"),
    [
        ([entry(100, "allow", 0, 0, "-1")], True),
        ([entry(100, "allow", 22, 22)], True),
        ([entry(100, "allow", 443, 443)], False),
        ([entry(90, "deny", 0, 65535), entry(100, "allow", 22, 22)], False),
        ([entry(100, "allow", 22, 22), entry(200, "deny", 0, 65535)], True),
        ([entry(90, "deny", 22, 22, cidr="198.51.100.0/24"), entry(100, "allow", 22, 22)], True),
        ([entry(90, "deny", 22, 22, "udp"), entry(100, "allow", 22, 22)], True),
        ([], False),
    ],
)
def test_network_lists(entries: list[dict[str, Any]], admits: bool) -> None:
    acl = resource("aws_network_acl.a", {"subnet_ids": "aws_subnet.a"}, ingress=entries)
    stack = graph(*network("a"), acl)
    assert Network(stack).lets_in(subnet_of(stack), Ports(22, 22)) is admits


def test_network_lists_with_rules_and_associations_apart() -> None:
    acl = resource("aws_network_acl.a")
    association = resource(
        "aws_network_acl_association.a", {"subnet_id": "aws_subnet.a", "network_acl_id": acl.address}
    )
    refs = {"network_acl_id": acl.address}
    values = entry(1, "allow", 22, 22)
    rule = resource("aws_network_acl_rule.a", refs, rule_number=1, rule_action="allow", egress=False, **values)
    stack = graph(*network("a"), acl, association)
    assert not Network(stack).lets_in(subnet_of(stack), Ports(22, 22))
    stack = graph(*network("a"), acl, association, rule)
    assert Network(stack).lets_in(subnet_of(stack), Ports(22, 22))


def test_the_default_list_lets_in() -> None:
    stack = graph(*network("a"))
    assert Network(stack).lets_in(subnet_of(stack), Ports(22, 22))
