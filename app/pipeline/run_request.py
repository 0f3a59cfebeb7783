"""The main job: a request in words becomes a verified branch."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.agents.base import Context
from app.domain.repo import Conventions
from app.domain.run import Outcome
from app.forges.base import Forge
from app.pipeline.gate import judge
from app.pipeline.policy import read_policy
from app.pipeline.publisher import commits_of
from app.pipeline.repairing import repair
from app.pipeline.runner import Runner
from app.pipeline.steps import Observer, StepRunner
from app.pipeline.team import Team
from app.reports.documents import generated_files
from app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: the issue's text, and where: ``scratch`` is a private folder for the clone."""

    run: str
    text: str
    scratch: Path
    reasoner: str = "offline"


def run_request(
    job: Job,
    forge: Forge,
    team: Team,
    steps: StepRunner,
    observer: Observer,
    read_conventions: Callable[[Path], Conventions],
) -> Outcome:
    """Read, design, write, test, scan, mend, document, push.

    Nothing reaches the repository before the last step, the push of one new branch. Raises ``NothingToBuild`` before
    the repository is touched where the text names nothing to build.
    """
    started = time.monotonic()
    runner = Runner(Context(job.run, "run", job.scratch, text=job.text), steps, observer)
    runner.walk((team.orchestrator,))
    request = runner.context.request
    assert request is not None  # the orchestrator raises otherwise  # noqa: S101
    forge.ensure_repository()
    branch = forge.free_branch(f"agents/{request.slug}")
    workspace = Workspace.clone(forge.source(), job.scratch / "clone", branch)
    runner.write = workspace.write
    policy = read_policy(workspace.root)
    runner.context = replace(
        runner.context,
        fail_on=policy.fail_on,
        workdir=workspace.root,
        conventions=read_conventions(workspace.root),
        date=workspace.day(),
    )
    runner.walk((team.architect, team.developer))
    removed = workspace.remove(_left_over(workspace.root, runner.context))
    runner.walk((team.tester, team.security))
    repairs, left = repair(runner, team.developer, (team.tester, team.security))
    runner.walk((team.documentation,))
    gate = judge(runner.context.findings, runner.stages, policy.fail_on)
    head = workspace.commit(commits_of(runner.context, removed), workspace.date())
    workspace.push()
    context = runner.context
    return Outcome(
        run=job.run,
        command="run",
        title=request.title,
        seconds=round(time.monotonic() - started, 2),
        language=request.language,
        branch=branch,
        base=workspace.base,
        head=head,
        stacks=tuple(stack.path for stack in context.stacks),
        request=request,
        architecture=context.architecture,
        results=context.results,
        findings=context.findings,
        gate=gate,
        stages=runner.stages,
        repairs=repairs,
        left=left,
        settled=context.settled,
        evidence=context.evidence,
        reasoner=job.reasoner,
    )


def _left_over(root: Path, context: Context) -> tuple[str, ...]:
    """What an earlier run wrote into the stack and this one does not; people's own files are not on the list."""
    written = {artifact.path for artifact in context.artifacts}
    return tuple(
        path
        for stack in context.stacks
        if (readme := root / stack.path / "README.md").is_file()
        for path in generated_files(stack.path, readme.read_text("utf-8", "replace"))
        if path not in written
    )
