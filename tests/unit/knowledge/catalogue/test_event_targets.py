"""What EventBridge can start, and what each target needs."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, sids_of, statements_of


@pytest.mark.parametrize("starter", ["eventbridge", "scheduler"])
@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("step_functions", "states:StartExecution"),
        ("kinesis", "kinesis:PutRecord"),
        ("firehose", "firehose:PutRecord"),
        ("ecs", "ecs:RunTask"),
    ],
)
def test_a_role_may_start_the_target_and_nothing_else(starter: str, kind: str, action: str) -> None:
    built = composed(part("nightly", starter), part("job", kind), relations=["nightly triggers job"])
    label = "nightly_scheduler" if starter == "scheduler" and kind != "ecs" else "nightly_events"
    statements = statements_of(built, label)
    assert action in {name for one in statements for name in one["actions"]}
    assert all(one["resources"] != ["*"] for one in statements)


@pytest.mark.parametrize(("kind", "document"), [("sqs", "job_queue"), ("sns", "job_topic")])
def test_queues_and_topics_let_the_rule_in(kind: str, document: str) -> None:
    built = composed(part("nightly", "eventbridge"), part("job", kind), relations=["nightly sends job"])
    assert "FromRuleNightly" in sids_of(built, document)
    assert "role_arn" not in body_of(built, "aws_cloudwatch_event_target")


def test_a_function_gets_a_permission_for_the_rule() -> None:
    built = composed(part("nightly", "eventbridge"), part("job", "lambda"), relations=["nightly triggers job"])
    permission = body_of(built, "aws_lambda_permission")
    assert permission["principal"] == "events.amazonaws.com"
    assert permission["source_arn"] == Ref("aws_cloudwatch_event_rule.nightly", "arn")


def test_a_task_runs_in_private_subnets_and_its_roles_may_be_passed() -> None:
    built = composed(part("nightly", "eventbridge"), part("job", "ecs"), relations=["nightly triggers job"])
    block = body_of(built, "aws_cloudwatch_event_target")["ecs_target"]
    assert block["network_configuration"]["assign_public_ip"] is False
    passed = next(one for one in statements_of(built, "nightly_events") if "iam:PassRole" in one["actions"])
    assert passed["condition"][0]["values"] == ["ecs-tasks.amazonaws.com"]


def test_a_fifo_queue_gets_a_message_group() -> None:
    built = composed(part("nightly", "eventbridge"), part("job", "sqs", fifo=True), relations=["nightly sends job"])
    assert body_of(built, "aws_cloudwatch_event_target")["sqs_target"] == {"message_group_id": "nightly"}


def test_what_cannot_be_started_is_said() -> None:
    built = composed(part("nightly", "eventbridge"), part("table", "dynamodb"), relations=["nightly triggers table"])
    assert not all_of(built, "aws_cloudwatch_event_target")
    assert [one.conflict for one in built.settled] == ["nightly should start table"]


def test_two_targets_share_the_rules_role_with_statements_of_their_own() -> None:
    built = composed(
        part("nightly", "eventbridge"), part("flow", "step_functions"), part("clicks", "kinesis"),
        relations=["nightly triggers flow", "nightly sends clicks"],
    )  # fmt: skip
    assert sids_of(built, "nightly_events") == ["StartFlow", "UseKey", "StartClicks"]
    assert len(all_of(built, "aws_cloudwatch_event_target")) == 2
