"""A forge that leaves out what it is told not to say, and what its token may not: neither ends a run."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, TypeVar

from app.domain.errors import Forbidden
from app.domain.publication import Check, InlineComment, Issue, PullRequest, Reaction, Role
from app.forges.base import Forge

T = TypeVar("T")
Telling = Literal["comments", "reactions", "remarks", "checks", "labels", "code scanning"]


class Quiet:
    """The ``Forge`` of a token with few rights, such as the one of a fork's workflow.

    What was refused once is not tried again: ``untold`` says what that was, and which of ``rights`` is missing or else
    the forge's words. Reading, pushing and opening pull requests are left as they are: they fail.
    """

    def __init__(
        self, forge: Forge, silent: Collection[Telling] = (), rights: Mapping[Telling, str] | None = None
    ) -> None:
        self._forge, self._silent, self._rights = forge, frozenset(silent), rights or {}
        self.name, self.repository, self.comment_limit = forge.name, forge.repository, forge.comment_limit
        self.untold: dict[Telling, str] = {}

    def _tell(self, what: Telling, work: Callable[[], T], instead: T) -> T:
        if what in self._silent or what in self.untold:
            return instead
        try:
            return work()
        except Forbidden as refusal:
            self._leave(what, refusal.wrong)
            return instead

    def _leave(self, what: Telling, why: str) -> None:
        self.untold.setdefault(what, f"the token lacks {self._rights[what]}" if what in self._rights else why)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out against our will, for people."""
        return tuple(f"{what}: {why}" for what, why in self.untold.items())

    # -- what may be left out --------------------------------------------------------------------------------------

    def ensure_reaction(self, number: int, pull_request: bool, comment: str, reaction: Reaction) -> None:
        """As the forge's."""
        self._tell("reactions", lambda: self._forge.ensure_reaction(number, pull_request, comment, reaction), None)

    def ensure_comment(self, number: int, pull_request: bool, mark: str, body: str, known: str = "") -> str:
        """As the forge's; empty where nothing was said."""
        return self._tell(
            "comments", lambda: self._forge.ensure_comment(number, pull_request, mark, body, known), known
        )

    def comment(self, number: int, pull_request: bool, mark: str, known: str = "") -> tuple[str, str] | None:
        """As the forge's."""
        return self._tell("comments", lambda: self._forge.comment(number, pull_request, mark, known), None)

    def ensure_labels(self, number: int, pull_request: bool, add: Sequence[str], remove: Sequence[str]) -> None:
        """As the forge's."""
        self._tell("labels", lambda: self._forge.ensure_labels(number, pull_request, add, remove), None)

    def ensure_check(self, check: Check) -> None:
        """As the forge's."""
        self._tell("checks", lambda: self._forge.ensure_check(check), None)

    def conclude_checks(self, head: str, run: str, title: str) -> None:
        """As the forge's."""
        self._tell("checks", lambda: self._forge.conclude_checks(head, run, title), None)

    def ensure_review(self, number: int, head: str, comments: Sequence[InlineComment]) -> int:
        """As the forge's."""
        return self._tell("remarks", lambda: self._forge.ensure_review(number, head, comments), 0)

    def upload_sarif(self, head: str, reference: str, sarif: str) -> bool:
        """As the forge's."""
        taken = self._tell("code scanning", lambda: self._forge.upload_sarif(head, reference, sarif), False)
        if not taken and "code scanning" not in self._silent:
            self.untold.setdefault("code scanning", "it is off for this repository, or the token may not write there")
        return taken

    # -- what is passed on -----------------------------------------------------------------------------------------

    def source(self) -> str:
        """As the forge's."""
        return self._forge.source()

    def credentials(self) -> Mapping[str, str]:
        """As the forge's."""
        return self._forge.credentials()

    def ensure_repository(self) -> None:
        """As the forge's."""
        self._forge.ensure_repository()

    def default_branch(self) -> str:
        """As the forge's."""
        return self._forge.default_branch()

    def head_of(self, branch: str) -> str | None:
        """As the forge's."""
        return self._forge.head_of(branch)

    def issue(self, number: int) -> Issue:
        """As the forge's."""
        return self._forge.issue(number)

    def pull_request(self, number: int) -> PullRequest:
        """As the forge's."""
        return self._forge.pull_request(number)

    def file(self, path: str, revision: str) -> str | None:
        """As the forge's."""
        return self._forge.file(path, revision)

    def permission_of(self, user: str) -> Role:
        """As the forge's."""
        return self._forge.permission_of(user)

    def member_of(self, team: str, user: str) -> bool:
        """As the forge's."""
        return self._forge.member_of(team, user)

    def ensure_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """As the forge's."""
        return self._forge.ensure_pull_request(branch, base, title, body)

    def open_pull_requests(self) -> Sequence[PullRequest]:
        """As the forge's."""
        return self._forge.open_pull_requests()

    def labelled_issues(self, label: str) -> Sequence[Issue]:
        """As the forge's."""
        return self._forge.labelled_issues(label)
