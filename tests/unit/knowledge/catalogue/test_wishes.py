"""Questions about the whole request."""

from typing import Any

import pytest

from app.domain.resources import Var
from tests.unit.knowledge.catalogue.composed import BOTH, all_of, body_of, composed, part


@pytest.mark.parametrize(
    ("settings", "expected"), [({}, Var("deletion_protection")), ({"deletion_protection": False}, False)]
)
def test_deletion_protection_is_on_until_someone_says_no(settings: dict[str, Any], expected: object) -> None:
    built = composed(part("orders", "dynamodb", **settings), environments=BOTH)
    assert body_of(built, "aws_dynamodb_table")["deletion_protection_enabled"] == expected
    defaults = {one.name: one.default for one in built.resources.variables}
    assert defaults.get("deletion_protection", True) is True


def test_a_named_type_is_honoured() -> None:
    plain = composed(part("orders", "kinesis"))
    asked = composed(part("orders", "kinesis"), part("reader", "aws_kinesis_stream_consumer"))
    kinds = [{one.type for one in built.resources.resources} for built in (plain, asked)]
    assert ["aws_kinesis_stream_consumer" in kind for kind in kinds] == [False, True]


@pytest.mark.parametrize(("frameworks", "days"), [((), 90), (("hipaa",), 365), (("pci",), 365)])
def test_frameworks_keep_old_versions_longer(frameworks: tuple[str, ...], days: int) -> None:
    built = composed(part("records", "s3"), frameworks=frameworks)
    rule = body_of(built, "aws_s3_bucket_lifecycle_configuration", "records")["rule"][0]
    assert rule["noncurrent_version_expiration"] == {"noncurrent_days": days}


@pytest.mark.parametrize(
    ("environment", "availability", "standby"), [("", "", True), ("dev", "", False), ("dev", "high", True)]
)
def test_a_standby_is_for_production_and_high_availability(environment: str, availability: str, standby: bool) -> None:
    built = composed(part("orders", "rds"), environment=environment, availability=availability)
    assert (body_of(built, "aws_db_instance")["multi_az"] is not False) == standby


LINKING = [
    ("eventbridge", "lambda", "aws_cloudwatch_event_target"),
    ("sns", "sqs", "aws_sns_topic_subscription"),
    ("s3", "lambda", "aws_s3_bucket_notification"),
    ("secrets_manager", "lambda", "aws_secretsmanager_secret_rotation"),
    ("cloudwatch_logs", "kinesis", "aws_cloudwatch_log_subscription_filter"),
    ("iam_policy", "iam_role", "aws_iam_role_policy_attachment"),
    ("iam_group", "iam_user", "aws_iam_group_membership"),
]


@pytest.mark.parametrize(("service", "other", "linking"), LINKING)
def test_a_named_linking_type_links_what_is_there(service: str, other: str, linking: str) -> None:
    built = composed(part("one", service), part("two", other), part("joined", linking))
    assert "joined" in all_of(built, linking)
    assert not built.resources.not_understood


@pytest.mark.parametrize(("service", "other", "linking"), LINKING)
def test_nothing_is_linked_that_nobody_asked_for(service: str, other: str, linking: str) -> None:
    assert not all_of(composed(part("one", service), part("two", other)), linking)
