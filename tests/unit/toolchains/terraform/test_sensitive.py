"""What Terraform marks as sensitive does not leave a step."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.plan import Plan, StackResult
from app.domain.stack import Stack
from app.toolchains.terraform.sensitive import BLANK, Discreet, without_sensitive

CHANGE: dict[str, Any] = {
    "address": "aws_db_instance.a",
    "change": {
        "actions": ["update"],
        "before": {"password": "hunter2", "size": 1},
        "after": {"password": "hunter3", "tags": {"a": "b", "s": "hunter2"}, "rules": [{"x": "hunter2", "y": 1}, {}]},
        "before_sensitive": {"password": True},
        "after_sensitive": {"password": True, "tags": {"s": True}, "rules": [{"x": True}]},
    },
}


def test_nothing_sensitive_is_left_and_all_else_is() -> None:
    kept = without_sensitive(CHANGE)
    assert "hunter" not in str(kept)
    assert "hunter2" in str(CHANGE)
    assert kept["change"]["after"] == {
        "password": BLANK,
        "tags": {"a": "b", "s": BLANK},
        "rules": [{"x": BLANK, "y": 1}, {}],
    }
    assert kept["change"]["before"] == {"password": BLANK, "size": 1}
    assert without_sensitive(kept) == kept


def test_a_whole_value_may_be_sensitive() -> None:
    assert without_sensitive({"after": {"a": 1}, "after_sensitive": True})["after"] == BLANK
    assert without_sensitive({"after": None, "after_sensitive": True})["after"] is None


class Deployed:
    """One stack with a secret in its plan."""

    def plan(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        return (StackResult("a", "passed", plan=Plan(1, resource_changes=(CHANGE,)), plan_json={"x": "hunter2"}),)

    resolve = plan
    test = plan


def test_results_are_blanked_and_carry_no_plan_document() -> None:
    discreet = Discreet(Deployed())
    for result in (*discreet.plan(Path(), ()), *discreet.resolve(Path(), ()), *discreet.test(Path(), ())):
        assert "hunter" not in str(result)
        assert (result.plan.add, result.plan_json) == (1, None)
