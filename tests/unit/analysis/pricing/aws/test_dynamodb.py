from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines, other

PROVISIONED: dict[str, Any] = {"name": "orders", "read_capacity": 30, "write_capacity": 20}


def test_provisioned_capacity_is_the_default_and_needs_no_use() -> None:
    bill = bill_of("aws_dynamodb_table", PROVISIONED)
    assert lines(bill) == {
        "Write capacity unit (WCU)": (20, Decimal("0.4745")),
        "Read capacity unit (RCU)": (30, Decimal("0.0949")),
    }
    assert baseline(bill) == Decimal("12.34")  # 20 × 0.4745 + 30 × 0.0949


def test_each_index_has_capacity_of_its_own() -> None:
    index = {"name": "by-day", "read_capacity": 3, "write_capacity": 2}
    found = lines(bill_of("aws_dynamodb_table", PROVISIONED | {"global_secondary_index": [index]}))
    assert found["global_secondary_index by-day > Write capacity unit (WCU)"][0] == 2
    assert found["global_secondary_index by-day > Read capacity unit (RCU)"][0] == 3


def test_scaled_capacity_counts_with_its_least() -> None:
    target = other("aws_appautoscaling_target", scalable_dimension="dynamodb:table:ReadCapacityUnits",
                   resource_id="table/orders", min_capacity=5, max_capacity=90)  # fmt: skip
    found = lines(bill_of("aws_dynamodb_table", PROVISIONED, others=[target]))
    assert found["Read capacity unit (RCU, autoscaling)"][0] == 5
    assert found["Write capacity unit (WCU)"][0] == 20


def test_on_demand_is_use_alone() -> None:
    values = {"name": "t", "billing_mode": "PAY_PER_REQUEST", "read_capacity": 9}
    bill = bill_of("aws_dynamodb_table", values, {"monthly_write_request_units": 1_000_000, "storage_gb": 4})
    assert baseline(bill) == 0
    assert set(lines(bill)) == {"Write request unit (WRU)", "Data storage"}
    assert by_usage(bill) == Decimal("1.63")  # a million writes 0.627, 4 × 0.25


@pytest.mark.parametrize(
    ("values", "charged"),
    [
        ({}, set()),
        ({"point_in_time_recovery": [{"enabled": True}]}, {"Point-In-Time Recovery (PITR) backup storage"}),
        ({"stream_enabled": True}, {"Streams read request unit (sRRU)"}),
    ],
)
def test_recovery_and_streams_are_assumed_where_they_are_on(values: dict[str, Any], charged: set[str]) -> None:
    found = lines(bill_of("aws_dynamodb_table", {"billing_mode": "PAY_PER_REQUEST"} | values, assume="medium"))
    assert set(found) - {"Data storage", "Write request unit (WRU)", "Read request unit (RRU)"} == charged


@pytest.mark.parametrize(
    ("values", "line", "quantity"),
    [
        (PROVISIONED, "Global table (us-east-2) > Replicated write capacity unit (rWCU)", 20),
        (
            {"billing_mode": "PAY_PER_REQUEST"},
            "Global table (us-east-2) > Replicated write request unit (rWRU)",
            3_000_000,
        ),
    ],
)
def test_a_replica_is_written_and_stores_at_its_regions_price(values: dict[str, Any], line: str, quantity: int) -> None:
    use = {"monthly_write_request_units": 3_000_000, "storage_gb": 10}
    found = lines(bill_of("aws_dynamodb_table", values | {"replica": [{"region_name": "us-east-2"}]}, use))
    assert found[line][0] == quantity
    assert found["Global table (us-east-2) > Data storage"] == (10, Decimal("0.25"))


def test_infrequent_access_is_derived() -> None:
    bill = bill_of(
        "aws_dynamodb_table", PROVISIONED | {"table_class": "STANDARD_INFREQUENT_ACCESS"}, {"storage_gb": 100}
    )
    assert lines(bill)["Data storage"] == (100, Decimal("0.100"))
    assert estimated(bill) == set(lines(bill))
