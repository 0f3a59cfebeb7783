"""State machines."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part


def test_steps_stand_in_the_order_of_the_request() -> None:
    built = composed(
        part("flow", "step_functions"), part("check", "lambda"), part("store_it", "lambda"), part("done", "sns"),
        relations=("flow triggers check", "flow triggers store_it", "flow sends done"),
    )  # fmt: skip
    definition = body_of(built, "aws_sfn_state_machine")["definition"].value
    assert definition["StartAt"] == "Check"
    assert [definition["States"][name].get("Next") for name in ("Check", "StoreIt", "Done")] == [
        "StoreIt",
        "Done",
        None,
    ]
    assert definition["States"]["Done"]["End"] is True
    assert all(state["Retry"] for state in definition["States"].values())


def test_without_steps_it_passes_its_input_on() -> None:
    definition = body_of(composed(part("flow", "step_functions")), "aws_sfn_state_machine")["definition"].value
    assert definition["States"] == {"Start": {"Type": "Pass", "End": True}}


@pytest.mark.parametrize(
    ("kind", "resource", "action"),
    [
        ("lambda", "lambda:invoke", "lambda:InvokeFunction"),
        ("sqs", "sqs:sendMessage", "sqs:SendMessage"),
        ("sns", "sns:publish", "sns:Publish"),
        ("dynamodb", "dynamodb:putItem", "dynamodb:PutItem"),
        ("ecs", "ecs:runTask.sync", "ecs:RunTask"),
    ],
)
def test_each_step_is_allowed_what_it_calls(kind: str, resource: str, action: str) -> None:
    built = composed(part("flow", "step_functions"), part("target", kind), relations=("flow uses target",))
    definition = body_of(built, "aws_sfn_state_machine")["definition"].value
    assert definition["States"]["Target"]["Resource"].endswith(resource)
    statements = body_of(built, "aws_iam_policy_document", "flow")["statement"]
    assert action in {one for statement in statements for one in statement["actions"]}


def test_it_is_logged_traced_and_encrypted() -> None:
    body = body_of(composed(part("flow", "step_functions")), "aws_sfn_state_machine")
    assert body["logging_configuration"]["level"] == "ALL"
    assert body["tracing_configuration"] == {"enabled": True}
    assert body["encryption_configuration"]["kms_key_id"] == Ref("aws_kms_key.main", "arn")


def test_programs_that_nothing_else_starts_are_the_steps() -> None:
    built = composed(
        part("flow", "step_functions"), part("extract", "lambda"), part("transform", "ecs"), part("done", "sns"),
        relations=("flow sends done",),
    )  # fmt: skip
    definition = body_of(built, "aws_sfn_state_machine")["definition"].value
    assert list(definition["States"]) == ["Extract", "Transform", "Done"]
    assert "aws_ecs_service" not in {one.type for one in built.resources.resources}
