from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, lines, other

ON_DEMAND = {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]}
CONSUMER = PlannedResource(
    "aws_kinesis_stream_consumer.c", "aws_kinesis_stream_consumer", "c",
    references={"stream_arn": ("aws_kinesis_stream.this",)},
)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "cents"),
    [({}, "10.95"), ({"shard_count": 4}, "43.80"), (ON_DEMAND, "29.20"), ({"shard_count": 0}, "0.00")],
)
def test_a_stream_by_the_hour(values: dict[str, Any], cents: str) -> None:
    assert baseline(bill_of("aws_kinesis_stream", values)) == Decimal(cents)


def test_prices_that_depend_on_the_mode() -> None:
    use = {f"monthly_{mode}_{key}_gb": 1 for mode in ("on_demand", "provisioned") for key in
           ("efo_data_out", "extended_retention")}  # fmt: skip
    data, kept = "Enhanced Fan Out (EFO) Data retrieval", "Extended retention (24H to 7D)"
    demand, bought = lines(bill_of("aws_kinesis_stream", ON_DEMAND, use)), lines(bill_of("aws_kinesis_stream", {}, use))
    assert (demand[data][1], demand[kept][1]) == (Decimal("0.05"), Decimal("0.1"))
    assert (bought[data][1], bought[kept][1]) == (Decimal("0.013"), Decimal("0.02"))


def test_consumers_of_the_stack_are_paid_for_each_shard() -> None:
    bill = bill_of("aws_kinesis_stream", {"shard_count": 4}, others=[CONSUMER])
    assert lines(bill)["Enhanced Fan Out (EFO)"] == (4 * 730, Decimal("0.015"))
    told = bill_of(
        "aws_kinesis_stream", {"shard_count": 4}, {"monthly_provisioned_efo_consumer_hours": 5}, others=[CONSUMER]
    )
    assert lines(told)["Enhanced Fan Out (EFO)"][0] == 5


def test_a_consumer_alone() -> None:
    assert bill_of("aws_kinesis_stream_consumer", {"stream_arn": "arn:x"}).missing
    stream = other("aws_kinesis_stream")
    refers = {"stream_arn": (stream.address,)}
    bill = bill_of("aws_kinesis_stream_consumer", {}, others=[stream], references=refers)
    assert not bill.missing
    assert bill.cost() is None


@pytest.mark.parametrize(("hours", "extended", "long"), [(24, False, False), (48, True, False), (8760, True, True)])
def test_retention_is_assumed_where_it_is_set(hours: int, extended: bool, long: bool) -> None:
    found = lines(bill_of("aws_kinesis_stream", {"retention_period": hours}, assume="medium"))
    assert ("Extended retention (24H to 7D)" in found) is extended
    assert ("Long term retention (7D+)" in found) is long


def test_deliveries_over_tiers_in_order() -> None:
    bill = bill_of(
        "aws_kinesis_firehose_delivery_stream", {}, {"monthly_data_ingested_gb": 7_000_000}, region="eu-west-2"
    )
    assert {name: amount for name, (amount, _) in lines(bill).items()} == {
        "Data ingested (first 500TB)": 512_000,
        "Data ingested (next 1.5PB)": 1_536_000,
        "Data ingested (next 3PB)": 4_952_000,
    }
    assert by_usage(bill) == Decimal("182848.00")


def test_deliveries_into_a_vpc_and_conversion() -> None:
    network = {"vpc_config": [{"subnet_ids": ["a", "b"]}]}
    conversion = {"data_format_conversion_configuration": [{"enabled": False}]}
    values = {"opensearch_configuration": [network], "extended_s3_configuration": [conversion]}
    bill = bill_of("aws_kinesis_firehose_delivery_stream", values, {"monthly_data_ingested_gb": 10}, region="eu-west-2")
    found = lines(bill)
    assert found["VPC AZ delivery"] == (1460, Decimal("0.011"))
    assert found["VPC data"] == (10, Decimal("0.01"))
    assert "Format conversion" not in found
    assert baseline(bill) == Decimal("16.06")


def test_flink_has_an_orchestrating_unit_and_storage() -> None:
    flink = bill_of("aws_kinesisanalyticsv2_application", {"runtime_environment": "FLINK-1_18"},
                    {"kinesis_processing_units": 10}, region="eu-west-2")  # fmt: skip
    assert baseline(flink) == Decimal("92.71")
    assert lines(flink)["Running storage"] == (500, Decimal("0.116"))
    sql = bill_of("aws_kinesisanalyticsv2_application", {"runtime_environment": "SQL-1_0"},
                  {"kinesis_processing_units": 10}, region="eu-west-2")  # fmt: skip
    assert set(lines(sql)) == {"Processing (stream)"}
