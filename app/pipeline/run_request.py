"""The main job: a request in words becomes a verified branch, new or on top of what is there."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from pathlib import Path

from app.agents.base import Context
from app.analysis.pricing.budget import over
from app.domain.errors import Failure
from app.domain.finding import Finding, Repair
from app.domain.merge import Merge
from app.domain.policy import Policy
from app.domain.repo import Conventions
from app.domain.request import Request, Revision
from app.domain.run import Gate, Outcome, StageResult
from app.forges.base import Remote
from app.pipeline.checking import run_checks, verdict
from app.pipeline.merging import Merger
from app.pipeline.policy import NAME, parse_policy
from app.pipeline.publisher import commits_of, joined
from app.pipeline.remarking import commentators, remarked
from app.pipeline.runner import Runner
from app.pipeline.steps import Observer, StepRunner
from app.pipeline.team import Team
from app.pipeline.thinking import Offline, Reasoning, reasoned
from app.reports.documents import generated_files
from app.workspace import Workspace

LEFT_OUT = ("tester", "security", "repair", "cost", "compliance", "documentation")


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: the issue's text, what was asked to change since, and where.

    ``scratch`` is a private folder for the clone. ``branch`` is the branch to make (``agents/<slug>`` without one; a
    name that is taken gets a number) or, with ``on_top``, to go on with where it exists. ``base`` is the branch to
    start from (the default one without); ``pushed`` the last commit the bot pushed, where it is remembered; ``policy``
    what counts instead of the base's own file; ``day`` the ISO day that documents carry instead of the base commit's.
    ``reasoning`` is who thinks; ``repository`` names it for the accounts of what that costs.
    ``before_push`` is called with the branch right before it is pushed; raises ``AgentsError`` where it is no longer
    allowed.
    """

    run: str
    text: str
    scratch: Path
    reasoning: Reasoning = field(default_factory=Offline)
    repository: str = ""
    command: str = "run"
    revisions: tuple[Revision, ...] = ()
    branch: str | None = None
    on_top: bool = False
    base: str | None = None
    pushed: str | None = None
    policy: Policy | None = None
    day: str = ""
    before_push: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """Where the branches were when the work began: commits, or None. ``clock`` is seconds since the epoch."""

    branch: str
    base: str | None
    head: str | None
    clock: int


def run_request(
    job: Job,
    remote: Remote,
    team: Team,
    steps: StepRunner,
    observer: Observer,
    read_conventions: Callable[[Path], Conventions],
) -> Outcome:
    """Read, design, write, test, scan, mend, document, push.

    Nothing reaches the repository before the last step, the push of one branch. Steps: ``look``, the agents' names,
    ``push``; everything between them gives the same again from what they recorded. What people committed on the branch
    stays; where it cannot go together with the new version nothing is pushed and ``Outcome.merge`` says why. Raises
    ``NothingToBuild`` before the repository is touched where the text names nothing to build, ``Moved`` where somebody
    pushed meanwhile.
    """
    started = time.monotonic()
    start = Context(job.run, "run", job.scratch, text=job.text, revisions=job.revisions, hopeful=job.reasoning.hopeful)
    runner = Runner(start, steps, observer)
    runner.walk((team.orchestrator,))
    request = runner.context.request
    assert request is not None  # the orchestrator raises otherwise  # noqa: S101
    sight = steps.step("look", lambda: _look(job, remote, request.slug))
    workspace = _clone(job, remote, sight)
    generated = workspace.generated(job.pushed, workspace.base, request.slug)
    merger = Merger(workspace, workspace.base, generated, job.scratch, strict=sight.head is not None)
    runner.write = merger.write
    policy = job.policy or _policy_at(workspace, sight.base or workspace.base)
    runner.context = _prepared(runner.context, job, workspace, policy, read_conventions(_origin(workspace, sight, job)))
    begun = job.reasoning.begin(job.run, job.repository, policy, workspace.root)
    runner.context = replace(runner.context, thinker=begun.thinker, lay=merger.preview)
    runner.walk((team.architect, team.developer))
    runner.context = replace(runner.context, policy=_with_budget(policy, runner.context.request))
    gone = _left_over(merger, runner.context)
    removed = merger.remove(gone)
    repairs, left = _prove(runner, team, merger)
    gate = verdict(runner)
    if not merger.merge.blocked:
        speaking = commentators((team.security, team.compliance, team.cost), job.command)
        runner.context = remarked(runner.context, speaking, steps, observer)
    known = runner.context
    outcome = Outcome(
        run=job.run,
        command=job.command,
        title=request.title,
        language=request.language,
        branch=sight.branch,
        base=sight.base or workspace.base,
        head=workspace.base,
        gate=gate,
        stages=runner.stages,
        repairs=repairs,
        left=left,
        merge=merger.merge,
    )
    outcome = replace(_with_context(outcome, runner.context), reasoned=reasoned(job.reasoning, begun, known.thoughts))
    if merger.merge.blocked:
        return replace(
            outcome, gate=Gate("failed", (*gate.reasons, *merger.reasons())), seconds=_seconds_since(started)
        )
    head = _commit(workspace, runner.context, merger.merge, generated, (removed, gone), job.scratch)
    steps.step("push", lambda: _push(job, remote, workspace, sight.head))
    return replace(outcome, head=head, pushed=True, seconds=_seconds_since(started))


def _seconds_since(started: float) -> float:
    return round(time.monotonic() - started, 2)


