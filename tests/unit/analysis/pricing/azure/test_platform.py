from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, lines, other


@pytest.mark.parametrize(
    ("type_", "values", "month"),
    [
        ("azurerm_service_plan", {"sku_name": "P1v3", "os_type": "Linux"}, "113.15"),
        ("azurerm_service_plan", {"sku_name": "P1v3", "os_type": "Windows"}, "229.95"),
        ("azurerm_service_plan", {"sku_name": "S1", "os_type": "Linux", "worker_count": 3}, "208.05"),
        ("azurerm_service_plan", {"sku_name": "EP1", "os_type": "Linux"}, "157.72"),  # 126.29 + 3.5 × 8.979
        ("azurerm_app_service_plan", {"sku": [{"size": "S1"}], "kind": "Windows"}, "73.00"),
        ("azurerm_app_service_plan", {"sku": [{"size": "S1", "capacity": 2}], "kind": "Linux"}, "138.70"),
    ],
)
def test_plans_by_size_and_system(type_: str, values: dict[str, Any], month: str) -> None:
    assert baseline(bill_of(type_, values, region="eastus")) == Decimal(month)


@pytest.mark.parametrize("size", ["F1", "Y1"])
def test_plans_that_cost_nothing_by_themselves(size: str) -> None:
    assert bill_of("azurerm_service_plan", {"sku_name": size, "os_type": "Linux"}).cost() is None


def test_functions_by_execution() -> None:
    use = {"monthly_executions": 10_000_000, "execution_duration_ms": 500, "memory_mb": 200}
    bill = bill_of("azurerm_linux_function_app", {}, use)
    assert lines(bill)["Execution time"][0] == 1_250_000  # 10M × 0.5 s × 256 MB
    assert by_usage(bill) == Decimal("22.00")
    short = bill_of("azurerm_linux_function_app", {}, use | {"execution_duration_ms": 1, "memory_mb": 1})
    assert lines(short)["Execution time"][0] == 125_000


@pytest.mark.parametrize(("size", "free"), [("P1v3", True), ("Y1", False)])
def test_functions_on_a_plan_are_billed_with_it(size: str, free: bool) -> None:
    plan = other("azurerm_service_plan", sku_name=size)
    references = {"service_plan_id": ("azurerm_service_plan.that",)}
    bill = bill_of("azurerm_linux_function_app", {}, assume="medium", others=[plan], references=references)
    assert (bill.cost() is None) == free


HOT = {"account_tier": "Standard", "account_replication_type": "LRS"}


def test_storage_in_tiers() -> None:
    bill = bill_of("azurerm_storage_account", HOT, {"storage_gb": 600 * 1024}, region="eastus")
    assert [int(quantity) // 1024 for quantity, _ in lines(bill).values()] == [50, 450, 100]
    assert [str(price) for _, price in lines(bill).values()] == ["0.0208", "0.019968", "0.019136"]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"access_tier": "Cool"}, "no price for StorageV2 storage, Cool, LRS"),
        ({"account_replication_type": "RAGZRS"}, "no price for StorageV2 storage, Hot, RAGZRS"),
        ({"account_kind": "FileStorage"}, "no price for FileStorage storage, Hot, LRS"),
    ],
)
def test_storage_that_shares_its_labels_with_others_is_not_guessed(values: dict[str, Any], why: str) -> None:
    assert bill_of("azurerm_storage_account", HOT | values, assume="medium").missing == [why]


def test_a_registry_by_the_day() -> None:
    values = {"sku": "Premium", "georeplications": [{"location": "westus"}]}
    assert baseline(bill_of("azurerm_container_registry", values)) == Decimal("101.39")  # 2 × 30.41667 × 1.6667
    assert by_usage(bill_of("azurerm_container_registry", {"sku": "Basic"}, {"storage_gb": 25})) == Decimal("1.50")
    built = bill_of("azurerm_container_registry", {"sku": "Basic"}, {"monthly_build_vcpu_hrs": 10})
    assert by_usage(built) == Decimal("3.60")  # 36,000 seconds
