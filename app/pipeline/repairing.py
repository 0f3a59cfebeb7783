"""The repair loop: findings above the gate go back to the developer, each repair is proven by the same check."""

import time
from collections.abc import Sequence
from dataclasses import replace

from app.agents.base import Agent
from app.agents.developer import Developer
from app.domain.artifact import Artifact
from app.domain.finding import Finding, Repair
from app.domain.plan import StackResult
from app.domain.run import StageResult
from app.pipeline.gate import blocking
from app.pipeline.runner import Runner

ROUNDS = 3


def repair(
    runner: Runner, developer: Developer, checks: Sequence[Agent]
) -> tuple[tuple[Repair, ...], tuple[tuple[Finding, str], ...]]:
    """Mend what blocks the gate, at most ``ROUNDS`` times; returns what was proven and what was left, and why.

    A repair counts when the check that asked for it ran again and no longer asks. A round after which the tests fail
    where they passed before is taken back.
    """
    started = time.monotonic()
    proven: list[Repair] = []
    left: dict[str, tuple[Finding, str]] = {}
    rounds = 0
    while rounds < ROUNDS:
        wanted = [f for f in blocking(runner.context.findings, runner.context.fail_on) if f.fingerprint not in left]
        before = runner.context
        attempt = developer.repair(before.artifacts, wanted)
        left |= {finding.fingerprint: (finding, why) for finding, why in attempt.left}
        if not attempt.repairs:
            break
        rounds += 1
        _apply(runner, attempt.artifacts, checks, f" {rounds}")
        if _failures(runner.context.results) > _failures(before.results):
            _apply(runner, before.artifacts, checks, f" {rounds} taken back")
            left |= {f.fingerprint: (f, "mending it breaks the deployment") for f in wanted}
            continue
        still = {finding.fingerprint for finding in runner.context.findings}
        gone = {finding.rule for finding in wanted if finding.fingerprint not in still}
        proof = "the same check ran again and passed"
        proven += [replace(repair, proof=proof) for repair in attempt.repairs if repair.rule in gone]
    remaining = {f.fingerprint: f for f in blocking(runner.context.findings, runner.context.fail_on)}
    stays = [left.get(key, (finding, "no mechanical repair is known")) for key, finding in remaining.items()]
    runner.record(_row(proven, stays, rounds, time.monotonic() - started))
    return tuple(proven), tuple(stays)


def _apply(
    runner: Runner,
    artifacts: Sequence[Artifact],
    checks: Sequence[Agent],
    suffix: str,
) -> None:
    runner.context = replace(runner.context, artifacts=tuple(artifacts))
    runner.write(artifacts)
    runner.walk(checks, suffix)


def _failures(results: Sequence[StackResult]) -> int:
    return sum(result.status == "failed" for result in results)


def _row(proven: Sequence[Repair], stays: Sequence[object], rounds: int, seconds: float) -> StageResult:
    if not proven and not stays:
        return StageResult("repair", "passed", "nothing to mend", round(seconds, 2))
    why = f"{len(proven)} mended in {rounds} round(s), {len(stays)} left"
    return StageResult("repair", "failed" if stays else "passed", why, round(seconds, 2))
