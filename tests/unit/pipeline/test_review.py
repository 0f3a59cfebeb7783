"""Reviews: of a folder, of a change, of a plan made elsewhere."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.agents.base import AgentResult, Context
from app.domain.errors import UsageFailure
from app.domain.finding import Finding, Severity
from app.domain.policy import Policy
from app.domain.run import Outcome
from app.domain.stack import Stack
from app.durable.inline import InlineSteps
from app.pipeline.inspect import Subject
from app.pipeline.review import review, review_plan
from tests.builders import finding
from tests.unit.agents.test_security import Scan
from tests.unit.pipeline.test_runner import Watcher

TODAY = date(2026, 1, 1)
OLD = finding("OLD")
NEW = finding("NEW", Severity.MEDIUM)


@dataclass
class Reviewer:
    name: str = "security"
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ("findings",)

    def run(self, context: Context) -> AgentResult:
        return AgentResult(findings=(OLD, NEW))


def look(subject: Subject) -> Outcome:
    def base(root: Path, stacks: Sequence[Stack]) -> tuple[Finding, ...]:
        return (OLD,)

    return review("r", "review", subject, [Reviewer()], InlineSteps(), Watcher(), TODAY, base)


def test_without_a_base_everything_counts(tmp_path: Path) -> None:
    outcome = look(Subject(tmp_path, (Stack("."),), Policy()))
    assert [f.new for f in outcome.findings] == [None, None]
    assert outcome.gate.verdict == "failed"
    assert outcome.existing == {}


def test_with_a_base_only_what_is_new_gates(tmp_path: Path) -> None:
    outcome = look(Subject(tmp_path, (Stack("."),), Policy(), "abc", tmp_path))
    assert [(f.rule, f.new) for f in outcome.findings] == [("NEW", True)]
    assert outcome.existing == {"high": 1}
    assert outcome.gate.passed


def test_a_stack_that_the_base_did_not_have_is_compared_with_what_it_had(tmp_path: Path) -> None:
    outcome = look(Subject(tmp_path, (Stack("fresh"),), Policy(), "abc", tmp_path))
    assert [f.rule for f in outcome.findings] == ["NEW"]
    assert outcome.existing == {"high": 1}


def test_no_stack_changed_is_a_pass(tmp_path: Path) -> None:
    outcome = look(Subject(tmp_path, (), Policy(), "abc", tmp_path))
    assert outcome.gate.passed
    assert [(row.status, row.why) for row in outcome.stages] == [("passed", "no stack changed")]


@dataclass
class PlanScanner:
    seen: list[str]

    def scan_plan(self, plan: Mapping[str, Any], name: str) -> Scan:
        self.seen.append(name)
        return Scan([finding("P")])


def test_a_plan_made_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"format_version": "1.2", "resource_changes": []}))
    scanner = PlanScanner([])
    outcome = review_plan("r", path, scanner, TODAY)
    assert scanner.seen == ["plan.json"]
    assert [f.rule for f in outcome.findings] == ["P"]
    assert not outcome.gate.passed


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"resources": []}', "[1]"])
def test_what_is_no_plan(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(UsageFailure) as caught:
        review_plan("r", path, PlanScanner([]), TODAY)
    assert "terraform show -json" in caught.value.hint


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageFailure):
        review_plan("r", tmp_path / "gone.json", PlanScanner([]), TODAY)
