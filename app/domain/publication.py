"""What is published on a forge, as values: what reports make and forges take."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

CheckState = Literal["queued", "running", "success", "failure", "neutral", "cancelled"]
Reaction = Literal["eyes", "confused"]


class Role(IntEnum):
    """What a person may do in a repository, ordered."""

    NONE = 0
    READ = 1
    TRIAGE = 2
    WRITE = 3
    MAINTAIN = 4
    ADMIN = 5


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as the forge has it now."""

    number: int
    title: str
    body: str
    author: str
    labels: tuple[str, ...] = ()
    open: bool = True
    url: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request as the forge has it now. ``head`` and ``base`` are commits, the branches their names.

    ``fetch`` is the reference that brings its head from the base repository (``refs/pull/7/head``); ``fork`` whether
    the head lives in another repository.
    """

    number: int
    title: str
    body: str
    author: str
    head: str
    head_branch: str
    base: str
    base_branch: str
    fetch: str
    fork: bool = False
    draft: bool = False
    open: bool = True
    merged: bool = False
    labels: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One note of a check on lines of a file."""

    path: str
    line: int
    end_line: int
    level: Literal["notice", "warning", "failure"]
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check on a commit: ``agents`` or ``agents / <stage>``. ``run`` is its run, ``url`` the run's page or empty."""

    name: str
    head: str
    run: str
    state: CheckState
    title: str = ""
    summary: str = ""
    annotations: tuple[Annotation, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class InlineComment:
    """A remark on lines of a pull request's change. ``key`` (the finding's fingerprint) makes it appear once.

    ``body`` is Markdown and may hold a suggestion block that replaces lines ``line`` to ``end_line`` of the new file.
    """

    key: str
    path: str
    line: int
    end_line: int
    body: str


@dataclass(frozen=True, slots=True)
class Marker:
    """The hidden first line of a comment of ours: whose it is, so that it is found again and never goes back in time.

    ``key`` is ``living`` for the living comment, else what the comment answers (``reply-<run>``, ``welcome``).
    """

    key: str
    run: str = ""
    head: str = ""
    sequence: int = 0
    part: int = 1
