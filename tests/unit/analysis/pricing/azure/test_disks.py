from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines


@pytest.mark.parametrize(
    ("kind", "size", "name", "price", "estimate"),
    [
        ("Premium_LRS", 32, "Storage (P4, LRS)", "5.28", False),
        ("Premium_LRS", 100, "Storage (P10, LRS)", "19.71", False),
        ("Premium_LRS", 256, "Storage (P15, LRS)", "39.42", True),  # twice P10's GiB
        ("Standard_LRS", 1, "Storage (S4, LRS)", "1.54", False),
        ("StandardSSD_LRS", 64, "Storage (E6, LRS)", "4.80", True),  # twice E4's GiB
        ("StandardSSD_LRS", 1024, "Storage (E30, LRS)", "76.80", False),
    ],
)
def test_a_disk_costs_what_the_step_that_holds_it_does(
    kind: str, size: int, name: str, price: str, estimate: bool
) -> None:
    bill = bill_of("azurerm_managed_disk", {"storage_account_type": kind, "disk_size_gb": size}, region="eastus")
    assert baseline(bill) == Decimal(price)
    assert list(lines(bill)) == [name]
    assert bool(estimated(bill)) == estimate


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"storage_account_type": "Premium_ZRS"}, "no price for Premium_ZRS disks"),
        ({"storage_account_type": "PremiumV2_LRS"}, "no price for PremiumV2_LRS disks"),
        ({"storage_account_type": "Premium_LRS", "disk_size_gb": 40_000}, "no disk holds 40000 GiB"),
    ],
)
def test_what_has_no_price_is_said(values: dict[str, Any], why: str) -> None:
    assert bill_of("azurerm_managed_disk", values, region="eastus").missing == [why]


def test_an_ultra_disk_is_what_is_provisioned() -> None:
    values = {"storage_account_type": "UltraSSD_LRS", "disk_size_gb": 100, "disk_iops_read_write": 1000,
              "disk_mbps_read_write": 10}  # fmt: skip
    bill = bill_of("azurerm_managed_disk", values, region="eastus")
    assert baseline(bill) == Decimal("65.11")  # 100 × 0.11972 + 1000 × 0.04964 + 10 × 0.3495 = 11.972 + 49.64 + 3.495


@pytest.mark.parametrize(
    ("kind", "month"), [("Standard_LRS", "5.00"), ("StandardSSD_LRS", "20.00"), ("Premium_LRS", "0")]
)
def test_operations_cost_as_stated_on_slower_disks(kind: str, month: str) -> None:
    use = {"monthly_disk_operations": 100_000_000}
    bill = bill_of("azurerm_managed_disk", {"storage_account_type": kind}, use, region="eastus")
    assert by_usage(bill) == Decimal(month)
