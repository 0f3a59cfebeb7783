from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import bill_of, by_usage, estimated, lines, other

REFERS = {"cluster_identifier": ("aws_neptune_cluster.that",)}


def test_a_cluster_with_the_prices_that_are_not_rounded() -> None:
    use = {"storage_gb": 100, "monthly_io_requests": 10_000_000, "backup_storage_gb": 1000}
    bill = bill_of("aws_neptune_cluster", {"backup_retention_period": 5}, use, region="eu-west-2")
    assert by_usage(bill) == Decimal("35.92")  # 11.60 + 2.32 + 22.00
    assert not estimated(bill)


def test_optimised_storage_is_unpriced() -> None:
    bill = bill_of("aws_neptune_cluster", {"storage_type": "iopt1"}, {"storage_gb": 100})
    assert bill.missing == ["no price for I/O-optimised storage"]


@pytest.mark.parametrize(
    ("kind", "cluster", "price", "guessed"),
    [
        ("db.t3.medium", {}, "0.112", False),
        ("db.r4.large", {}, "0.408", False),
        ("db.r4.2xlarge", {}, "1.632", True),
        ("db.t3.medium", {"storage_type": "iopt1"}, "0.1512", True),
    ],
)
def test_instances_by_the_hour(kind: str, cluster: dict[str, Any], price: str, guessed: bool) -> None:
    bill = bill_of("aws_neptune_cluster_instance", {"instance_class": kind}, region="eu-west-2",
                   others=[other("aws_neptune_cluster", **cluster)], references=REFERS)  # fmt: skip
    assert lines(bill) == {f"Database instance (on-demand, {kind})": (730, Decimal(price))}
    assert bool(estimated(bill)) is guessed


@pytest.mark.parametrize(("least", "units"), [(None, "2.5"), (8, "8")])
def test_serverless_keeps_its_least_capacity(least: int | None, units: str) -> None:
    cluster = other("aws_neptune_cluster", serverless_v2_scaling_configuration=[{"min_capacity": least}])
    bill = bill_of(
        "aws_neptune_cluster_instance", {"instance_class": "db.serverless"}, others=[cluster], references=REFERS
    )
    assert lines(bill) == {"Neptune serverless": (Decimal(units) * 730, Decimal("0.1608"))}
    assert estimated(bill)


def test_backups_and_credits() -> None:
    assert not lines(bill_of("aws_neptune_cluster", {}, {}, region="eu-west-2"))
    snapshot = bill_of("aws_neptune_cluster_snapshot", {}, {"backup_storage_gb": 3}, region="eu-west-2")
    assert lines(snapshot) == {"Backup storage": (3, Decimal("0.022"))}
