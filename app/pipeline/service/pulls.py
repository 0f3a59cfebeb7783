"""Commands on a pull request that only look: review, plan, test, security, compliance, cost."""

import time
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatch

from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.plan import StackResult
from app.domain.run import Outcome, StageResult
from app.pipeline.difference import differences
from app.pipeline.gate import judge
from app.pipeline.inspect import Subject, look_at
from app.pipeline.review import frameworks_of, review
from app.pipeline.service.session import Session
from app.processes.git import require_git
from app.reports.section import WHOLE
from app.workspace import Workspace

SHOWING_PLANS = frozenset({"review", "test"})


def inspect(session: Session, command: Command) -> Outcome:
    """Look at what the pull request changes; the report is about the change, not about what was there."""
    pull = session.pull
    workspace = checkout(session, "agents-work")
    subject = subject_of(session, workspace)
    all_of_it = subject
    subject = _narrowed(subject, command)
    part = subject != all_of_it
    if subject.base:
        session.change = (workspace.root, subject.base)
    if _is_elsewhere(session, subject):
        return _nothing(session, command, subject, "no path of `auto.paths` in .agents.yml changed")
    outcome = _plan(session, subject) if command.name == "plan" else _review(session, command, subject)
    if part:
        outcome = _only_there(outcome, subject)
    return replace(outcome, title=pull.title, head=pull.head, part=part)


def _only_there(outcome: Outcome, subject: Subject) -> Outcome:
    """Without what the scan found elsewhere; old findings are counted for the whole change and so left out."""
    folders = {path for stack in subject.stacks for path in (stack.path, *stack.modules)}
    findings = tuple(
        finding
        for finding in outcome.findings
        if any(folder == "." or f"{finding.path}/".startswith(f"{folder}/") for folder in folders)
    )
    gate = judge(findings, outcome.stages, subject.policy.fail_on)
    return replace(outcome, findings=findings, existing={}, gate=gate)


def is_whole(command: Command) -> bool:
    """Whether the command asks for a verdict on the whole change."""
    narrowed = command.name == "review" and (command.args or "stack" in command.flags)
    return command.name in WHOLE and not narrowed


def checkout(session: Session, branch: str) -> Workspace:
    """A clone with ``branch`` at the pull request's head."""
    pull = session.pull
    return Workspace.clone(
        session.forge.source(),
        session.folder / "clone",
        branch,
        pull.head,
        fetch=pull.fetch,
        credentials=session.forge.credentials(),
    )


def subject_of(session: Session, workspace: Workspace) -> Subject:
    """What the pull request changes, judged by the default branch's rules."""
    tools, facts = session.site.tools, session.facts
    rules_root = workspace.rules(session.folder / "rules", facts.default_branch)
    find = (tools.find, tools.changed)
    return look_at(workspace.root, session.pull.base, None, session.folder, *find, facts.rules(), rules_root)


def _is_elsewhere(session: Session, subject: Subject) -> bool:
    """Whether the policy starts runs by themselves for certain paths only, and this change touches none of them."""
    globs = session.facts.policy.auto.paths
    if session.row.event.kind != "pull_request" or not globs or subject.base is None:
        return False
    words = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", subject.base, "HEAD", "--")
    changed = require_git("reading the change", *words, cwd=subject.root).split("\0")
    return not any(fnmatch(path, glob) for path in changed if path for glob in globs)


def _nothing(session: Session, command: Command, subject: Subject, why: str) -> Outcome:
    """A success all the same: branch protection waits for the check."""
    return Outcome(
        run=session.row.id,
        command=command.name,
        title=session.pull.title,
        language=session.facts.language,
        base=subject.base,
        head=session.pull.head,
        stages=(StageResult(command.name, "passed", why),),
    )


def _narrowed(subject: Subject, command: Command) -> Subject:
    """Only the stack that ``--stack`` names, only those at or below the directory; what names none is a mistake."""
    named, below = command.flags.get("stack"), (command.args[0] if command.args else ".").strip("/").removeprefix("./")
    stacks = [stack for stack in subject.stacks if below in {".", ""} or f"{stack.path}/".startswith(f"{below}/")]
    if isinstance(named, str):
        stacks = [stack for stack in stacks if stack.path == named.strip("/")]
    if subject.stacks and not stacks:
        known = ", ".join(stack.path for stack in subject.stacks)
        wanted = f"{named or below}"
        raise UsageFailure(f"looking for stacks at {wanted}", "the change touches none there", f"it touches: {known}")
    return replace(subject, stacks=tuple(stacks))


def _review(session: Session, command: Command, subject: Subject) -> Outcome:
    tools = session.site.tools
    asked = command.flags.get("framework")
    outcome = review(
        session.row.id,
        command.name,
        subject,
        tools.team.reviewers(command.name),
        session.steps,
        session.narrator,
        session.day,
        tools.look,
        frameworks_of(command.name, asked if isinstance(asked, str) else None, subject.policy),
    )
    if command.name not in SHOWING_PLANS or not subject.stacks:
        return replace(outcome, results=())
    return replace(outcome, results=brought(session, subject, outcome.results))


def _plan(session: Session, subject: Subject) -> Outcome:
    present = subject.present

    def work() -> tuple[tuple[StackResult, ...], StageResult]:
        started = time.monotonic()
        session.narrator.started("plan")
        results = session.site.tools.plan(subject.root, present) if present else ()
        row = _row(results, subject, round(time.monotonic() - started, 2))
        session.narrator.finished(row)
        return results, row

    results, row = session.steps.step("plan", work)
    return Outcome(
        run=session.row.id,
        command="plan",
        title="",
        seconds=row.seconds,
        language=subject.policy.language or "en",
        base=subject.base,
        stacks=tuple(stack.path for stack in subject.stacks),
        results=brought(session, subject, results),
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


def brought(session: Session, subject: Subject, results: Sequence[StackResult]) -> tuple[StackResult, ...]:
    """Plans of what the change does to what its base would have deployed, deleted stacks too."""
    base_root = subject.base_root
    if base_root is None:
        return tuple(results)
    tools = session.site.tools
    there = subject.before
    before = session.steps.step("base plan", lambda: tools.plan(base_root, there)) if there else ()
    gone = replace(subject, stacks=subject.gone)
    lost = session.steps.step("deleted", lambda: tools.deploy(gone, tools.plan)) if gone.stacks else ()
    return (*differences(results, before), *lost)
