"""Events: what a forge told us, typed, with everything that is needed to act on it later."""

from dataclasses import dataclass
from typing import Literal

EventKind = Literal["comment", "issue_labelled", "pull_request", "pull_request_closed"]
"""``issue_labelled`` is also an issue opened with the label; ``pull_request`` has one of the actions below."""

PullRequestAction = Literal["", "opened", "synchronised", "reopened", "ready"]

NO_COMMIT = "0" * 40
"""What forges name as the commit before a branch's first one."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation: an issue or a pull request. ``repository`` is the full path (``owner/name``, ``a/b/c``)."""

    forge: str
    repository: str
    number: int
    pull_request: bool = False

    @property
    def name(self) -> str:
        """``github/owner/name#12``; GitLab numbers its merge requests apart: ``gitlab/a/b/c!12``."""
        sign = "!" if self.forge == "gitlab" and self.pull_request else "#"
        return f"{self.forge}/{self.repository}{sign}{self.number}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened in a thread.

    ``key`` is the same for the same happening under whatever delivery (``comment/123``, ``issue/9/created``,
    ``pull/7/<head>/synchronised``); ``text`` is the comment's text; ``title`` and ``body`` are the issue's or pull
    request's at that moment; ``comment`` the comment's id (GitLab: note id) or empty; ``head`` the pull request's head
    commit; ``at`` an ISO time or empty.
    """

    thread: Thread
    kind: EventKind
    actor: str
    key: str
    text: str = ""
    title: str = ""
    body: str = ""
    comment: str = ""
    action: PullRequestAction = ""
    head: str = ""
    draft: bool = False
    fork: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A delivery that starts nothing, and why (no call to the forge was needed to know)."""

    why: str
