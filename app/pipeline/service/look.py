"""One look at what is there or at what a change brings: review, plan, test, security, compliance, cost."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.plan import StackResult
from app.domain.run import Outcome, StageResult
from app.domain.stack import Stack
from app.pipeline.difference import differences
from app.pipeline.gate import judge
from app.pipeline.inspect import Subject
from app.pipeline.review import frameworks_of, review
from app.pipeline.service.site import Tools
from app.pipeline.steps import Observer, StepRunner
from app.pipeline.thinking import Offline, Reasoning

LOOKS = frozenset({"review", "plan", "test", "security", "compliance", "cost"})
"""Commands that only look."""
SHOWING_PLANS = frozenset({"review", "test"})


@dataclass(frozen=True, slots=True)
class Looking:
    """What a look is made with. ``frameworks`` are assessed where the command names none; ``reasoning`` is who thinks
    about what comes of it, ``repository`` whose accounts that goes on.
    """

    run: str
    tools: Tools
    steps: StepRunner
    observer: Observer
    day: date
    frameworks: tuple[str, ...] = ()
    reasoning: Reasoning = field(default_factory=Offline)
    repository: str = ""


def look(at: Looking, command: Command, subject: Subject) -> Outcome:
    """The command's outcome, of the stacks that it names; raises ``UsageFailure`` where it names none that is there."""
    all_of_it = subject
    subject = narrowed(subject, command)
    outcome = _plan(at, subject) if command.name == "plan" else _review(at, command, subject)
    if subject == all_of_it:
        return outcome
    return replace(_only_there(outcome, subject), part=True)


def narrowed(subject: Subject, command: Command) -> Subject:
    """Only the stacks that the command names; what names none is a mistake."""
    stacks = touched(subject, command)
    if subject.stacks and not stacks:
        known = ", ".join(stack.path for stack in subject.stacks)
        wrong, hint = "the change touches none there", f"it touches: {known}"
        if subject.base is None:
            wrong, hint = "there is none", f"there are: {known}"
        raise UsageFailure(f"looking for stacks at {_named(command) or _below(command)}", wrong, hint)
    return replace(subject, stacks=stacks)


def touched(subject: Subject, command: Command) -> tuple[Stack, ...]:
    """Of the subject's stacks the one that ``--stack`` names, those at or below the directory."""
    named, below = _named(command), _below(command)
    at_or_below = (stack for stack in subject.stacks if below in {".", ""} or f"{stack.path}/".startswith(f"{below}/"))
    return tuple(stack for stack in at_or_below if not named or stack.path == named)


def _named(command: Command) -> str:
    named = command.flags.get("stack")
    return named.strip("/") if isinstance(named, str) else ""


def _below(command: Command) -> str:
    return (command.args[0] if command.args else ".").strip("/").removeprefix("./")


def _only_there(outcome: Outcome, subject: Subject) -> Outcome:
    """Without what the scan found elsewhere; old findings are counted for the whole change and so left out."""
    folders = {path for stack in subject.stacks for path in (stack.path, *stack.modules)}
    findings = tuple(
        finding
        for finding in outcome.findings
        if any(folder == "." or f"{finding.path}/".startswith(f"{folder}/") for folder in folders)
    )
    gate = judge(findings, outcome.stages, subject.policy.fail_on)
    there = {finding.fingerprint for finding in findings}
    remarks = tuple(one for one in outcome.remarks if one.agent != "security" or one.about in {"", *there})
    return replace(outcome, findings=findings, existing={}, gate=gate, remarks=remarks)


def _review(at: Looking, command: Command, subject: Subject) -> Outcome:
    tools = at.tools
    asked = command.flags.get("framework")
    outcome = review(
        at.run,
        command.name,
        subject,
        tools.team.reviewers(command.name),
        at.steps,
        at.observer,
        at.day,
        tools.look,
        frameworks_of(command.name, asked if isinstance(asked, str) else ",".join(at.frameworks), subject.policy),
        reasoning=at.reasoning,
        repository=at.repository,
    )
    if command.name not in SHOWING_PLANS or not subject.stacks:
        return replace(outcome, results=())
    return replace(outcome, results=brought(at.tools, at.steps, subject, outcome.results))


def _plan(at: Looking, subject: Subject) -> Outcome:
    present = subject.present

    def work() -> tuple[tuple[StackResult, ...], StageResult]:
        started = time.monotonic()
        at.observer.started("plan")
        results = at.tools.plan(subject.root, present) if present else ()
        row = _row(results, subject, round(time.monotonic() - started, 2))
        at.observer.finished(row)
        return results, row

    results, row = at.steps.step("plan", work)
    return Outcome(
        run=at.run,
        command="plan",
        title="",
        seconds=row.seconds,
        language=subject.policy.language or "en",
        base=subject.base,
        stacks=tuple(stack.path for stack in subject.stacks),
        results=brought(at.tools, at.steps, subject, results),
        gate=judge((), (row,), subject.policy.fail_on),
        stages=(row,),
        evidence=tuple(evidence for result in results for evidence in result.evidence),
    )


def _row(results: Sequence[StackResult], subject: Subject, seconds: float) -> StageResult:
    if not results:
        return StageResult("plan", "passed", "stacks were only deleted" if subject.stacks else "no stack changed")
    failed = [result for result in results if result.status == "failed"]
    idle = [result for result in results if result.status == "not_run"]
    if failed:
        return StageResult("plan", "failed", "; ".join(f"{one.path}: {one.why}" for one in failed), seconds)
    why = "; ".join(f"{one.path} not run: {one.why}" for one in idle)
    return StageResult("plan", "not_run" if len(idle) == len(results) else "passed", why, seconds)


def brought(
    tools: Tools, steps: StepRunner, subject: Subject, results: Sequence[StackResult]
) -> tuple[StackResult, ...]:
    """Plans of what the change does to what its base would have deployed, deleted stacks too."""
    base_root = subject.base_root
    if base_root is None:
        return tuple(results)
    there = subject.before
    before = steps.step("base plan", lambda: tools.plan(base_root, there)) if there else ()
    gone = replace(subject, stacks=subject.gone)
    lost = steps.step("deleted", lambda: tools.deploy(gone, tools.plan)) if gone.stacks else ()
    return (*differences(results, before), *lost)
