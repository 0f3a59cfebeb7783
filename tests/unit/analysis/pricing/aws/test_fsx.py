from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated, lines

SHARE: dict[str, Any] = {"storage_capacity": 300, "throughput_capacity": 1024}


@pytest.mark.parametrize(
    ("values", "cents", "guessed"),
    [
        ({"deployment_type": "MULTI_AZ_1"}, "4677.00", False),  # 300 × 0.23 + 1024 × 4.5
        ({"deployment_type": "MULTI_AZ_1", "storage_type": "HDD"}, "4615.50", False),  # 300 × 0.025
        ({}, "2291.80", True),  # 300 × 0.13 + 1024 × 2.2
    ],
)
def test_windows_by_zones_and_disk(values: dict[str, Any], cents: str, guessed: bool) -> None:
    bill = bill_of("aws_fsx_windows_file_system", SHARE | values)
    assert baseline(bill) == Decimal(cents)
    assert bool(estimated(bill)) is guessed


@pytest.mark.parametrize(
    ("values", "cents"),
    [
        ({}, "293.24"),  # 300 × 0.09 + 1024 × 0.26
        ({"disk_iops_configuration": [{"mode": "USER_PROVISIONED", "iops": 1000}]}, "293.84"),  # 100 × 0.006 more
        ({"disk_iops_configuration": [{"mode": "AUTOMATIC", "iops": 900}]}, "293.24"),
    ],
)
def test_openzfs(values: dict[str, Any], cents: str) -> None:
    assert baseline(bill_of("aws_fsx_openzfs_file_system", SHARE | values)) == Decimal(cents)


def test_openzfs_in_several_zones_is_unpriced() -> None:
    bill = bill_of("aws_fsx_openzfs_file_system", SHARE | {"deployment_type": "MULTI_AZ_1"})
    assert bill.missing == ["no price for OpenZFS with MULTI_AZ_1"]


@pytest.mark.parametrize(("days", "kept"), [(None, True), (0, False), (7, True)])
def test_backups_unless_they_are_off(days: int | None, kept: bool) -> None:
    values = SHARE | {"deployment_type": "MULTI_AZ_1", "automatic_backup_retention_days": days}
    found = lines(bill_of("aws_fsx_windows_file_system", values, assume="medium"))
    assert ("Backup storage" in found) is kept


@pytest.mark.parametrize(
    ("values", "cents"),
    [
        ({"storage_capacity": 1200}, "168.00"),  # scratch, 0.14
        ({"deployment_type": "PERSISTENT_2", "per_unit_storage_throughput": 250, "storage_capacity": 1200}, "252.00"),
        ({"deployment_type": "PERSISTENT_1", "storage_type": "HDD", "per_unit_storage_throughput": 12,
          "storage_capacity": 6000}, "150.00"),
    ],
)  # fmt: skip
def test_lustre_by_deployment_and_throughput(values: dict[str, Any], cents: str) -> None:
    bill = bill_of("aws_fsx_lustre_file_system", values)
    assert baseline(bill) == Decimal(cents)
    assert estimated(bill)


def test_lustre_without_a_known_price() -> None:
    values = {"deployment_type": "PERSISTENT_2", "per_unit_storage_throughput": 7, "storage_capacity": 1200}
    bill = bill_of("aws_fsx_lustre_file_system", values)
    assert bill.missing == ["no price for Storage (PERSISTENT_2, SSD, 7) in us-east-1"]


def test_backups_of_lustre_where_they_are_kept() -> None:
    values = {"storage_capacity": 1200, "deployment_type": "PERSISTENT_2", "automatic_backup_retention_days": 7}
    bill = bill_of("aws_fsx_lustre_file_system", values, {"backup_storage_gb": 10})
    assert lines(bill)["Backup storage"] == (10, Decimal("0.05"))


def test_more_iops_of_windows_are_unpriced() -> None:
    iops = {"disk_iops_configuration": [{"mode": "USER_PROVISIONED", "iops": 5000}]}
    bill = bill_of("aws_fsx_windows_file_system", SHARE | {"deployment_type": "MULTI_AZ_1"} | iops)
    assert bill.missing == ["no price for IOPS of a Windows file system beyond what is included"]


def test_the_second_generation_of_openzfs_is_an_estimate() -> None:
    bill = bill_of("aws_fsx_openzfs_file_system", SHARE | {"deployment_type": "SINGLE_AZ_2"})
    assert baseline(bill) == Decimal("293.24")
    assert estimated(bill) == {"SSD storage", "Throughput capacity"}
