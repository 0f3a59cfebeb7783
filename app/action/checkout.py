"""Looks at a checkout: what a push, a schedule, or a person without a pull request asks for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.action.result import Result
from app.bootstrap import InlineSteps, Parts, new_run_id, now, scratch
from app.bootstrap.thinking import job_reasoning
from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.override import Override
from app.forges.base import Remote
from app.pipeline.inspect import look_at
from app.pipeline.service.look import Looking, look
from app.pipeline.steps import Observer
from app.processes.git import git

PLAIN = re.compile(r"[\w][\w./~^-]*")
"""A revision that is neither an option nor two references."""
FETCHED = "refs/agents/base"


def look_around(
    parts: Parts,
    root: Path,
    commands: Sequence[Command],
    observer: Observer,
    *,
    base: str | None = None,
    override: Override | None = None,
    repository: str = "",
) -> Result:
    """Carry out commands that only look, on the repository checked out at ``root``; with a base, on what changed.

    Raises ``AgentsError``.
    """
    said = override or Override()
    run = new_run_id()
    head = require_checkout(root)
    outcomes = []
    with scratch() as folder, job_reasoning(parts, run) as reasoning:
        at = Looking(
            run, parts, InlineSteps(), observer, now().date(), said.frameworks, reasoning, repository or str(root)
        )
        for number, command in enumerate(commands):
            if command.name != "plan" and parts.team.security in parts.team.reviewers(command.name):
                parts.warm_up()
            subject = look_at(root, base, None, folder / str(number), parts.find, parts.changed)
            subject = replace(subject, policy=said.rules(subject.policy))
            outcomes.append(replace(look(at, command, subject), title=root.resolve().name, head=head))
    reasons = dict.fromkeys(reason for outcome in outcomes for reason in outcome.gate.reasons)
    return Result(
        run,
        "done" if all(outcome.gate.passed for outcome in outcomes) else "failed",
        "; ".join(reasons),
        commands=tuple(command.written for command in commands),
        outcomes=tuple(outcomes),
        judged=True,
    )


def require_checkout(root: Path) -> str:
    """The commit that is checked out at ``root``; raises ``UsageFailure`` where none is."""
    head = git("rev-parse", "--verify", "--quiet", "HEAD", cwd=root) if root.is_dir() else None
    if head is None or head.exit_code:
        hint = "have it checked out before: by actions/checkout on GitHub, by the runner on GitLab (GIT_STRATEGY)"
        raise UsageFailure(f"looking at {root}", "there is no repository with a commit", hint)
    return head.stdout.strip()


def commit_of(root: Path, revision: str, remote: Remote | None = None) -> str | None:
    """The commit of a revision, or None; one that a shallow checkout lacks is fetched from where that came from.

    ``remote`` is asked where the checkout has kept no credentials.
    """
    if not PLAIN.fullmatch(revision):
        return None
    found = _known(root, revision) or _fetched(root, revision, "origin", {})
    if found is None and remote:
        found = _fetched(root, revision, remote.source(), remote.credentials())
    return found


def _fetched(root: Path, revision: str, source: str, credentials: Mapping[str, str]) -> str | None:
    words = ("fetch", "--quiet", "--no-tags", "--depth=1", source, f"+{revision}:{FETCHED}")
    done = git(*words, cwd=root, environment=credentials)
    return None if done.exit_code else _known(root, FETCHED)


def _known(root: Path, revision: str) -> str | None:
    return git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", cwd=root).stdout.strip() or None
