"""A run of the service as the store keeps it: what is to be done, for whom, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.command import Command
from app.domain.event import Event

RunStatus = Literal["queued", "running", "done", "failed", "refused", "superseded", "cancelled"]
ENDED = frozenset({"done", "failed", "refused", "superseded", "cancelled"})
Stop = Literal["", "superseded", "cancelled"]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run. ``sequence`` grows within its thread; ``stages`` are rows ``{stage, status, why, seconds}``.

    ``stop`` asks a running one to end; ``why`` says why it ended as it did; times are ISO, UTC.
    """

    id: str
    event: Event
    commands: tuple[Command, ...] = ()
    status: RunStatus = "queued"
    why: str = ""
    sequence: int = 1
    stop: Stop = ""
    stages: tuple[Mapping[str, Any], ...] = ()
    branch: str = ""
    head: str = ""
    created: str = ""
    started: str = ""
    finished: str = ""


@dataclass(frozen=True, slots=True)
class ThreadMemory:
    """What is remembered of a thread.

    ``comments`` maps a marker's key (and part: ``living``, ``living.2``) to the forge's comment id; ``request`` is the
    text the generated stack answers, ``revisions`` what was asked to change since; ``branch`` the bot's branch,
    ``pull_request`` its number, ``issue`` the issue it answers (0: none); ``pushed`` the last commit the bot pushed.
    """

    comments: Mapping[str, str] = field(default_factory=dict)
    request: str = ""
    title: str = ""
    revisions: tuple[str, ...] = ()
    branch: str = ""
    pull_request: int = 0
    issue: int = 0
    pushed: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a delivery: its run, and whether that run was there already."""

    run: str
    duplicate: bool = False
