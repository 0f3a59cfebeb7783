"""Azure and Google Cloud."""

from typing import Any

import pytest

from app.analysis.savings import elsewhere
from app.analysis.savings.base import Rule
from tests.unit.analysis.savings.stacks import offers, resource

DEV = {"tags": {"env": "dev"}}


@pytest.mark.parametrize(
    ("rule", "address", "values", "edits"),
    [
        (
            elsewhere.standard_disk,
            "azurerm_managed_disk.a",
            {"storage_account_type": "Premium_LRS", **DEV},
            [("storage_account_type", '"StandardSSD_LRS"')],
        ),
        (elsewhere.standard_disk, "azurerm_managed_disk.a", {"storage_account_type": "Premium_LRS"}, []),
        (elsewhere.standard_disk, "azurerm_managed_disk.a", {"storage_account_type": "Standard_LRS", **DEV}, []),
        (
            elsewhere.standard_disk,
            "azurerm_linux_virtual_machine.a",
            {"os_disk": [{"storage_account_type": "Premium_LRS"}], **DEV},
            [("os_disk.storage_account_type", '"StandardSSD_LRS"')],
        ),
        (elsewhere.own_licence, "azurerm_windows_virtual_machine.a", {}, [("license_type", '"Windows_Server"')]),
        (elsewhere.own_licence, "azurerm_windows_virtual_machine.a", {"license_type": "Windows_Server"}, []),
        (
            elsewhere.own_licence,
            "azurerm_mssql_database.a",
            {"license_type": "LicenseIncluded"},
            [("license_type", '"BasePrice"')],
        ),
        (
            elsewhere.newer_machine,
            "google_compute_instance.a",
            {"machine_type": "n1-standard-4"},
            [("machine_type", f'"{one}-standard-4"') for one in ("e2", "n2d", "n2")],
        ),
        (elsewhere.newer_machine, "google_compute_instance.a", {"machine_type": "c3-standard-4"}, []),
    ],
)
def test_what_is_cheaper_is_written(
    rule: Rule, address: str, values: dict[str, Any], edits: list[tuple[str, str]]
) -> None:
    found = offers(rule, resource(address, **values))
    assert [(edit.attribute, edit.value) for one in found for edit in one.edits] == edits
