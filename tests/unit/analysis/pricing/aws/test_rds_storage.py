from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import bill_of, estimated, lines

MYSQL: dict[str, Any] = {"engine": "mysql", "instance_class": "db.t3.large", "allocated_storage": 20}


@pytest.mark.parametrize(
    ("values", "line", "expected"),
    [
        ({"allocated_storage": 400, "iops": 14_000}, "Provisioned GP3 IOPS (above 12,000)", (2000, "0.02")),
        (
            {"allocated_storage": 400, "iops": 14_000, "multi_az": True},
            "Provisioned GP3 IOPS (above 12,000)",
            (2000, "0.04"),
        ),
        ({"allocated_storage": 399, "iops": 4000}, "Provisioned GP3 IOPS (above 3,000)", (1000, "0.02")),
        ({"allocated_storage": 400, "iops": 12_000}, "Provisioned GP3 IOPS (above 12,000)", None),
    ],
)
def test_gp3_is_paid_beyond_what_it_includes(
    values: dict[str, Any], line: str, expected: tuple[int, str] | None
) -> None:
    found = lines(bill_of("aws_db_instance", MYSQL | {"storage_type": "gp3"} | values)).get(line)
    assert found == (expected and (Decimal(expected[0]), Decimal(expected[1])))


@pytest.mark.parametrize(("size", "more"), [(500, 400), (100, 775)])
def test_gp3_throughput_beyond_what_it_includes_is_estimated(size: int, more: int) -> None:
    values = {"storage_type": "gp3", "allocated_storage": size, "storage_throughput": 900}
    bill = bill_of("aws_db_instance", MYSQL | values)
    assert lines(bill)["Provisioned GP3 throughput"] == (more, Decimal("0.08"))
    assert estimated(bill) == {"Provisioned GP3 throughput"}


def test_backups_where_they_are_kept_and_never_assumed_larger_than_the_database() -> None:
    kept = MYSQL | {"backup_retention_period": 7}
    name = "Additional backup storage"
    assert name not in lines(bill_of("aws_db_instance", MYSQL, assume="medium"))
    assert lines(bill_of("aws_db_instance", kept, assume="medium"))[name] == (20, Decimal("0.095"))
    told = bill_of("aws_db_instance", kept, {"additional_backup_storage_gb": 1000})
    assert lines(told)[name] == (1000, Decimal("0.095"))


def test_sql_server_is_never_striped_and_oracle_earlier() -> None:
    values = {"storage_type": "gp3", "allocated_storage": 400, "iops": 14_000}
    server = lines(bill_of("aws_db_instance", MYSQL | values | {"engine": "sqlserver-ex"}))
    assert server["Provisioned GP3 IOPS (above 3,000)"][0] == 11_000
    oracle = MYSQL | values | {"engine": "oracle-se2", "allocated_storage": 200}
    assert lines(bill_of("aws_db_instance", oracle))["Provisioned GP3 IOPS (above 12,000)"][0] == 2000
