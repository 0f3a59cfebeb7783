"""The checks of a run and of a proof are the same ones, in the same order."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.agents.base import AgentResult, Context
from app.domain.cost import Component, Estimate, ResourceCost
from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult
from app.domain.policy import Budget, Policy
from app.domain.stack import Stack
from app.durable.inline import InlineSteps
from app.pipeline.checking import run_checks, verdict
from app.pipeline.runner import Runner
from app.pipeline.team import Team
from app.toolchains.terraform.repair import repair
from tests.builders import NoPrices, finding, stack_result, team
from tests.unit.pipeline.test_runner import Watcher

STACKS = (Stack("s"),)


class Deployment:
    def __init__(self, status: str = "passed") -> None:
        self.status = status

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        return tuple(stack_result(stack.path, self.status, why="no plan") for stack in stacks)  # type: ignore[arg-type]


class Dear(NoPrices):
    """Everything costs 100 USD."""

    def estimate(self, *args: Any) -> Estimate:
        """A bill of one line."""
        line = Component("hours", "h", Decimal(1), Decimal(100), "list")
        return Estimate(resources=(ResourceCost("aws_x.y", "aws_x", components=(line,)),))


def runner(**fields: Any) -> Runner:
    return Runner(Context("r", "run", Path(), stacks=STACKS, **fields), InlineSteps(), Watcher())


def members(status: str = "passed") -> Team:
    return team(None, None, repair, Deployment(status))


def test_everyone_has_a_turn_and_the_gate_is_over_all_of_them() -> None:
    one = runner()
    assert run_checks(one, members().checks) == ((), ())
    assert [stage.stage for stage in one.stages] == ["tester", "security", "repair", "cost", "compliance"]
    assert verdict(one).passed


def test_a_stack_that_does_not_plan_fails_the_gate() -> None:
    one = runner()
    run_checks(one, members("failed").checks)
    assert any(reason.startswith("stage tester failed") for reason in verdict(one).reasons)


def test_a_budget_speaks_against_what_costs_more() -> None:
    policy = Policy(budget=Budget(monthly=Decimal(10)))
    one = runner(policy=policy)
    checks = members().checks
    checks.cost.pricing = Dear()
    run_checks(one, checks)
    assert "100" in verdict(one).reasons[0]


def test_the_gate_stands_where_the_policy_puts_it() -> None:
    class Low:
        name = "architect"
        reads: tuple[str, ...] = ()
        writes: tuple[str, ...] = ()

        def run(self, context: Context) -> AgentResult:
            found: Finding = finding("R1", Severity.LOW)
            return AgentResult(findings=(found,))

    one = runner()
    one.walk((Low(),))
    assert verdict(one).passed
    one.context = replace(one.context, fail_on=Severity.LOW)
    assert verdict(one).reasons == ("1 low finding: R1",)
