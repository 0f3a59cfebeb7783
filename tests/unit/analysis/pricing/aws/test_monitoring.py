from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines, other

METRICS = [{"metric": [{"period": 60}]}, {"expression": "a/b"}, {"metric": [{"period": 60}]}]


@pytest.mark.parametrize(
    ("values", "name", "count", "month"),
    [
        ({}, "Standard resolution", 1, "0.10"),
        ({"period": 10}, "High resolution", 1, "0.30"),
        ({"metric_query": METRICS}, "Standard resolution", 2, "0.20"),
        ({"threshold_metric_id": "ad1", "period": 300}, "Standard resolution anomaly detection", 3, "0.30"),
        ({"threshold_metric_id": "ad1", "period": 30}, "High resolution anomaly detection", 3, "0.90"),
    ],
)
def test_an_alarm_costs_by_metric_and_resolution(values: dict[str, Any], name: str, count: int, month: str) -> None:
    bill = bill_of("aws_cloudwatch_metric_alarm", values, region="eu-south-2")
    assert lines(bill)[name][0] == count
    assert baseline(bill) == Decimal(month)
    assert not estimated(bill)


def test_a_log_group_is_its_use() -> None:
    use = {"monthly_data_ingested_gb": 10, "storage_gb": 100, "monthly_data_scanned_gb": 200}
    assert by_usage(bill_of("aws_cloudwatch_log_group", {}, use)) == Decimal("9.00")  # 5 + 3 + 1
    rare = bill_of("aws_cloudwatch_log_group", {"log_group_class": "INFREQUENT_ACCESS"}, use)
    assert rare.missing == ["no prices for the log class INFREQUENT_ACCESS"]


def test_a_dashboard_by_the_month() -> None:
    assert baseline(bill_of("aws_cloudwatch_dashboard", {})) == Decimal("3.00")


DATA = {"advanced_event_selector": [{"field_selector": [{"field": "eventCategory", "equals": ["Data"]}]}]}


@pytest.mark.parametrize(
    ("values", "assumed"),
    [
        ({}, set()),
        ({"event_selector": [{"read_write_type": "All"}]}, set()),
        ({"event_selector": [{"data_resource": [{"type": "AWS::S3::Object"}]}]}, {"Data events"}),
        (DATA, {"Data events"}),
        ({"insight_selector": [{"insight_type": "ApiCallRateInsight"}]}, {"Insight events"}),
    ],
)
def test_events_are_assumed_as_far_as_a_trail_records_them(values: dict[str, Any], assumed: set[str]) -> None:
    assert set(lines(bill_of("aws_cloudtrail", values, assume="medium"))) == assumed


def test_a_second_trail_pays_for_management_events() -> None:
    bill = bill_of("aws_cloudtrail", {}, assume="medium", others=[other("aws_cloudtrail")])
    assert not lines(bill)  # this one is the first
    told = bill_of("aws_cloudtrail", {}, {"monthly_additional_management_events": 300_000})
    assert by_usage(told) == Decimal("6.00")


def test_evaluations_in_tiers() -> None:
    bill = bill_of("aws_config_config_rule", {}, {"monthly_rule_evaluations": 600_000})
    assert [int(one.quantity) for one in bill.components] == [100_000, 400_000, 100_000]
    assert by_usage(bill) == Decimal("470.00")  # 100 + 320 + 50


def test_daily_records_have_no_known_price() -> None:
    daily = {"recording_mode": [{"recording_frequency": "DAILY"}]}
    bill = bill_of("aws_config_configuration_recorder", daily, {"monthly_config_items": 5})
    assert bill.missing == ["no price for daily records of configuration items"]
