"""Log groups."""

from typing import Any

import pytest

from app.domain.resources import Ref, Var
from app.knowledge.catalogue.cloudwatch_logs import KEPT, allowed_retention
from tests.unit.knowledge.catalogue.composed import BOTH, all_of, body_of, composed, part

GROUP = "aws_cloudwatch_log_group"


@pytest.mark.parametrize(("days", "kept"), [(1, 1), (2, 3), (45, 60), (365, 365), (2190, 2192), (99999, 3653)])
def test_retention_is_one_that_is_accepted(days: int, kept: int) -> None:
    assert allowed_retention(days) == kept
    assert kept in KEPT


@pytest.mark.parametrize(("settings", "days"), [({}, Var("app_retention")), ({"retention": 45}, 60)])
def test_a_group_is_encrypted_and_expires(settings: dict[str, Any], days: Any) -> None:
    group = body_of(composed(part("app", "cloudwatch_logs", **settings), environments=BOTH), GROUP)
    assert group["retention_in_days"] == days
    assert group["kms_key_id"] == Ref("aws_kms_key.main", "arn")


def test_a_pattern_becomes_a_metric() -> None:
    built = composed(part("app", "cloudwatch_logs", pattern="ERROR"))
    found = body_of(built, "aws_cloudwatch_log_metric_filter")
    assert (found["pattern"], found["metric_transformation"]["name"]) == ("ERROR", "AppMatches")


@pytest.mark.parametrize(
    ("kind", "needs"), [("lambda", "aws_lambda_permission"), ("kinesis", "aws_iam_role"), ("firehose", "aws_iam_role")]
)
def test_what_is_logged_is_sent_on(kind: str, needs: str) -> None:
    built = composed(part("app", "cloudwatch_logs"), part("target", kind), relations=["app sends target"])
    subscription = body_of(built, "aws_cloudwatch_log_subscription_filter")
    assert subscription["destination_arn"].path == "arn"
    assert ("role_arn" in subscription) == (needs == "aws_iam_role")
    assert all_of(built, needs)
