from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines


@pytest.mark.parametrize(
    ("values", "unit", "price"),
    [
        ({"command": [{"name": "pythonshell"}]}, "hours (0.0625 DPUs)", "0.0275"),
        ({"command": [{"name": "pythonshell"}], "max_capacity": 1}, "hours (1 DPU)", "0.44"),
        ({}, "hours (10 DPUs)", "4.4"),
        ({"worker_type": "G.2X", "number_of_workers": 10}, "hours (20 DPUs)", "8.8"),
        ({"worker_type": "G.1X", "number_of_workers": 3}, "hours (3 DPUs)", "1.32"),
        ({"worker_type": "G.025X", "number_of_workers": 2}, "hours (0.5 DPUs)", "0.22"),
    ],
)
def test_a_job_at_the_price_of_its_units(values: dict[str, Any], unit: str, price: str) -> None:
    (line,) = bill_of("aws_glue_job", values, {"monthly_hours": 60}).components
    assert (line.unit, line.unit_price, line.quantity) == (unit, Decimal(price), Decimal(60))
    assert line.usage


def test_catalogue_and_crawler() -> None:
    catalogue = bill_of("aws_glue_catalog_database", {}, {"monthly_objects": 300_000, "monthly_requests": 2_000_000})
    assert by_usage(catalogue) == Decimal("5.00")
    assert by_usage(bill_of("aws_glue_crawler", {}, {"monthly_hours": 10})) == Decimal("4.40")


def test_athena_costs_by_what_is_scanned() -> None:
    silent = bill_of("aws_athena_workgroup", {"name": "w"}, assume="medium")
    assert silent.cost() is None
    assert silent.notes
    told = bill_of("aws_athena_workgroup", {}, {"monthly_data_scanned_tb": 3})
    assert lines(told) == {"Data scanned": (3, Decimal(5))}
    assert estimated(told)


@pytest.mark.parametrize(
    ("values", "use", "cents", "used"),
    [
        ({}, {}, "357.70", "0.00"),
        ({"environment_class": "mw1.medium", "min_workers": 3}, {}, "700.80", "0.00"),  # 540.20 + 2 × 730 × 0.11
        ({"schedulers": 3}, {}, "397.85", "0.00"),  # one more than two: 730 × 0.055
        ({"environment_class": "mw1.large"}, {"additional_workers": 2.5, "meta_database_gb": 1000}, "722.70", "501.50"),
        ({"min_workers": 2}, {"additional_workers": 3}, "397.85", "80.30"),  # one always, two more by use
    ],
)
def test_an_airflow_environment(values: dict[str, Any], use: dict[str, Any], cents: str, used: str) -> None:
    bill = bill_of("aws_mwaa_environment", values, use)
    assert (baseline(bill), by_usage(bill)) == (Decimal(cents), Decimal(used))


def test_an_airflow_size_without_a_price() -> None:
    assert "no price for Environment (Xlarge) in us-east-1" in bill_of(
        "aws_mwaa_environment", {"environment_class": "mw1.xlarge"}
    ).missing  # fmt: skip


@pytest.mark.parametrize(
    ("values", "cents", "guessed"),
    [
        ({"replication_instance_class": "dms.t2.micro", "allocated_storage": 20}, "13.14", False),
        ({"replication_instance_class": "dms.t2.micro", "allocated_storage": 70, "multi_az": True}, "30.88", False),
        ({"replication_instance_class": "dms.t2.small"}, "26.28", True),
    ],
)
def test_a_replication_instance(values: dict[str, Any], cents: str, guessed: bool) -> None:
    bill = bill_of("aws_dms_replication_instance", values)
    assert baseline(bill) == Decimal(cents)
    assert bool(estimated(bill)) is guessed


def test_flexible_execution_is_derived() -> None:
    bill = bill_of("aws_glue_job", {"max_capacity": 10, "execution_class": "FLEX"}, {"monthly_hours": 10})
    assert by_usage(bill) == Decimal("29.00")
    assert estimated(bill)
