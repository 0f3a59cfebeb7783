"""What the fake GitHub remembers."""

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def iso(moment: float) -> str:
    """Seconds since 1970 as GitHub writes times."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class User:
    """An account; ``kind`` is User, Bot or Organization."""

    id: int
    login: str
    kind: str = "User"


@dataclass(slots=True)
class Comment:
    """A comment on an issue or pull request."""

    id: int
    author: str
    body: str
    created: float
    updated: float
    reactions: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class Thread:
    """An issue, or a pull request where ``branch`` is set. ``head`` is the last commit seen on its branch."""

    id: int
    number: int
    author: str
    title: str
    body: str
    created: float
    updated: float
    labels: list[str] = field(default_factory=list)
    open: bool = True
    comments: list[Comment] = field(default_factory=list)
    reactions: set[tuple[str, str]] = field(default_factory=set)
    branch: str = ""
    base: str = ""
    source: str = ""
    head: str = ""
    draft: bool = False
    merged: bool = False
    reviews: list["Review"] = field(default_factory=list)


@dataclass(slots=True)
class Review:
    """A review with its comments on lines, as they were sent."""

    id: int
    author: str
    body: str
    commit: str
    created: float
    comments: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class CheckRun:
    """A check run as it was sent last; ``annotations`` only grow, as on GitHub."""

    id: int
    head: str
    sent: dict[str, Any]
    annotations: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Repository:
    """A repository: its bare git repository is ``bare``."""

    id: int
    name: str
    bare: Path
    default: str = "main"
    private: bool = False
    installed: bool = True
    fork_of: str = ""
    threads: dict[int, Thread] = field(default_factory=dict)
    checks: list[CheckRun] = field(default_factory=list)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    labels: list[str] = field(default_factory=lambda: ["bug", "enhancement"])
    roles: dict[str, str] = field(default_factory=dict)
    sarifs: list[dict[str, Any]] = field(default_factory=list)
    hooks: list[dict[str, Any]] = field(default_factory=list)
    code_scanning: bool = True
    archived: bool = False

    @property
    def pulls(self) -> list[Thread]:
        """Its pull requests."""
        return [thread for thread in self.threads.values() if thread.branch]


@dataclass(slots=True)
class Token:
    """Who a token speaks for. ``repositories`` None: all that the account may see; ``until`` in epoch seconds."""

    login: str
    app: bool = False
    repositories: tuple[str, ...] | None = None
    permissions: dict[str, str] = field(default_factory=dict)
    until: float = float("inf")


@dataclass(slots=True)
class Delivery:
    """One attempt to deliver a webhook."""

    id: int
    guid: str
    event: str
    action: str | None
    headers: dict[str, str]
    payload: dict[str, Any]
    status: int
    at: float
    repository: int


HOOK = {
    "url": "https://agents.example.com/webhooks/github",
    "content_type": "json",
    "insecure_ssl": "0",
    "secret": "********",
}


@dataclass(slots=True)
class State:
    """Everything, behind one lock.

    ``permissions`` are those that the App was given, ``accepted`` those that owners have accepted where they differ,
    ``suspended`` since when they have suspended it; ``hook`` is its webhook; ``most`` is how many items a page holds;
    ``workflows_propose`` says whether a workflow's token may open pull requests; ``moved`` leads from a repository's
    former name to its present one.
    """

    root: Path
    users: dict[str, User] = field(default_factory=dict)
    repositories: dict[str, Repository] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    teams: dict[str, set[str]] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    calls: list[tuple[str, str, int]] = field(default_factory=list)
    permissions: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    suspended: str = ""
    events: list[str] = field(default_factory=lambda: ["issues", "issue_comment", "pull_request"])
    hook: dict[str, str] = field(default_factory=lambda: dict(HOOK))
    lock: threading.RLock = field(default_factory=threading.RLock)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1001))
    clock: float = 0.0
    most: int = 100
    workflows_propose: bool = True
    moved: dict[str, str] = field(default_factory=dict)

    def now(self) -> float:
        """The time: the real one, moved by ``clock`` seconds."""
        return time.time() + self.clock

    def next_id(self) -> int:
        """An id that nothing has."""
        return next(self.ids)

    def user(self, login: str, kind: str = "User") -> User:
        """The account, made where it is new."""
        if login not in self.users:
            self.users[login] = User(self.next_id(), login, "Bot" if login.endswith("[bot]") else kind)
        return self.users[login]
