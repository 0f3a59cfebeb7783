"""A branch that a run made, looked at again: designed anew from its request, its code tested and scanned as it is."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.agents.base import Context
from app.domain.policy import Policy
from app.domain.repo import Conventions
from app.domain.run import Outcome
from app.domain.stack import Stack
from app.pipeline.gate import judge
from app.pipeline.revise import Kept
from app.pipeline.runner import Runner
from app.pipeline.steps import Observer, StepRunner
from app.pipeline.team import Team


def look_again(
    run: str,
    kept: Kept,
    policy: Policy,
    team: Team,
    steps: StepRunner,
    observer: Observer,
    read_conventions: Callable[[Path], Conventions],
) -> Outcome:
    """What there is to explain of a branch; nothing is written or pushed."""
    started = time.monotonic()
    context = Context(run, "run", kept.root, policy.fail_on, kept.text, kept.revisions)
    runner = Runner(replace(context, conventions=read_conventions(kept.root)), steps, observer)
    runner.walk((team.orchestrator, team.architect))
    runner.context = replace(runner.context, stacks=(Stack(kept.path),))
    runner.walk((team.tester, team.security))
    context = runner.context
    assert context.request is not None  # the orchestrator raises otherwise  # noqa: S101
    return Outcome(
        run=run,
        command="explain",
        title=context.request.title,
        seconds=round(time.monotonic() - started, 2),
        language=context.request.language,
        head=kept.head,
        stacks=(kept.path,),
        request=context.request,
        architecture=context.architecture,
        results=context.results,
        findings=context.findings,
        gate=judge(context.findings, runner.stages, policy.fail_on),
        stages=runner.stages,
        settled=context.settled,
        evidence=context.evidence,
    )
