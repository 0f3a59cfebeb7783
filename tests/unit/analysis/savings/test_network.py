"""NAT gateways, endpoints, addresses, load balancers."""

from typing import Any

import pytest

from tests.unit.analysis.savings.stacks import dollars, resource, savings

DEV = {"tags": {"Environment": "dev"}}
TRAFFIC = {"aws_nat_gateway.a": {"monthly_data_processed_gb": 1000}}


def nat(name: str, subnet: str, **values: Any) -> Any:
    return resource(f"aws_nat_gateway.{name}", {"subnet_id": (f"aws_subnet.{subnet}",)}, **values)


SUBNETS = [
    resource(f"aws_subnet.{name}", {"vpc_id": (f"aws_vpc.{vpc}",)})
    for name, vpc in (("a", "x"), ("b", "x"), ("c", "y"))
]
NETWORKS = [resource("aws_vpc.x"), resource("aws_vpc.y"), *SUBNETS]


@pytest.mark.parametrize(("tags", "rules"), [(DEV, ["nat-per-az"]), ({}, []), ({"tags": {"env": "prod"}}, [])])
def test_one_gateway_for_each_network_is_enough_outside_production(tags: dict[str, Any], rules: list[str]) -> None:
    found = savings(nat("a", "a", **tags), nat("b", "b", **tags), nat("c", "c", **tags), *NETWORKS)
    assert [(one.rule, one.address, dollars(one.monthly)) for one in found] == [
        (rule, "aws_nat_gateway.b", "32.85") for rule in rules
    ]


@pytest.mark.parametrize(
    ("measured", "endpoint", "monthly", "confidence"),
    [
        (TRAFFIC, "", "9.00", "low"),  # a fifth of 1,000 GB × 0.045
        ({"aws_nat_gateway.a": {"monthly_data_processed_gb": 1000, "s3_dynamodb_data_gb": 600}}, "", "27.00", "high"),
        (TRAFFIC, "com.amazonaws.us-east-1.s3", "", ""),
        ({}, "", "", ""),
    ],
)
def test_traffic_to_stores_need_not_pass_the_gateway(
    measured: Any, endpoint: str, monthly: str, confidence: str
) -> None:
    others = [resource("aws_vpc_endpoint.s3", service_name=endpoint, vpc_endpoint_type="Gateway")] if endpoint else []
    found = savings(nat("a", "a"), *others, *NETWORKS, measured=measured)
    assert [(dollars(one.monthly), one.confidence) for one in found] == ([(monthly, confidence)] if monthly else [])


@pytest.mark.parametrize(("subnets", "tags", "monthly"), [(3, DEV, "14.60"), (1, DEV, ""), (3, {}, "")])
def test_endpoints_need_not_stand_in_every_zone(subnets: int, tags: dict[str, Any], monthly: str) -> None:
    values = {"vpc_endpoint_type": "Interface", "subnet_ids": ["s"] * subnets, "service_name": "com.amazonaws.x.ecr"}
    found = savings(resource("aws_vpc_endpoint.a", **values, **tags))
    assert [dollars(one.monthly) for one in found] == ([monthly] if monthly else [])


@pytest.mark.parametrize(
    ("values", "references", "others", "idle"),
    [
        ({}, {}, [], True),
        ({"instance": "i-1"}, {}, [], False),
        ({}, {"network_interface": ("aws_network_interface.a",)}, [], False),
        ({}, {}, [resource("aws_nat_gateway.a", {"allocation_id": ("aws_eip.a",)})], False),
    ],
)
def test_an_address_that_nothing_uses_is_named(
    values: dict[str, Any], references: Any, others: list[Any], idle: bool
) -> None:
    found = [one for one in savings(resource("aws_eip.a", references, **values), *others) if one.rule == "eip-idle"]
    assert [(dollars(one.monthly), one.safe) for one in found] == ([("3.65", False)] if idle else [])


def test_a_load_balancer_without_a_listener_is_named() -> None:
    balancer = resource("aws_lb.a", load_balancer_type="application")
    listener = resource("aws_lb_listener.a", {"load_balancer_arn": ("aws_lb.a",)})
    assert [(one.rule, one.confidence) for one in savings(balancer)] == [("lb-idle", "medium")]
    assert savings(balancer, listener) == []


def test_a_classic_load_balancer_has_a_cheaper_successor() -> None:
    """(0.025 − 0.0225) × 730 = 1.825."""
    (found,) = savings(resource("aws_elb.a", instances=["i-1"]))
    assert (found.rule, str(found.monthly)) == ("clb-alb", "1.8250")
    (idle,) = savings(resource("aws_elb.a"))
    assert idle.rule == "lb-idle"
    assert "instead: replace it by an aws_lb" in idle.caveat
