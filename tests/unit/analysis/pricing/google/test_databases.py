from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated

HERE = "us-central1"


def instance(database: str = "POSTGRES_16", **settings: Any) -> Any:
    values = {"database_version": database, "settings": [settings]}
    return bill_of("google_sql_database_instance", values, {"backup_storage_gb": 10}, region=HERE)


@pytest.mark.parametrize(
    ("settings", "month"),
    [
        ({"tier": "db-f1-micro"}, "9.36"),  # 730 × 0.0105 + 10 × 0.17
        ({"tier": "db-f1-micro", "availability_type": "REGIONAL"}, "18.73"),
        ({"tier": "db-custom-4-15360", "disk_size": 100}, "214.25"),  # 4 × 730 × 0.0413 + 15 × 5.11 + 17
        ({"tier": "db-custom-6-20480"}, "284.79"),  # 6 × 730 × 0.0413 + 20 × 5.11 + 1.7
    ],
)
def test_instances_by_size_and_place(settings: dict[str, Any], month: str) -> None:
    bill = instance(**settings)
    assert baseline(bill) == Decimal(month)
    assert by_usage(bill) == Decimal("0.80")
    assert not estimated(bill)


@pytest.mark.parametrize(
    ("database", "settings", "why"),
    [
        ("SQLSERVER_2022_WEB", {"tier": "db-custom-1-3840"}, "no price for the licence of SQL Server"),
        ("MYSQL_8_0", {"edition": "ENTERPRISE_PLUS"}, "no price for the Enterprise Plus edition"),
        ("MYSQL_8_0", {"tier": "db-perf-optimized-N-2"}, "no price for db-perf-optimized-N-2"),
        (
            "MYSQL_8_0",
            {"tier": "db-f1-micro", "disk_type": "PD_HDD"},
            "no price for Storage (HDD, zonal) in us-central1",
        ),
    ],
)
def test_what_has_no_price_is_said(database: str, settings: dict[str, Any], why: str) -> None:
    assert instance(database, **settings).missing == [why]


@pytest.mark.parametrize(
    ("values", "month"),
    [
        ({"memory_size_gb": 4}, "143.08"),
        ({"memory_size_gb": 5}, "98.55"),
        ({"tier": "STANDARD_HA", "memory_size_gb": 12}, "402.96"),
        ({"tier": "STANDARD_HA", "memory_size_gb": 200}, "4380.00"),
    ],
)
def test_caches_by_the_gigabyte_of_their_tier(values: dict[str, Any], month: str) -> None:
    assert baseline(bill_of("google_redis_instance", values, region=HERE)) == Decimal(month)
