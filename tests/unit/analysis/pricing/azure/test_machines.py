from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated, lines

NO_DISK: dict[str, Any] = {}
HDD = {"os_disk": [{"storage_account_type": "Standard_LRS"}]}


@pytest.mark.parametrize(
    ("type_", "values", "hour", "estimate"),
    [
        ("azurerm_linux_virtual_machine", {"size": "Standard_D4s_v5"}, "0.192", False),
        ("azurerm_linux_virtual_machine", {"size": "Basic_A2"}, "0.079", False),  # only the price list has it
        ("azurerm_windows_virtual_machine", {"size": "Standard_F2"}, "0.192", False),
        ("azurerm_windows_virtual_machine", {"size": "Standard_D4s_v5"}, "0.376", True),  # 4 × 0.046 more
        (
            "azurerm_windows_virtual_machine",
            {"size": "Standard_D4s_v5", "license_type": "Windows_Server"},
            "0.192",
            False,
        ),
    ],
)
def test_machines_by_the_hour(type_: str, values: dict[str, Any], hour: str, estimate: bool) -> None:
    bill = bill_of(type_, values, region="eastus")
    assert [price for _, price in lines(bill).values()] == [Decimal(hour)]
    assert bool(estimated(bill)) == estimate


def test_a_machine_and_its_system_disk() -> None:
    bill = bill_of("azurerm_linux_virtual_machine", {"size": "Standard_B1s"} | HDD, region="eastus")
    assert baseline(bill) == Decimal("9.13")  # 730 × 0.0104 + 1.54
    assert "os_disk > Storage (S4, LRS)" in lines(bill)
    windows = bill_of("azurerm_windows_virtual_machine", {"size": "Standard_F2"} | HDD, region="eastus")
    assert "os_disk > Storage (S10, LRS)" in lines(windows)


def test_a_machine_that_stands_still_at_night_costs_its_hours() -> None:
    bill = bill_of("azurerm_linux_virtual_machine", {"size": "Standard_D4s_v5"}, {"monthly_hrs": 365}, region="eastus")
    assert baseline(bill) == Decimal("70.08")


def test_a_disk_on_the_host_is_free() -> None:
    disk = {"storage_account_type": "Standard_LRS", "diff_disk_settings": [{"option": "Local"}]}
    bill = bill_of("azurerm_linux_virtual_machine", {"size": "Standard_B1s", "os_disk": [disk]}, region="eastus")
    assert len(bill.components) == 1


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"size": "Standard_B1s", "priority": "Spot"}, "what spot machines cost changes with supply"),
        ({"size": "Standard_Z9"}, "no price for Instance usage (Linux, pay as you go, Standard_Z9) in eastus"),
        (
            {"size": "Standard_B1s", "source_image_reference": [{"publisher": "RedHat"}]},
            "no price for the licence of redhat",
        ),
    ],
)
def test_what_has_no_price_is_said(values: dict[str, Any], why: str) -> None:
    assert bill_of("azurerm_linux_virtual_machine", values, region="eastus").missing == [why]


@pytest.mark.parametrize(("instances", "hours"), [(3, 2190), (0, 0)])
def test_a_set_is_as_many_machines_and_disks(instances: int, hours: int) -> None:
    values = {"sku": "Standard_D4s_v5", "instances": instances, "data_disk": [{"disk_size_gb": 32}]} | HDD
    found = lines(bill_of("azurerm_linux_virtual_machine_scale_set", values, region="eastus"))
    assert [int(quantity) for quantity, _ in found.values()] == [hours, instances, instances]


@pytest.mark.parametrize(
    ("values", "system"),
    [
        ({"os_profile_windows_config": [{}]}, "Windows"),
        ({"storage_os_disk": [{"os_type": "Windows"}]}, "Windows"),
        ({"os_profile_linux_config": [{}]}, "Linux"),
    ],
)
def test_a_machine_of_the_older_type_tells_its_system_by_a_block(values: dict[str, Any], system: str) -> None:
    bill = bill_of("azurerm_virtual_machine", {"vm_size": "Standard_F8"} | values, region="eastus")
    assert next(iter(lines(bill))).startswith(f"Instance usage ({system}, ")


@pytest.mark.parametrize(
    ("size", "hour"),
    [
        ("Standard_D2s_v5", "0.188"),  # 0.096 and 2 × 0.046
        ("Standard_B2ms", "0.0912"),  # 0.0832 and 2 × 0.004
        ("Standard_DS3_v2", "0.477"),  # 0.293 and 4 × 0.046: its number is not that of its vCPUs
    ],
)
def test_the_licence_of_windows_goes_by_the_vcpu(size: str, hour: str) -> None:
    bill = bill_of("azurerm_windows_virtual_machine", {"size": size}, region="eastus")
    assert next(iter(lines(bill).values()))[1] == Decimal(hour)


def test_a_series_whose_licence_is_not_known_is_not_priced() -> None:
    bill = bill_of("azurerm_windows_virtual_machine", {"size": "Standard_M64ls"}, region="eastus")
    assert bill.missing == ["no price for Instance usage (Windows, pay as you go, Standard_M64ls) in eastus"]
