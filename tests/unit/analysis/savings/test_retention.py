"""Objects, images and logs that are kept."""

from typing import Any

import pytest

from tests.unit.analysis.savings.stacks import dollars, resource, savings

BUCKET = {"aws_s3_bucket.a": {"standard": {"storage_gb": 1000}}}


def test_a_bucket_without_a_lifecycle_has_cheaper_classes() -> None:
    """Half of 1,000 GB × (0.023 − 0.0125)."""
    (found,) = savings(resource("aws_s3_bucket.a"), measured=BUCKET)
    assert (found.rule, dollars(found.monthly)) == ("s3-lifecycle", "5.25")
    assert "INTELLIGENT_TIERING (4.60 USD)" in found.caveat


@pytest.mark.parametrize(
    ("values", "others", "measured"),
    [
        ({"lifecycle_rule": [{"enabled": True}]}, [], BUCKET),
        ({}, [resource("aws_s3_bucket_lifecycle_configuration.a", {"bucket": ("aws_s3_bucket.a",)})], BUCKET),
        ({}, [], {}),
    ],
)
def test_a_lifecycle_or_no_objects_is_nothing_to_save(values: dict[str, Any], others: list[Any], measured: Any) -> None:
    assert savings(resource("aws_s3_bucket.a", **values), *others, measured=measured) == []


def test_images_are_kept_for_ever_without_a_policy() -> None:
    measured = {"aws_ecr_repository.a": {"storage_gb": 100}}
    (found,) = savings(resource("aws_ecr_repository.a"), measured=measured)
    assert (found.rule, dollars(found.monthly)) == ("ecr-lifecycle", "8.00")
    policy = resource("aws_ecr_lifecycle_policy.a", {"repository": ("aws_ecr_repository.a",)})
    assert savings(resource("aws_ecr_repository.a"), policy, measured=measured) == []


@pytest.mark.parametrize(
    ("values", "rule", "days", "monthly"),
    [
        ({"tags": {"env": "dev"}}, "logs-retention", "90", "15.00"),
        ({"tags": {"env": "prod"}}, "logs-retention-year", "365", "7.50"),
        ({"retention_in_days": 0}, "logs-retention-year", "365", "7.50"),
        ({"retention_in_days": 30}, "", "", ""),
    ],
)
def test_logs_get_an_end(values: dict[str, Any], rule: str, days: str, monthly: str) -> None:
    measured = {"aws_cloudwatch_log_group.a": {"storage_gb": 1000}}
    found = savings(resource("aws_cloudwatch_log_group.a", **values), measured=measured)
    assert [(one.rule, one.edits[0].value, dollars(one.monthly)) for one in found] == (
        [(rule, days, monthly)] if rule else []
    )


def test_logs_that_are_filtered_stay_in_their_class() -> None:
    measured = {"aws_cloudwatch_log_group.a": {"monthly_data_ingested_gb": 100}}
    group = resource("aws_cloudwatch_log_group.a", retention_in_days=30, log_group_class="INFREQUENT_ACCESS")
    assert savings(group, measured=measured) == []
