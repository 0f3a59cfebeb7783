"""Alarms."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, sids_of

ALARM = "aws_cloudwatch_metric_alarm"


def test_each_joined_service_gets_the_alarms_it_needs() -> None:
    built = composed(
        part("ops", "cloudwatch_alarm"), part("resize", "lambda"), part("jobs", "sqs"),
        relations=["ops monitors resize", "ops monitors jobs"],
    )  # fmt: skip
    names = {one.body["metric_name"] for one in all_of(built, ALARM).values()}
    assert names == {"Errors", "Throttles", "ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"}
    first = body_of(built, ALARM, "ops")
    assert first["dimensions"] == {"FunctionName": Ref("aws_lambda_function.resize", "function_name")}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"metric": "cpu", "threshold": 70}, {"metric_name": "CPUUtilization", "threshold": 70}),
        ({"metric": "FreeStorageSpace"}, {"comparison_operator": "LessThanThreshold", "namespace": "AWS/RDS"}),
        ({"metric": "cpu", "period": 60, "evaluation_periods": 5}, {"period": 60, "evaluation_periods": 5}),
    ],
)
def test_a_stated_metric_is_the_only_one(settings: dict[str, Any], expected: dict[str, Any]) -> None:
    built = composed(part("ops", "cloudwatch_alarm", **settings), part("shop", "rds"), relations=["ops monitors shop"])
    alarm = body_of(built, ALARM)
    assert {name: alarm[name] for name in expected} == expected


def test_the_whole_stack_is_watched_when_nothing_was_joined() -> None:
    built = composed(part("ops", "cloudwatch_alarm"), part("orders", "dynamodb"), part("clicks", "kinesis"))
    assert {one.body["namespace"] for one in all_of(built, ALARM).values()} == {"AWS/DynamoDB", "AWS/Kinesis"}


def test_a_topic_hears_of_it() -> None:
    built = composed(
        part("ops", "cloudwatch_alarm"), part("jobs", "sqs"), part("pager", "sns"),
        relations=["ops monitors jobs", "ops sends pager"],
    )  # fmt: skip
    topic = Ref("aws_sns_topic.pager", "arn")
    assert all(one.body["alarm_actions"] == [topic] for one in all_of(built, ALARM).values())
    assert "FromAlarms" in sids_of(built, "pager_topic")


def test_alarms_do_not_mix_with_the_applications_topic() -> None:
    built = composed(part("ops", "cloudwatch_alarm", email="ops@example.com"), part("orders", "sns"))
    assert body_of(built, ALARM, "ops")["alarm_actions"] == [Ref("aws_sns_topic.alarms", "arn")]
    assert body_of(built, "aws_sns_topic_subscription")["endpoint"] == "ops@example.com"


def test_an_alarm_alone_still_has_a_metric() -> None:
    assert body_of(composed(part("ops", "cloudwatch_alarm")), ALARM)["metric_name"] == "CPUUtilization"


def test_what_triggers_an_alarm_is_watched() -> None:
    built = composed(part("ops", "cloudwatch_alarm"), part("jobs", "sqs"), relations=["jobs triggers ops"])
    assert body_of(built, ALARM, "ops")["dimensions"] == {"QueueName": Ref("aws_sqs_queue.jobs", "name")}
