from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, lines


@pytest.mark.parametrize(
    ("type_", "values", "use", "base", "used"),
    [
        ("azurerm_private_endpoint", {}, {"monthly_inbound_data_processed_gb": 100}, "7.30", "1.00"),
        ("azurerm_dns_zone", {}, {}, "0.50", "0"),
        ("azurerm_private_dns_zone", {}, {}, "0.50", "0"),
        ("azurerm_dns_a_record", {}, {"monthly_queries": 1_500_000_000}, "0", "500.00"),
        ("azurerm_private_dns_txt_record", {}, {"monthly_queries": 1_000_000}, "0", "0.40"),
        ("azurerm_firewall", {"sku_tier": "Premium"}, {"monthly_data_processed_gb": 100}, "1277.50", "1.60"),
        ("azurerm_api_management", {"sku_name": "Standard_2"}, {}, "1373.42", "0"),
        ("azurerm_api_management", {"sku_name": "Consumption_0"}, {"monthly_api_calls": 2_000_000}, "0", "7.00"),
        ("azurerm_log_analytics_workspace", {}, {"monthly_log_data_ingestion_gb": 10}, "0", "29.90"),
        (
            "azurerm_log_analytics_workspace",
            {},
            {"monthly_log_data_ingestion_gb": 0, "monthly_archive_data_gb": 100},
            "0",
            "2.60",
        ),
        ("azurerm_log_analytics_workspace", {}, {"monthly_sentinel_data_ingestion_gb": 1}, "0", "2.99"),
        ("azurerm_api_management", {"sku_name": "Basic_1"}, {"self_hosted_gateway_count": 1}, "147.17", "250.00"),
        ("azurerm_application_insights", {}, {"monthly_data_ingested_gb": 10}, "0", "23.00"),
    ],
)
def test_what_a_month_costs(type_: str, values: dict[str, Any], use: dict[str, Any], base: str, used: str) -> None:
    bill = bill_of(type_, values, use, region="eastus")
    assert not bill.missing
    assert (baseline(bill), by_usage(bill)) == (Decimal(base), Decimal(used))


@pytest.mark.parametrize(
    ("type_", "values", "why"),
    [
        ("azurerm_firewall", {"sku_tier": "Basic"}, "no price for a firewall of kind AZFW_VNet Basic"),
        ("azurerm_api_management", {"sku_name": "BasicV2_1"}, "no price for API management of kind BasicV2"),
        (
            "azurerm_log_analytics_workspace",
            {"sku": "CapacityReservation"},
            "no price for a workspace of kind CapacityReservation",
        ),
    ],
)
def test_what_has_no_price_is_said(type_: str, values: dict[str, Any], why: str) -> None:
    assert bill_of(type_, values, region="eastus").missing == [why]


def test_no_queries_are_assumed_of_a_record() -> None:
    assert bill_of("azurerm_dns_cname_record", {}, assume="large").cost() is None


def test_data_through_an_endpoint_in_tiers() -> None:
    use = {"monthly_outbound_data_processed_gb": 6 * 1024 * 1024}
    found = lines(bill_of("azurerm_private_endpoint", {}, use, region="eastus"))
    assert [int(quantity) >> 20 for name, (quantity, _) in found.items() if "Outbound" in name] == [1, 4, 1]
