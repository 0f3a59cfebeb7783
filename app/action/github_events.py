"""What a workflow was started by, and what that asks for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.action.inputs import Inputs
from app.domain.errors import Failure, Forbidden, UsageFailure
from app.domain.event import NO_COMMIT, Event, Thread
from app.forges.base import Forge

DOING = "reading the event"
THREADS = frozenset({"pull_request", "issues", "issue_comment"})
"""Events of an issue or a pull request: what the service is told by webhook."""
LOOKS = frozenset({"push", "schedule", "workflow_dispatch", "merge_group"})
"""Events that ask for a look at the checkout."""
TARGET = (
    "it runs a stranger's code beside the repository's secrets and a token that may write; "
    "`on: pull_request` gives forks all that this action needs"
)
ELSEWHERE = "run it as a step of a workflow"


@dataclass(frozen=True, slots=True)
class Started:
    """The event: its name, its payload, the repository it is about, who caused it."""

    kind: str
    payload: Mapping[str, Any] = field(repr=False)
    repository: str
    actor: str
    run: str

    @property
    def before(self) -> str:
        """The commit that a push or a merge queue starts from, or empty."""
        group = self.payload.get("merge_group")
        found = group.get("base_sha") if isinstance(group, Mapping) else self.payload.get("before")
        return found if isinstance(found, str) and found != NO_COMMIT else ""


def read_started(environment: Mapping[str, str]) -> Started:
    """From the runner's environment; raises ``UsageFailure`` for an event that nothing is done for."""
    kind = environment.get("GITHUB_EVENT_NAME", "")
    if kind == "pull_request_target":
        raise UsageFailure(DOING, f"pull_request_target is refused: {TARGET}", "write `on: pull_request` instead")
    if kind not in THREADS | LOOKS:
        known = ", ".join(sorted(THREADS | LOOKS))
        raise UsageFailure(DOING, f"nothing is done for {kind or 'no event'}", f"start the workflow by one of {known}")
    repository = environment.get("GITHUB_REPOSITORY", "")
    if repository.count("/") != 1:
        raise UsageFailure(DOING, "GITHUB_REPOSITORY names no repository", ELSEWHERE)
    run = f"{environment.get('GITHUB_RUN_ID', '0')}/{environment.get('GITHUB_RUN_ATTEMPT', '1')}"
    return Started(kind, _payload(environment.get("GITHUB_EVENT_PATH", "")), repository, _actor(environment), run)


def _actor(environment: Mapping[str, str]) -> str:
    """Who asks: of a workflow that was started again whoever did that, for that is whose wish it is."""
    return environment.get("GITHUB_TRIGGERING_ACTOR") or environment.get("GITHUB_ACTOR", "")


def _payload(path: str) -> Mapping[str, Any]:
    try:
        data = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageFailure(DOING, f"GITHUB_EVENT_PATH cannot be read ({error})", ELSEWHERE) from error
    if not isinstance(data, dict):
        raise UsageFailure(DOING, "GITHUB_EVENT_PATH holds no JSON object", ELSEWHERE)
    return data


def asked(forge: Forge, inputs: Inputs, started: Started) -> Event:
    """A person's wish with the number of a thread, as if they had commented there."""
    if started.kind != "workflow_dispatch":
        raise UsageFailure("reading the inputs", f"`number` with {started.kind}", "give it for workflow_dispatch alone")
    if not inputs.text:
        raise UsageFailure("reading the inputs", "`number` without a command", "give `command`, e.g. review")
    issue = forge.issue(inputs.number)
    thread = Thread(forge.name, started.repository, inputs.number, _is_pull_request(forge, inputs.number))
    return Event(
        thread=thread,
        kind="comment",
        actor=started.actor,
        key=f"dispatch/{started.run}",
        text=inputs.text,
        title=issue.title,
        body=issue.body,
    )


def _is_pull_request(forge: Forge, number: int) -> bool:
    try:
        forge.pull_request(number)
    except Forbidden:
        raise
    except Failure:
        return False
    return True
