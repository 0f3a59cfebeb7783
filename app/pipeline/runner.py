"""Walks the stages of a command: what an agent brings becomes the next one's context."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.agents.base import Agent, AgentResult, Context
from app.agents.orchestrator import in_waves, settle
from app.analysis.controls import with_controls
from app.domain.artifact import Artifact
from app.domain.errors import AgentsError
from app.domain.finding import Finding, Severity, fingerprinted
from app.domain.run import StageResult
from app.pipeline.steps import Observer, StepRunner

Weigh = Callable[[Context], Context]
"""Settles what agents disagree about, once both have spoken."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Work of its own that goes on beside the first agents; ``take`` puts what it came to into the context."""

    name: str
    work: Callable[[], Any]
    take: Callable[[Context, Any], Context]


ESSENTIAL = frozenset({"orchestrator", "architect", "developer"})
"""Without these there is nothing to go on with; any other agent's crash is a finding and the run goes on."""

REPLACED = ("request", "architecture", "resources", "stacks", "results", "exposed", "estimate", "assessments")


class Runner:
    """One walk.

    ``context`` is what is known so far, ``stages`` one row for each agent's last turn; ``write`` puts artifacts where
    the next stages find them; ``excuse`` marks what is waived, ``weigh`` settles after each wave
    what agents disagree about.
    """

    def __init__(self, context: Context, steps: StepRunner, observer: Observer) -> None:
        self.context = context
        self.write: Callable[[Sequence[Artifact]], None] = _nowhere
        self.weigh: Weigh = _as_it_is
        self.excuse: Callable[[tuple[Finding, ...]], tuple[Finding, ...]] = _nothing
        self._steps = steps
        self._observer = observer
        self._rows: dict[str, StageResult] = {}
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._passed: dict[str, tuple[str, ...]] = {}

    @property
    def stages(self) -> tuple[StageResult, ...]:
        """Rows in the order the stages first ran."""
        return tuple(self._rows.values())

    def walk(self, agents: Sequence[Agent], suffix: str = "", beside: Beside | None = None) -> None:
        """Give every agent its turn, those that do not depend on each other side by side.

        ``beside`` is done beside the first of them; what it returns is the context of those that follow.
        """
        for number, wave in enumerate(in_waves(agents)):
            context = self.context
            turns: list[tuple[str, Callable[[], Any]]]
            turns = [(f"{agent.name}{suffix}", self._turn(agent, context)) for agent in wave]
            more = beside if number == 0 else None
            done = self._steps.parallel([*turns, *([(more.name, more.work)] if more else [])])
            if more:
                self.context = more.take(self.context, done.pop())
            for agent, (result, row) in zip(wave, done, strict=True):
                self._take(agent.name, result, row)
            self.context = self.weigh(self.context)

    def record(self, row: StageResult) -> None:
        """Add a row for a stage that is no agent's."""
        self._rows[row.stage] = row

    def _turn(self, agent: Agent, context: Context) -> Callable[[], tuple[AgentResult, StageResult]]:
        def work() -> tuple[AgentResult, StageResult]:
            self._observer.started(agent.name)
            started = time.monotonic()
            result = _guarded(agent, context)
            row = StageResult(agent.name, result.status, result.why, round(time.monotonic() - started, 2))
            self._observer.finished(row)
            return result, row

        return work

    def _take(self, name: str, result: AgentResult, row: StageResult) -> None:
        earlier = self._rows.get(name)
        self._rows[name] = replace(row, seconds=round(row.seconds + earlier.seconds, 2)) if earlier else row
        if result.findings is not None:
            self._findings[name] = result.findings
        self._passed[name] = result.passed
        changes = {field: getattr(result, field) for field in REPLACED if getattr(result, field) is not None}
        context = replace(self.context, **changes)
        found = fingerprinted(finding for findings in self._findings.values() for finding in findings)
        findings, settled = settle(context, with_controls(found))
        findings = self.excuse(findings)
        by_path = {artifact.path: artifact for artifact in (*context.artifacts, *result.artifacts)}
        self.context = replace(
            context,
            artifacts=tuple(by_path.values()),
            findings=findings,
            settled=tuple(dict.fromkeys((*context.settled, *result.settled, *settled))),
            evidence=(*context.evidence, *result.evidence),
            passed=tuple(sorted({rule for rules in self._passed.values() for rule in rules})),
            thoughts=(*context.thoughts, *result.thoughts),
            remarks=(*context.remarks, *result.remarks),
        )
        self.write(result.artifacts)


def _nowhere(_: Sequence[Artifact]) -> None:
    """Where artifacts go until there is a place for them."""


def _as_it_is(context: Context) -> Context:
    """What is weighed until both sides are there."""
    return context


def _nothing(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What is excused until there is a policy."""
    return findings


def _guarded(agent: Agent, context: Context) -> AgentResult:
    try:
        return agent.run(context)
    except AgentsError as error:
        if agent.name in ESSENTIAL:
            raise
        return _crashed(agent, str(error), error.hint)
    except Exception as error:
        if agent.name in ESSENTIAL:
            raise
        return _crashed(agent, f"{type(error).__name__}: {error}", "this is a bug in agents; please report it")


def _crashed(agent: Agent, what: str, hint: str) -> AgentResult:
    finding = Finding(
        rule="AGT_AGENT_FAILED",
        severity=Severity.HIGH,
        title=f"The {agent.name} agent could not finish",
        path=".",
        source=agent.name,
        detail=f"{what}. {hint}".strip(),
    )
    return AgentResult(status="failed", why=what, findings=(finding,))
