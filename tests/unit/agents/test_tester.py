"""Failed steps are findings; not run is not passed."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.agents.base import Context
from app.agents.tester import Planner, Tester
from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult, Step
from app.domain.stack import Stack
from tests.builders import finding, stack_result


class Deployed:
    def __init__(self, *results: StackResult) -> None:
        self.results = results

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        return self.results


def lint(root: Path, stack: Stack) -> tuple[Finding, ...]:
    return (finding("AGT_TF_NAMING", Severity.LOW, path=f"{stack.path}/main.tf"),)


def run(*results: StackResult) -> tuple[str, str, list[Finding]]:
    stacks = tuple(Stack(result.path) for result in results)
    result = Tester(Deployed(*results), lint).run(Context("r", "test", Path(), stacks=stacks))
    return result.status, result.why, list(result.findings or ())


def test_a_good_stack_passes_and_lint_is_reported() -> None:
    status, why, findings = run(stack_result("a"))
    assert (status, why) == ("passed", "")
    assert [f.rule for f in findings] == ["AGT_TF_NAMING"]


@pytest.mark.parametrize(
    ("step", "severity"),
    [("format", Severity.LOW), ("validate", Severity.CRITICAL), ("plan", Severity.CRITICAL), ("replan", Severity.HIGH)],
)
def test_a_failed_step_is_a_finding(step: str, severity: Severity) -> None:
    broken = stack_result("a", "failed", why="broken", steps=(Step(step, "failed", 0.1, "Error: no"),))
    status, why, findings = run(broken, stack_result("b"))
    assert status == "failed"
    assert "a: broken" in why
    failed = next(f for f in findings if f.rule == f"AGT_TEST_{step.upper()}")
    assert (failed.severity, failed.path, failed.detail) == (severity, "a", "Error: no")


def test_not_run_stays_not_run() -> None:
    status, why, _ = run(stack_result("a", "not_run", why="module registry.example.com/x is not here"))
    assert status == "not_run"
    assert "not here" in why


def test_one_that_ran_among_those_that_did_not_is_said() -> None:
    status, why, _ = run(stack_result("a"), stack_result("b", "not_run", why="provider x"))
    assert status == "passed"
    assert "b not run: provider x" in why


def test_without_a_stack_it_does_not_run() -> None:
    assert run()[0] == "not_run"


def test_the_shorter_turn_only_plans() -> None:
    def resolve(root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        return (stack_result("a"), stack_result("b", "failed", why="no such type"))

    result = Planner(resolve).run(Context("r", "cost", Path(), stacks=(Stack("a"), Stack("b"))))
    assert (result.status, result.why, result.findings) == ("failed", "b: no such type", None)
    assert [one.path for one in result.results or ()] == ["a", "b"]
    assert Planner(resolve).run(Context("r", "cost", Path())).results == ()
