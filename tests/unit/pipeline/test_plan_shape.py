"""What a plan from elsewhere must look like, and the place that is told where it does not."""

from copy import deepcopy
from typing import Any

import pytest

from app.pipeline.plan_shape import wrong_with

RESOURCE = {"address": "a_b.c", "type": "a_b", "name": "c", "mode": "managed", "values": {"x": 1}}
CALL = {"expressions": {"x": {}}, "module": {"resources": [{"address": "a_b.c", "expressions": {}}]}}
PLAN: dict[str, Any] = {
    "format_version": "1.2",
    "resource_changes": [
        {"address": "a_b.c", "type": "a_b", "mode": "managed", "change": {"actions": ["update"], "after": {"x": 1}}}
    ],
    "planned_values": {"root_module": {"resources": [RESOURCE], "child_modules": [{"resources": [dict(RESOURCE)]}]}},
    "prior_state": {"values": {"root_module": {"resources": [RESOURCE]}}},
    "configuration": {
        "provider_config": {"aws": {"expressions": {"region": {"constant_value": "us-east-1"}}}},
        "root_module": {"resources": [{"address": "a_b.c"}], "variables": {"v": {}}, "module_calls": {"m": CALL}},
    },
    "variables": {"v": {"value": 1}},
    "output_changes": {"o": {"actions": ["create"]}},
}


def with_value(path: str, value: Any) -> dict[str, Any]:
    """The plan with another value at a dotted path."""
    document = deepcopy(PLAN)
    node: Any = document
    *parts, last = (int(part) if part.isdigit() else part for part in path.split("."))
    for part in parts:
        node = node[part]
    node[last] = value
    return document


@pytest.mark.parametrize(
    "document",
    [
        PLAN,
        {"resource_changes": [], "planned_values": {}},
        {"resource_changes": None, "planned_values": {"root_module": None}, "configuration": None, "variables": None},
        with_value("format_version", "0.1"),
        with_value("planned_values.root_module.resources.0.values", None),
    ],
)
def test_what_terraform_writes_is_taken(document: Any) -> None:
    assert wrong_with(document) == ""


@pytest.mark.parametrize(
    ("path", "value", "wrong"),
    [
        ("format_version", "9.9", "its format_version '9.9' is not known"),
        ("planned_values", None, "it has no planned_values: make it from a plan, not from a list of changes"),
        ("errored", True, "the plan ended with an error, so it does not hold everything"),
        ("resource_changes", {}, "resource_changes is no list"),
        ("resource_changes.0", 5, "resource_changes[0] is no object"),
        ("resource_changes.0.address", 5, "resource_changes[0].address is no text"),
        ("resource_changes.0.change", "x", "resource_changes[0].change is no object"),
        ("resource_changes.0.change.actions", "create", "resource_changes[0].change.actions is no list of texts"),
        ("resource_changes.0.change.before", [1], "resource_changes[0].change.before is no object"),
        ("planned_values.root_module", [], "planned_values.root_module is no object"),
        (
            "planned_values.root_module.resources.0.type",
            None,
            "planned_values.root_module.resources[0].type is no text",
        ),
        (
            "planned_values.root_module.child_modules.0.resources.0.values",
            "x",
            "planned_values.root_module.child_modules[0].resources[0].values is no object",
        ),
        ("prior_state", "x", "prior_state is no object"),
        ("prior_state.values", 1, "prior_state.values is no object"),
        ("configuration", "x", "configuration is no object"),
        ("configuration.provider_config", [1], "configuration.provider_config is no object"),
        ("configuration.root_module.resources.0", "x", "configuration.root_module.resources[0] is no object"),
        ("configuration.root_module.variables.v", 1, "configuration.root_module.variables.v is no object"),
        (
            "configuration.root_module.module_calls.m.module.resources.0.expressions",
            [],
            "configuration.root_module.module_calls.m.module.resources[0].expressions is no object",
        ),
        ("variables", [1], "variables is no object"),
        ("output_changes.o", 1, "output_changes.o is no object"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(path: str, value: Any, wrong: str) -> None:
    assert wrong_with(with_value(path, value)) == wrong


@pytest.mark.parametrize("document", [None, 5, [], "x", {}, {"planned_values": {}}])
def test_other_documents_are_no_plans(document: Any) -> None:
    assert "no resource_changes" in wrong_with(document)


def test_modules_without_end() -> None:
    planned: dict[str, Any] = {}
    configured: dict[str, Any] = {}
    for _ in range(200):
        planned = {"child_modules": [planned]}
        configured = {"module_calls": {"m": {"module": configured}}}
    for path, value in (("planned_values.root_module", planned), ("configuration.root_module", configured)):
        assert wrong_with(with_value(path, value)).endswith("nested too deeply")
