"""The tester formats, validates, lints, plans, deploys in simulation and looks whether a second plan is empty."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from app.agents.base import AgentResult, Context
from app.domain.finding import Finding, Severity, fingerprinted
from app.domain.plan import StackResult, Status
from app.domain.stack import Stack

SEVERITY = {"format": Severity.LOW, "lint": Severity.LOW, "replan": Severity.HIGH}
"""A stack that does not plan or apply is worthless, hence critical; one that never settles is high."""

MEANING = {
    "format": "The code is not formatted as `terraform fmt` would.",
    "validate": "The configuration is not valid.",
    "plan": "The configuration does not plan.",
    "apply": "The simulated deployment does not apply.",
    "replan": "A second plan is not empty: the configuration is not idempotent.",
    "destroy": "The simulated deployment cannot be destroyed.",
}


class Deployment(Protocol):
    """Runs a stack through every step in simulation."""

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Format, lint, validate, plan, apply, replan, destroy."""
        ...


class Linter(Protocol):
    """Our own rules on a stack's code."""

    def __call__(self, root: Path, stack: Stack) -> tuple[Finding, ...]:
        """Findings with paths relative to ``root``."""
        ...


Resolve = Callable[[Path, Sequence[Stack]], tuple[StackResult, ...]]
"""Plans stacks and applies them in simulation, no further."""


class Tester:
    """Proof before opinion."""

    name = "tester"
    reads: tuple[str, ...] = ("artifacts", "stacks")
    writes: tuple[str, ...] = ("results", "findings")

    def __init__(self, deployment: Deployment, lint: Linter) -> None:
        self._deployment = deployment
        self._lint = lint

    def run(self, context: Context) -> AgentResult:
        """Test every stack; a failed step is a finding too."""
        if not context.stacks:
            return AgentResult(status="not_run", why="there is no stack here", results=(), findings=())
        results = self._deployment.test(context.workdir, context.stacks)
        # A module that two stacks share is linted with each of them and reported once.
        linted = {f.fingerprint: f for stack in context.stacks for f in self._lint(context.workdir, stack)}
        failed = [finding for result in results for finding in _failures(result)]
        status, why = _verdict(results)
        return AgentResult(
            status=status,
            why=why,
            results=results,
            findings=fingerprinted([*failed, *linted.values()]),
            evidence=tuple(evidence for result in results for evidence in result.evidence),
        )


class Planner:
    """The tester's shorter turn, where only what is planned is asked for: no findings of its own."""

    name = "tester"
    reads: tuple[str, ...] = ("artifacts", "stacks")
    writes: tuple[str, ...] = ("results",)

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def run(self, context: Context) -> AgentResult:
        """Plan every stack and settle what only an apply tells."""
        if not context.stacks:
            return AgentResult(results=(), why="there is no stack here")
        results = self._resolve(context.workdir, context.stacks)
        status, why = _verdict(results)
        return AgentResult(status, why, results=results, evidence=tuple(e for one in results for e in one.evidence))


def _failures(result: StackResult) -> list[Finding]:
    return [
        Finding(
            rule=f"AGT_TEST_{step.step.upper()}",
            severity=SEVERITY.get(step.step, Severity.CRITICAL),
            title=MEANING[step.step],
            path=result.path,
            source="tester",
            detail=step.detail,
        )
        for step in result.steps
        if step.status == "failed" and step.step in MEANING
    ]


def _verdict(results: Sequence[StackResult]) -> tuple[Status, str]:
    bad = [result for result in results if result.status == "failed"]
    if bad:
        return "failed", "; ".join(f"{result.path}: {result.why}" for result in bad)
    idle = [result for result in results if result.status == "not_run"]
    why = "; ".join(f"{result.path} not run: {result.why}" for result in idle)
    return ("not_run" if len(idle) == len(results) else "passed"), why
