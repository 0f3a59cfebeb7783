"""What a policy reads as input."""

from typing import Any

from app.analysis.company import policy_input
from app.domain.plan import Plan, StackResult
from app.domain.planned import Planned, PlannedResource

CHANGE = {"address": "aws_sqs_queue.a", "type": "aws_sqs_queue", "change": {"actions": ["create"], "after": {"a": 1}}}


def _resource(module: str = "", **facts: Any) -> PlannedResource:
    prefix = f"{module}." if module else ""
    return PlannedResource(
        f"{prefix}aws_sqs_queue.a", "aws_sqs_queue", "a", module, provider="aws", values={"a": 1}, **facts
    )


def test_terraforms_own_document_is_left_as_it_is() -> None:
    document: dict[str, Any] = {"resource_changes": [], "configuration": {}, "variables": {}}
    assert policy_input(StackResult(".", "passed", plan_json=document)) == document


def test_without_one_it_is_made_in_the_same_form() -> None:
    planned = Planned(
        ".", (_resource(), _resource("module.a"), _resource('module.a.module.b["x.y"]'), _resource(mode="data"))
    )
    made = policy_input(StackResult(".", "passed", plan=Plan(1, 0, 0, (CHANGE,)), planned=planned))
    assert made["resource_changes"] == [CHANGE]
    root = made["planned_values"]["root_module"]
    assert [one["address"] for one in root["resources"]] == ["aws_sqs_queue.a"]
    assert root["resources"][0] == {
        "address": "aws_sqs_queue.a",
        "mode": "managed",
        "type": "aws_sqs_queue",
        "name": "a",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "values": {"a": 1},
    }
    (outer,) = root["child_modules"]
    assert outer["address"] == "module.a"
    assert [one["address"] for one in outer["resources"]] == ["module.a.aws_sqs_queue.a"]
    (inner,) = outer["child_modules"]
    assert inner["address"] == 'module.a.module.b["x.y"]'
    assert len(inner["resources"]) == 1


def test_a_stack_without_a_graph_has_an_empty_tree() -> None:
    assert policy_input(StackResult(".", "passed"))["planned_values"] == {"root_module": {}}
