from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, lines, other


def association(name: str) -> PlannedResource:
    type_ = "aws_vpc_endpoint_subnet_association"
    return PlannedResource(f"{type_}.{name}", type_, name, references={"vpc_endpoint_id": ("aws_vpc_endpoint.this",)})


@pytest.mark.parametrize(
    ("type_", "values", "month"),
    [
        ("aws_nat_gateway", {}, "32.85"),
        ("aws_vpn_connection", {}, "36.50"),
        ("aws_vpn_connection", {"transit_gateway_id": "tgw-1"}, "73.00"),
        ("aws_ec2_client_vpn_network_association", {}, "73.00"),
        ("aws_ec2_traffic_mirror_session", {}, "10.95"),
        ("aws_ec2_transit_gateway_vpc_attachment", {}, "36.50"),
        ("aws_ec2_transit_gateway_peering_attachment", {}, "36.50"),
        ("aws_networkfirewall_firewall", {"subnet_mapping": [{"subnet_id": "a"}, {"subnet_id": "b"}]}, "576.70"),
        ("aws_dx_gateway_association", {}, "36.50"),
    ],
)
def test_hours_of_a_month(type_: str, values: dict[str, Any], month: str) -> None:
    assert baseline(bill_of(type_, values)) == Decimal(month)


@pytest.mark.parametrize(
    ("values", "others", "zones"),
    [
        ({"subnet_ids": ["a", "b", "c"]}, (), 3),
        ({"subnet_ids": ["a"]}, ("x",), 2),
        ({}, ("x", "y"), 2),
        ({}, (), 1),
        ({"subnet_configuration": [{"subnet_id": "a"}, {"subnet_id": "b"}]}, (), 2),
    ],
)
def test_an_interface_endpoint_costs_by_the_zone(values: dict[str, Any], others: tuple[str, ...], zones: int) -> None:
    named = [association(one) for one in others]
    bill = bill_of("aws_vpc_endpoint", {"vpc_endpoint_type": "Interface"} | values, others=named)
    assert lines(bill)["Endpoint (Interface)"][0] == 730 * zones


def test_subnets_of_an_endpoint_that_the_plan_knows_by_name_only() -> None:
    subnets = [other("aws_subnet", f"s{n}") for n in range(2)]
    bill = bill_of(
        "aws_vpc_endpoint",
        {"vpc_endpoint_type": "Interface"},
        others=subnets,
        references={"subnet_ids": ("aws_subnet.s0", "aws_subnet.s1")},
        unknown={"subnet_ids": True},
    )
    assert lines(bill)["Endpoint (Interface)"][0] == 1460


@pytest.mark.parametrize("values", [{}, {"vpc_endpoint_type": "Gateway"}])
def test_a_gateway_endpoint_is_free(values: dict[str, Any]) -> None:
    bill = bill_of("aws_vpc_endpoint", values, {"monthly_data_processed_gb": 5})
    assert bill.cost() is None
    assert not bill.missing


def test_data_through_an_endpoint_in_tiers() -> None:
    peta = 1024 * 1024
    use = {"monthly_data_processed_gb": 6 * peta}
    found = lines(bill_of("aws_vpc_endpoint", {"vpc_endpoint_type": "Interface", "subnet_ids": ["a"]}, use))
    assert {name: quantity // peta for name, (quantity, _) in found.items() if name.startswith("Data")} == {
        "Data processed (first 1PB)": 1,
        "Data processed (next 4PB)": 4,
        "Data processed (over 5PB)": 1,
    }


@pytest.mark.parametrize(
    ("type_", "values", "why"),
    [
        ("aws_vpc_endpoint", {"vpc_endpoint_type": "Resource"}, "no price for a Resource endpoint"),
        (
            "aws_nat_gateway",
            {"availability_mode": "regional"},
            "a regional NAT gateway is billed for each zone that AWS spreads it to",
        ),
    ],
)
def test_what_has_no_price_is_said(type_: str, values: dict[str, Any], why: str) -> None:
    assert bill_of(type_, values).missing == [why]


def test_data_of_a_vpn_costs_only_through_a_transit_gateway() -> None:
    use = {"monthly_data_processed_gb": 100}
    assert by_usage(bill_of("aws_vpn_connection", {}, use)) == 0
    assert by_usage(bill_of("aws_vpn_connection", {"transit_gateway_id": "tgw-1"}, use)) == Decimal("2.00")


def test_a_direct_connect_gateway_with_a_private_gateway_is_free() -> None:
    gateway = other("aws_vpn_gateway")
    references = {"associated_gateway_id": ("aws_vpn_gateway.that",)}
    bill = bill_of("aws_dx_gateway_association", {}, others=[gateway], references=references)
    assert bill.cost() is None


def test_a_client_vpn_costs_by_connected_hours() -> None:
    bill = bill_of("aws_ec2_client_vpn_endpoint", {}, {"monthly_connection_hrs": 200})
    assert by_usage(bill) == Decimal("10.00")
    assert lines(bill_of("aws_ec2_client_vpn_endpoint", {}, assume="medium"))["Connection"][0] == 730
