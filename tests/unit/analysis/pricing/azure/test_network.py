from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines, other


@pytest.mark.parametrize(
    ("type_", "values", "month"),
    [
        ("azurerm_public_ip", {"allocation_method": "Static", "sku": "Standard"}, "3.65"),
        ("azurerm_public_ip", {"allocation_method": "Static", "sku": "Basic"}, "2.63"),
        ("azurerm_public_ip", {"allocation_method": "Dynamic", "sku": "Basic"}, "2.92"),
        ("azurerm_public_ip", {"allocation_method": "Static", "sku_tier": "Global"}, "7.30"),
        ("azurerm_public_ip_prefix", {"prefix_length": 30}, "17.52"),
        ("azurerm_nat_gateway", {}, "32.85"),
        ("azurerm_bastion_host", {}, "138.70"),
        ("azurerm_virtual_network_gateway", {"type": "Vpn", "sku": "VpnGw1"}, "138.70"),
        ("azurerm_lb_rule", {}, "7.30"),
        ("azurerm_application_gateway", {"sku": [{"name": "Standard_v2"}]}, "146.00"),
        ("azurerm_application_gateway", {"sku": [{"name": "WAF_v2", "capacity": 2}]}, "473.04"),
        (
            "azurerm_application_gateway",
            {"sku": [{"name": "WAF_v2"}], "autoscale_configuration": [{"min_capacity": 2}]},
            "473.04",
        ),
    ],
)
def test_what_a_month_costs_without_use(type_: str, values: dict[str, Any], month: str) -> None:
    assert baseline(bill_of(type_, values, region="eastus")) == Decimal(month)


@pytest.mark.parametrize(
    ("type_", "values", "why"),
    [
        ("azurerm_bastion_host", {"sku": "Premium"}, "no price for a Premium bastion"),
        ("azurerm_virtual_network_gateway", {"type": "ExpressRoute"}, "no price for a gateway of type ExpressRoute"),
        (
            "azurerm_application_gateway",
            {"sku": [{"name": "Standard_Small"}]},
            "no price for a gateway of kind Standard_Small",
        ),
    ],
)
def test_what_has_no_price_is_said(type_: str, values: dict[str, Any], why: str) -> None:
    assert bill_of(type_, values, region="eastus").missing == [why]


def test_a_basic_load_balancer_and_its_rules_are_free() -> None:
    assert bill_of("azurerm_lb", {"sku": "Basic"}, assume="medium").cost() is None
    balancer = other("azurerm_lb", sku="Basic")
    references = {"loadbalancer_id": ("azurerm_lb.that",)}
    assert bill_of("azurerm_lb_rule", {}, others=[balancer], references=references).cost() is None


def test_a_rule_by_itself_is_an_estimate() -> None:
    assert estimated(bill_of("azurerm_lb_rule", {}, region="eastus"))


def test_what_passes_through() -> None:
    use = {"monthly_data_processed_gb": 1000}
    assert by_usage(bill_of("azurerm_lb", {"sku": "Standard"}, use, region="eastus")) == Decimal("5.00")
    assert by_usage(bill_of("azurerm_nat_gateway", {}, use, region="eastus")) == Decimal("45.00")


@pytest.mark.parametrize(
    ("type_", "values", "use", "month"),
    [
        ("azurerm_bastion_host", {}, {"monthly_outbound_data_gb": 20 * 1024}, "2099.20"),  # 10 TB × (0.12 + 0.085)
        (
            "azurerm_virtual_network_gateway",
            {"type": "Vpn", "sku": "VpnGw1"},
            {"monthly_data_transfer_gb": 100},
            "3.50",
        ),
        ("azurerm_virtual_network_gateway", {"type": "Vpn", "sku": "VpnGw1"}, {"p2s_connection": 130}, "14.60"),
    ],
)
def test_traffic_through_gateways(type_: str, values: dict[str, Any], use: dict[str, Any], month: str) -> None:
    assert by_usage(bill_of(type_, values, use, region="eastus")) == Decimal(month)


def test_capacity_that_is_used_beyond_what_is_reserved() -> None:
    values = {"sku": [{"name": "WAF_v2"}]}
    assert lines(bill_of("azurerm_application_gateway", values, assume="medium"))["V2 capacity units (WAF)"][0] == 700
    reserved = {"sku": [{"name": "WAF_v2", "capacity": 1}]}
    assert by_usage(bill_of("azurerm_application_gateway", reserved, assume="medium")) == 0