def _clone(job: Job, remote: Remote, sight: Sight) -> Workspace:
    return Workspace.clone(
        remote.source(),
        job.scratch / "clone",
        sight.branch,
        sight.head or sight.base or "HEAD",
        credentials=remote.credentials(),
        clock=sight.clock,
    )


def _prepared(context: Context, job: Job, workspace: Workspace, policy: Policy, conventions: Conventions) -> Context:
    day = job.day or workspace.day()
    return replace(
        context,
        fail_on=policy.fail_on,
        policy=_with_budget(policy, context.request),
        workdir=workspace.root,
        conventions=conventions,
        date=day,
        revisions=tuple(replace(revision, day=revision.day or day) for revision in job.revisions),
    )


def _with_budget(policy: Policy, request: Request | None) -> Policy:
    """The policy with the request's own budget, where that is tighter."""
    wished = request.constraints.budget_monthly if request else None
    limits = [policy.budget.monthly, Decimal(str(wished)) if wished else None]
    monthly = min((limit for limit in limits if limit is not None), default=None)
    return replace(policy, budget=replace(policy.budget, monthly=monthly))


def _with_context(outcome: Outcome, context: Context) -> Outcome:
    return replace(
        outcome,
        stacks=tuple(stack.path for stack in context.stacks),
        request=context.request,
        architecture=context.architecture,
        results=context.results,
        findings=context.findings,
        settled=context.settled,
        evidence=context.evidence,
        estimate=context.estimate,
        assessments=context.assessments,
        exposed=context.exposed,
        budget=context.policy.budget,
        over_budget=over(context.policy.budget, context.estimate) if context.estimate else (),
        remarks=context.remarks,
    )


def _look(job: Job, remote: Remote, slug: str) -> Sight:
    remote.ensure_repository()
    wanted = (job.branch or "agents/{slug}").replace("{slug}", slug)
    base = job.base or remote.default_branch()
    there = remote.head_of(base) if base else None
    if job.on_top:
        return Sight(wanted, there, remote.head_of(wanted), int(time.time()))
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return Sight(next(name for name in names if remote.head_of(name) is None), there, None, int(time.time()))


def _origin(workspace: Workspace, sight: Sight, job: Job) -> Path:
    """The tree whose conventions are followed: without what an earlier run wrote on the same branch."""
    fork = workspace.fork_of(sight.base) if sight.head and sight.base else None
    return workspace.beside(job.scratch / "origin", fork).root if fork else workspace.root


def _policy_at(workspace: Workspace, revision: str | None) -> Policy:
    """The base's policy: a branch does not loosen the rules it is judged by."""
    text = workspace.text(NAME, revision) if revision else None
    return parse_policy(text) if text is not None else Policy()


def _prove(runner: Runner, team: Team, merger: Merger) -> tuple[tuple[Repair, ...], tuple[tuple[Finding, str], ...]]:
    """Test, scan, mend and document what would be pushed: the merged tree."""
    if merger.merge.blocked:
        for stage in LEFT_OUT:
            runner.record(StageResult(stage, "not_run", "there is a conflict to settle first"))
        return (), ()
    repairs, left = run_checks(runner, team.checks)
    for result in runner.context.results:
        if result.status == "failed":
            merger.refuse(result.path, result.why)
    if runner.context.stacks:
        folder = runner.context.stacks[0].path
        changelog, readme = merger.before(f"{folder}/CHANGELOG.md"), merger.before(f"{folder}/README.md")
        runner.context = replace(runner.context, changelog=changelog, readme=readme)
    runner.walk((team.documentation,))
    return repairs, left


def _left_over(merger: Merger, context: Context) -> tuple[str, ...]:
    """What an earlier run wrote into the stack and this one does not; people's own files are not on the list."""
    written = {artifact.path for artifact in context.artifacts}
    return tuple(
        path
        for stack in context.stacks
        for path in generated_files(stack.path, merger.before(f"{stack.path}/README.md"))
        if path not in written
    )


def _commit(
    workspace: Workspace,
    context: Context,
    merge: Merge,
    generated: str | None,
    leaving: tuple[Sequence[str], Sequence[str]],
    scratch: Path,
) -> str | None:
    """Commits by concern on top; where people's edits went in, on top of the last generated ones, and then the merge.

    So the history always holds the last version that was generated, which the next merge starts from. ``leaving`` are
    the files that were removed from the tree, and all those that are no longer generated.
    """
    when = workspace.date()
    removed, gone = leaving
    if generated is None or merge == Merge():
        return workspace.commit(commits_of(context, removed, workspace.paths()), when)
    line = workspace.beside(scratch / "line", generated)
    line.write(context.artifacts)
    new = line.commit(commits_of(context, line.remove(gone), line.paths()), when)
    assert context.request is not None and new is not None  # it holds the earlier ones  # noqa: S101, PT018
    if new == generated:
        return workspace.head()
    paths = [artifact.path for artifact in context.artifacts if (workspace.root / artifact.path).is_file()]
    return workspace.join(new, joined(context.request, merge), [*paths, *removed], when)


def _push(job: Job, remote: Remote, workspace: Workspace, expected: str | None) -> None:
    if workspace.head() is None:
        raise Failure(f"pushing {workspace.branch}", "there is nothing to push", "this is a bug; please report it")
    if job.before_push:
        job.before_push(workspace.branch)
    workspace.push(expected, remote.credentials())
