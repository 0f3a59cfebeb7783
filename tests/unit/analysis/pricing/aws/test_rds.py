from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated, lines, other

MYSQL: dict[str, Any] = {"engine": "mysql", "instance_class": "db.t3.large", "allocated_storage": 20}
INSTANCE = "Database instance (on-demand, Single-AZ, db.t3.large)"


@pytest.mark.parametrize(
    ("values", "cents"),
    [
        ({}, "101.58"),  # 730 × 0.136 + 20 × 0.115
        ({"engine": "mariadb"}, "101.58"),
        ({"instance_class": "db.t3.small"}, "27.12"),  # 730 × 0.034, not the 0.041 that is Aurora's
        ({"instance_class": "db.m5.large"}, "127.13"),  # 730 × 0.171
        ({"engine": "postgres"}, "108.15"),  # 730 × 0.145
        ({"multi_az": True}, "203.16"),  # twice both
        ({"storage_type": "gp3"}, "101.58"),
        ({"storage_type": "standard", "allocated_storage": 40}, "103.28"),  # 40 × 0.1
        ({"storage_type": "io1", "allocated_storage": 50, "iops": 500}, "211.78"),  # at least 100 GB and 1000 IOPS
        ({"iops": 1200, "allocated_storage": 100}, "231.78"),  # io1: 100 × 0.125 + 1200 × 0.1
        ({"engine": "sqlserver-web"}, "171.66"),  # 730 × 0.232
        ({"engine": "oracle-se2"}, "221.30"),  # 730 × 0.3
        ({"engine": "oracle-se1"}, "206.70"),  # 730 × 0.28
        ({"engine": "oracle-se1", "license_model": "bring-your-own-license"}, "101.58"),
        ({"engine": "sqlserver-ee", "instance_class": "db.m5.xlarge"}, "1707.58"),  # 730 × 2.336
        ({"engine": "sqlserver-se", "instance_class": "db.m5.xlarge"}, "895.82"),  # 730 × 1.224
    ],
)
def test_what_an_instance_costs(values: dict[str, Any], cents: str) -> None:
    bill = bill_of("aws_db_instance", MYSQL | values)
    assert not bill.missing
    assert baseline(bill) == Decimal(cents)


def test_a_listed_multi_az_price_is_read_not_doubled() -> None:
    bill = bill_of("aws_db_instance", MYSQL | {"instance_class": "db.t4g.small", "multi_az": True})
    assert lines(bill)["Database instance (on-demand, Multi-AZ, db.t4g.small)"] == (730, Decimal("0.065"))


def test_an_engine_with_a_licence_whose_price_is_not_listed_is_unpriced_but_its_storage_is() -> None:
    bill = bill_of("aws_db_instance", MYSQL | {"engine": "oracle-se2", "instance_class": "db.m5.large"})
    assert bill.missing == ["no price for db.m5.large with oracle-se2 in us-east-1"]
    assert list(lines(bill)) == ["Storage (general purpose SSD, gp2)"]


def test_a_class_that_is_not_listed_is_derived_from_one_that_is() -> None:
    bill = bill_of("aws_db_instance", MYSQL | {"engine": "postgres", "instance_class": "db.m7g.large"})
    (name,) = (one for one in lines(bill) if one.startswith("Database instance"))
    assert Decimal("0.16") < lines(bill)[name][1] < Decimal("0.18")  # AWS lists 0.168
    assert name in estimated(bill)


def test_computed_sizes_are_estimates() -> None:
    assert estimated(bill_of("aws_db_instance", MYSQL | {"instance_class": "db.m5.2xlarge"}))
    assert not estimated(bill_of("aws_db_instance", MYSQL))


def test_performance_insights_beyond_seven_days() -> None:
    on = MYSQL | {"performance_insights_enabled": True, "performance_insights_retention_period": 731}
    name = "Performance Insights Long Term Retention ({})"
    large = bill_of("aws_db_instance", on)
    assert lines(large)[name.format("db.t3.large")] == (2, Decimal("2.95"))
    assert name.format("db.t3.large") not in estimated(large)
    assert name.format("db.r5.large") in estimated(bill_of("aws_db_instance", on | {"instance_class": "db.r5.large"}))
    free = bill_of("aws_db_instance", on | {"performance_insights_retention_period": 7})
    assert name.format("db.t3.large") not in lines(free)


def test_an_old_version_costs_support_on_both_zones() -> None:
    bill = bill_of("aws_db_instance", MYSQL | {"engine_version": "5.7.44", "multi_az": True})
    assert lines(bill)["Extended support (year 3)"] == (2 * 2 * 730, Decimal("0.2"))


def test_credits_by_vcpu() -> None:
    bill = bill_of("aws_db_instance", MYSQL, {"monthly_cpu_credit_hrs": 24})
    assert lines(bill)["CPU credits"] == (48, Decimal("0.075"))


def test_a_replica_takes_engine_and_size_from_its_source() -> None:
    source = other("aws_db_instance", "main", **MYSQL | {"allocated_storage": 100})
    refers = {"replicate_source_db": (source.address,)}
    bill = bill_of("aws_db_instance", {"instance_class": "db.t3.large"}, others=[source], references=refers)
    assert lines(bill)[INSTANCE] == (730, Decimal("0.136"))
    assert lines(bill)["Storage (general purpose SSD, gp2)"] == (100, Decimal("0.115"))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"instance_class": "db.t3.large"}, "the engine or class is that of a snapshot or another database"),
        (
            MYSQL | {"allocated_storage": None, "snapshot_identifier": "s"},
            "the size of the storage is that of the snapshot",
        ),
        (MYSQL | {"allocated_storage": -5}, "allocated_storage is negative: -5"),
        (MYSQL | {"dedicated_log_volume": True}, "no price for a dedicated log volume"),
        (MYSQL | {"storage_type": "io9"}, "no price for storage of type io9"),
    ],
)
def test_what_is_not_known_is_said(values: dict[str, Any], why: str) -> None:
    assert bill_of("aws_db_instance", values).missing == [why]
