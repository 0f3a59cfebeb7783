"""The GitHub Action: the workflows that use it, and inside a job what GitHub gives it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from app.bootstrap import examine
from app.cli.doctor.base import Door, Look, Scene
from app.cli.doctor.workflows import Use, uses
from app.domain.check import Check, State

GUIDE = "docs/guides/github-action.md"
HOSTILE = "pull_request_target"
"""Hands a token that writes to what a stranger's pull request set off."""
WRITES = {"contents": "write", "issues": "write", "pull-requests": "write"}
NEEDS: Mapping[str, Mapping[str, str]] = {
    "pull_request": {"contents": "read", "pull-requests": "write"},
    "issues": WRITES,
    "issue_comment": WRITES,
    "merge_group": {"contents": "read"},
    "push": {"contents": "read"},
    "schedule": {"contents": "read"},
    "workflow_dispatch": {"contents": "read"},
}
"""The permissions that serve an event whole, as docs/guides/github-action.md lists them."""
ESSENTIAL: Mapping[str, Mapping[str, str]] = {"issues": {"contents": "write", "pull-requests": "write"}}
"""Those without which an event comes to nothing; for all others reading the code is enough."""
LOOKS_AT_CHECKOUT = {"merge_group", "push", "schedule", "workflow_dispatch"}
CALLED = "workflow_call"
"""Starts a workflow with whatever event its caller has."""
SHA = re.compile(r"[0-9a-f]{40}")
VERSION = re.compile(r"v?\d[\w.-]*")
LEVELS = {"": 0, "none": 0, "read": 1, "write": 2}
Found = tuple[State, str, str, str]
"""State, what was found, how to mend it, why it matters."""


def door() -> Door:
    """Wanted inside a job, and where a workflow uses it."""
    mend = f"copy examples/workflows/review-pull-requests.yml into .github/workflows/  # {GUIDE}"
    absent = Check("absent", "workflows", "none here uses the action", mend)
    return Door("GitHub Action", _wanted, _looks, absent)


def _inside(scene: Scene) -> bool:
    return scene.environment.get("GITHUB_ACTIONS") == "true"


def _wanted(scene: Scene) -> bool:
    return _inside(scene) or any(uses(scene.folder))


def _looks(scene: Scene) -> Sequence[Look]:
    job: list[Look] = [partial(_event, scene.environment), partial(_rights, scene.environment)]
    return [*(job if _inside(scene) else ()), partial(_workflows, scene.folder)]


def _workflows(folder: Path) -> Iterator[Check]:
    found, unread = uses(folder)
    for path, why in unread:
        yield Check("broken", path, why, "correct it", "GitHub does not run it")
    for use in found:
        wrong = list(_judged(use))
        name = f"{use.path}:{use.line}"
        if not wrong:
            yield Check("ok", name, f"{', '.join(sorted(use.events))}; pinned, least permissions")
        for state, text, mend, why in wrong:
            yield Check(state, name, text, mend, why)


def _judged(use: Use) -> Iterator[Found]:
    if HOSTILE in use.events:
        why = "it hands a token that writes to a stranger's code; the action refuses it"
        yield "broken", f"started by {HOSTILE}", "on: pull_request  # for forks, too", why
    unknown = sorted(use.events - set(NEEDS) - {HOSTILE, CALLED})
    if unknown:
        yield "broken", f"started by {', '.join(unknown)}", f"on: [{', '.join(NEEDS)}]", "there the action only fails"
    yield from _allowed(use)
    yield from _pinned(use)
    yield from _checked_out(use)
    if "issue_comment" in use.events and "/agents" not in use.condition:
        mend = "if: contains(github.event.comment.body, '/agents')"
        yield "limited", "started by every comment", mend, "each costs a job that does nothing"


def _allowed(use: Use) -> Iterator[Found]:
    needed = _together([{"contents": "read"}, *(NEEDS[event] for event in use.events & set(NEEDS))])
    essential = _together([{"contents": "read"}, *(ESSENTIAL[event] for event in use.events & set(ESSENTIAL))])
    snippet = f"permissions: {{{', '.join(f'{name}: {level}' for name, level in sorted(needed.items()))}}}"
    if use.permissions is None:
        yield "limited", "no permissions are declared", snippet, "the repository's default decides: too few or too many"
    elif use.permissions.get("*") == "write":
        yield "limited", "it may write everything", snippet, "a mistake in any step may do anything"
    elif lacking := _lacking(essential, use.permissions):
        yield (
            "broken",
            f"its permissions lack {', '.join(lacking)}",
            snippet,
            "the job fails, or no pull request is made",
        )
    elif lacking := _lacking(needed, use.permissions):
        yield "limited", f"its permissions lack {', '.join(lacking)}", snippet, "what it may not say is in the summary"


def _together(permissions: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Of each the higher level."""
    found: dict[str, str] = {}
    for one in permissions:
        found |= {name: level for name, level in one.items() if LEVELS[level] > LEVELS[found.get(name, "")]}
    return found


def _lacking(needed: Mapping[str, str], given: Mapping[str, str]) -> list[str]:
    rest = given.get("*", "")
    return [
        f"{name}: {level}"
        for name, level in sorted(needed.items())
        if LEVELS.get(given.get(name, rest), 0) < LEVELS[level]
    ]


def _pinned(use: Use) -> Iterator[Found]:
    if SHA.fullmatch(use.ref):
        return
    if VERSION.fullmatch(use.ref):
        found, why = f"its version {use.ref} is a tag", "a tag can be moved to other code"
    else:
        found, why = "it follows a branch", "whatever is pushed there runs with your token"
    mend = f"git ls-remote https://github.com/{use.owner}/iac-agents  # then uses: …@<40 digits of the version>"
    yield "limited", found, mend, why


def _checked_out(use: Use) -> Iterator[Found]:
    looked_at = sorted(LOOKS_AT_CHECKOUT & use.events)
    if looked_at and not use.checked_out and not use.number:
        mend = "a step before it: uses: actions/checkout@… with: {persist-credentials: false}"
        yield "broken", f"nothing is checked out for {', '.join(looked_at)}", mend, "there it looks at the checkout"


def _event(environment: Mapping[str, str]) -> Iterator[Check]:
    name = environment.get("GITHUB_EVENT_NAME", "")
    if name == HOSTILE:
        why = "it hands a token that writes to a stranger's code"
        yield Check("broken", "event", f"{name} is refused", "on: pull_request", why)
    elif name not in NEEDS:
        yield Check("broken", "event", f"nothing is done for {name or 'none'}", f"on: [{', '.join(NEEDS)}]")
    else:
        yield Check("ok", "event", name)
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        mend = "leave GITHUB_EVENT_PATH as the runner sets it; in a container mount its folder"
        yield Check("broken", "event's payload", f"it cannot be read ({type(error).__name__})", mend)


def _rights(environment: Mapping[str, str]) -> Iterator[Check]:
    token = environment.get("GITHUB_TOKEN", "") or environment.get("AGENTS_GITHUB_TOKEN", "")
    repository = environment.get("GITHUB_REPOSITORY", "")
    if not token:
        mend = "env: {GITHUB_TOKEN: ${{ github.token }}}"
        yield Check("limited", "token", "this step has none, so its rights cannot be looked at", mend)
        return
    url = environment.get("GITHUB_API_URL", "") or "https://api.github.com"
    yield from examine.examine_job(url, token, repository)
