from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines, other

USE = {"monthly_requests": 10_000_000, "request_duration_ms": 200}


def test_a_function_is_requests_and_gigabyte_seconds() -> None:
    bill = bill_of("aws_lambda_function", {"memory_size": 256}, USE)
    assert lines(bill) == {
        "Requests": (10, Decimal("0.2")),
        "Duration": (500_000, Decimal("0.0000166667")),  # 10M × 0.2 s × 0.25 GB
    }
    assert by_usage(bill) == Decimal("10.33")  # 2 + 8.33
    assert bill.size == "256 MB"


@pytest.mark.parametrize(
    ("values", "duration"),
    [
        ({}, {"Duration": 250_000}),  # 128 MB where nothing is said
        ({"architectures": ["arm64"]}, {"Duration (first 7.5B)": 250_000}),
        ({"memory_size": 1024, "ephemeral_storage": [{"size": 512}]}, {"Duration": 2_000_000}),
        ({"ephemeral_storage": [{"size": 1024}]}, {"Duration": 250_000, "Ephemeral storage": 1_000_000}),
    ],
)
def test_duration_by_memory_architecture_and_storage(values: dict[str, Any], duration: dict[str, int]) -> None:
    found = {name: quantity for name, (quantity, _) in lines(bill_of("aws_lambda_function", values, USE)).items()}
    assert found == {"Requests": 10} | duration


def test_durations_round_up_to_a_millisecond() -> None:
    found = lines(bill_of("aws_lambda_function", {"memory_size": 1024}, USE | {"request_duration_ms": "0.2"}))
    assert "Duration" not in found  # told in words: not a number, and nothing is assumed
    found = lines(bill_of("aws_lambda_function", {"memory_size": 1024}, USE | {"request_duration_ms": 0.2}))
    assert found["Duration"][0] == 10_000


def test_prices_are_the_same_in_most_regions() -> None:
    assert not estimated(bill_of("aws_lambda_function", {}, USE, region="eu-central-1"))
    assert estimated(bill_of("aws_lambda_function", {}, USE, region="sa-east-1"))


def test_a_function_at_the_edge_is_not_priced_like_another() -> None:
    edge = PlannedResource(
        "aws_cloudfront_distribution.cdn", "aws_cloudfront_distribution", "cdn",
        references={"default_cache_behavior.lambda_function_association.lambda_arn": ("aws_lambda_function.this",)},
    )  # fmt: skip
    bill = bill_of("aws_lambda_function", {}, USE, others=[edge])
    assert not bill.components
    assert "Lambda@Edge" in bill.missing[0]


def test_memory_that_is_known_after_apply_is_not_guessed() -> None:
    bill = bill_of(
        "aws_lambda_function", {}, USE, unknown={"memory_size": True}, references={"memory_size": ("random_integer.m",)}
    )
    assert bill.missing == ["memory_size is known only after apply"]


@pytest.mark.parametrize(("architectures", "factor", "derived"), [(["arm64"], "1", 0), (["x86_64"], "1.25", 1)])
def test_provisioned_concurrency_is_paid_all_month(architectures: list[str], factor: str, derived: int) -> None:
    function = other("aws_lambda_function", memory_size=512, architectures=architectures)
    bill = bill_of(
        "aws_lambda_provisioned_concurrency_config",
        {"provisioned_concurrent_executions": 4},
        others=[function],
        references={"function_name": ("aws_lambda_function.that",)},
    )
    quantity, price = lines(bill)["Provisioned Concurrency"]
    assert quantity == 730 * 3600 * 2  # 4 × 0.5 GB
    assert price == Decimal("0.000003333") * Decimal(factor)
    assert baseline(bill) == (quantity * price).quantize(Decimal("0.01"))
    assert len(estimated(bill)) == derived


def test_provisioned_concurrency_as_the_usage_file_tells() -> None:
    use = {"monthly_duration_hrs": 100, "memory_mb": 1024, "architecture": "arm64", **USE}
    bill = bill_of("aws_lambda_provisioned_concurrency_config", {"provisioned_concurrent_executions": 2}, use)
    assert {name: quantity for name, (quantity, _) in lines(bill).items()} == {
        "Provisioned Concurrency": 720_000,
        "Duration": 2_000_000,
        "Requests": 10,
    }
    assert not estimated(bill)
