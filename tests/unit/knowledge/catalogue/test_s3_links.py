"""What relations mean for buckets."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part, sids_of, text_of


@pytest.mark.parametrize(
    ("kind", "block", "argument", "needs"),
    [
        ("lambda", "lambda_function", "lambda_function_arn", "aws_lambda_permission.target_from_uploads"),
        ("sqs", "queue", "queue_arn", "aws_sqs_queue_policy.target"),
        ("sns", "topic", "topic_arn", "aws_sns_topic_policy.target"),
    ],
)
def test_new_objects_are_told(kind: str, block: str, argument: str, needs: str) -> None:
    built = composed(part("uploads", "s3"), part("target", kind), relations=["uploads triggers target"])
    notification = all_of(built, "aws_s3_bucket_notification")["uploads"]
    assert notification.body[block][0]["events"] == ["s3:ObjectCreated:*"]
    assert isinstance(notification.body[block][0][argument], Ref)
    assert needs in notification.depends_on


def test_a_queue_lets_only_this_bucket_send() -> None:
    built = composed(part("uploads", "s3"), part("jobs", "sqs"), relations=["uploads sends jobs"])
    assert sids_of(built, "jobs_queue") == ["DenyInsecureTransport", "FromUploads"]


def test_what_s3_cannot_tell_goes_through_eventbridge() -> None:
    built = composed(part("uploads", "s3"), part("flow", "step_functions"), relations=["uploads triggers flow"])
    assert body_of(built, "aws_s3_bucket_notification", "uploads")["eventbridge"] is True
    assert "Object Created" in text_of(body_of(built, "aws_cloudwatch_event_rule", "uploads_created")["event_pattern"])


def test_a_rule_between_bucket_and_function_gets_the_pattern() -> None:
    built = composed(
        part("uploads", "s3"),
        part("created", "eventbridge"),
        part("resize", "lambda"),
        relations=["uploads triggers created", "created triggers resize"],
    )
    rule = body_of(built, "aws_cloudwatch_event_rule")
    assert "schedule_expression" not in rule
    assert "aws.s3" in text_of(rule["event_pattern"])


def test_access_logs_go_to_the_log_bucket_when_there_is_one() -> None:
    built = composed(part("uploads", "s3"), part("logs", "s3", purpose="logs"))
    assert body_of(built, "aws_s3_bucket_logging", "uploads")["target_bucket"] == Ref("aws_s3_bucket.logs")
    assert "AccessLogsOfUploads" in sids_of(built, "logs_bucket")
    assert "CKV_AWS_18" in accepted(built, "aws_s3_bucket.logs")


@pytest.mark.parametrize(
    ("settings", "frameworks", "logged"),
    [
        ({}, (), False),
        ({"access_logs": True}, (), True),
        ({}, ("hipaa",), True),
        ({"access_logs": False}, ("hipaa",), False),
    ],
)
def test_a_log_bucket_is_made_where_logs_are_wanted(
    settings: dict[str, Any], frameworks: tuple[str, ...], logged: bool
) -> None:
    built = composed(part("uploads", "s3", **settings), frameworks=frameworks)
    assert ("uploads" in all_of(built, "aws_s3_bucket_logging")) == logged
    assert len(all_of(built, "aws_s3_bucket")) == (2 if logged else 1)
    assert ("CKV_AWS_18" in accepted(built, "aws_s3_bucket.uploads")) != logged


def test_only_objects_with_the_stated_ending_are_told() -> None:
    built = composed(part("logs", "s3", event_suffix=".log"), part("jobs", "sqs"), relations=["logs triggers jobs"])
    assert body_of(built, "aws_s3_bucket_notification")["queue"][0]["filter_suffix"] == ".log"


@pytest.mark.parametrize("told", [True, False])
def test_a_bucket_that_nobody_listens_to_says_so(told: bool) -> None:
    built = composed(part("uploads", "s3"), part("jobs", "sqs"), relations=["uploads triggers jobs"] if told else [])
    assert ("CKV2_AWS_62" in accepted(built, "aws_s3_bucket.uploads")) != told


@pytest.mark.parametrize(
    ("settings", "environment", "explained"),
    [({}, "", True), ({}, "prod", True), ({"replication_region": "eu-west-1"}, "prod", False), ({}, "staging", False)],
)
def test_one_region_is_explained_in_production_and_weighed_elsewhere(
    settings: dict[str, Any], environment: str, explained: bool
) -> None:
    built = composed(part("uploads", "s3", **settings), environment=environment)
    assert ("CKV_AWS_144" in accepted(built, "aws_s3_bucket.uploads")) == explained
