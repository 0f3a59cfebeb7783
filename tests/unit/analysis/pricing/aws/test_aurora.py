from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines, other

USE = {"storage_gb": 100, "read_requests_per_sec": 10, "write_requests_per_sec": 10, "backup_snapshot_size_gb": 100}
REFERS = {"cluster_identifier": ("aws_rds_cluster.that",)}


def test_a_cluster_is_use_alone() -> None:
    bill = bill_of("aws_rds_cluster", {"engine": "aurora-postgresql", "backup_retention_period": 5}, USE)
    assert baseline(bill) == 0
    assert by_usage(bill) == Decimal("28.91")  # 100 × 0.1 + 52.56 × 0.2 + 400 × 0.021


def test_an_optimised_cluster_pays_no_requests() -> None:
    bill = bill_of("aws_rds_cluster", {"engine": "aurora-mysql", "storage_type": "aurora-iopt1"}, USE)
    assert lines(bill) == {"Storage (I/O-optimized)": (100, Decimal("0.23"))}


def test_one_further_copy_is_assumed_of_backups() -> None:
    bill = bill_of("aws_rds_cluster", {"engine": "aurora-mysql", "backup_retention_period": 35}, assume="medium")
    assert lines(bill)["Backup storage"][0] == 119
    assert "Snapshot export" not in lines(bill)


def test_backtrack_by_its_window() -> None:
    use = {"average_statements_per_hr": 10_000_000, "change_records_per_statement": 0.38}
    values = {"engine": "aurora-mysql", "backtrack_window": 86_400}
    assert lines(bill_of("aws_rds_cluster", values, use))["Backtrack"] == (66_576, Decimal("0.012"))
    assert "Backtrack" not in lines(bill_of("aws_rds_cluster", {"engine": "aurora-mysql"}, use))


def test_a_cluster_of_another_engine_is_rdss() -> None:
    values = {"engine": "mysql", "db_cluster_instance_class": "db.m5.large", "storage_type": "io1",
              "allocated_storage": 100, "iops": 1000}  # fmt: skip
    bill = bill_of("aws_rds_cluster", values)
    assert baseline(bill) == Decimal("711.99")  # 3 × (730 × 0.171 + 100 × 0.125 + 1000 × 0.1)
    assert estimated(bill) == {"Database instance (on-demand, db.m5.large)"}


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"engine": "mysql"}, "the class of the cluster's instances is not known"),
        (
            {"engine": "mysql", "db_cluster_instance_class": "db.zz1.large"},
            "no price for db.zz1.large with mysql in us-east-1",
        ),
    ],
)
def test_a_cluster_whose_instances_have_no_price(values: dict[str, Any], why: str) -> None:
    assert bill_of("aws_rds_cluster", values).missing == [why]


@pytest.mark.parametrize(
    ("kind", "cluster", "price", "guessed"),
    [
        ("db.r4.large", {}, "0.29", False),
        ("db.r6g.large", {}, "0.26", False),
        ("db.t3.large", {}, "0.164", False),
        ("db.r6g.large", {"storage_type": "aurora-iopt1"}, "0.338", True),
    ],
)
def test_instances_by_the_hour(kind: str, cluster: dict[str, Any], price: str, guessed: bool) -> None:
    that = other("aws_rds_cluster", **cluster)
    bill = bill_of("aws_rds_cluster_instance", {"engine": "aurora-mysql", "instance_class": kind}, others=[that],
                   references=REFERS)  # fmt: skip
    assert lines(bill) == {f"Database instance (on-demand, {kind})": (730, Decimal(price))}
    assert bool(estimated(bill)) is guessed


@pytest.mark.parametrize(("used", "more"), [(None, None), (0.5, None), (3, 1460)])
def test_serverless_keeps_its_least_capacity_whatever_is_done(used: float | None, more: int | None) -> None:
    that = other("aws_rds_cluster", serverlessv2_scaling_configuration=[{"min_capacity": 1, "max_capacity": 8}])
    bill = bill_of("aws_rds_cluster_instance", {"instance_class": "db.serverless"}, others=[that], references=REFERS,
                   use={} if used is None else {"capacity_units_per_hr": used})  # fmt: skip
    assert baseline(bill) == Decimal("87.60")  # 1 × 730 × 0.12
    assert [one.quantity for one in bill.components if one.usage] == ([] if more is None else [more])


def test_insights_of_serverless_by_capacity() -> None:
    that = other("aws_rds_cluster", serverlessv2_scaling_configuration=[{"min_capacity": 2}])
    values = {"instance_class": "db.serverless", "performance_insights_enabled": True,
              "performance_insights_retention_period": 31}  # fmt: skip
    found = lines(bill_of("aws_rds_cluster_instance", values, others=[that], references=REFERS))
    assert found["Performance Insights Long Term Retention (serverless)"] == (2, Decimal("0.376"))


def test_an_old_version_is_read_from_the_cluster() -> None:
    that = other("aws_rds_cluster", engine="aurora-postgresql", engine_version="12.9")
    found = lines(
        bill_of("aws_rds_cluster_instance", {"instance_class": "db.r6g.large"}, others=[that], references=REFERS)
    )
    assert found["Extended support (year 1)"] == (2 * 730, Decimal("0.1"))


def test_an_unknown_class_is_said() -> None:
    assert bill_of("aws_rds_cluster_instance", {}).missing == ["the instance's class is not known"]
    bill = bill_of("aws_rds_cluster_instance", {"instance_class": "db.zz1.large"})
    assert bill.missing == ["no price for db.zz1.large with Aurora in us-east-1"]
