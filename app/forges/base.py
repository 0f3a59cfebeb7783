"""The seams to a forge: what the pipeline asks of the place a repository lives in. Every verb may be repeated."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.domain.event import Event, Ignored
from app.domain.publication import Check, InlineComment, Issue, PullRequest, Reaction, Role


class Remote(Protocol):
    """A git repository that branches are pushed to."""

    def source(self) -> str:
        """What ``git clone`` is given: no credentials in it."""
        ...

    def credentials(self) -> Mapping[str, str]:
        """Environment for git that lets it read and push this one repository, fresh for the next minutes."""
        ...

    def ensure_repository(self) -> None:
        """See that the repository is there and can be written; raises ``AgentsError`` with a hint."""
        ...

    def default_branch(self) -> str:
        """Its name; empty for an empty repository."""
        ...

    def head_of(self, branch: str) -> str | None:
        """The branch's commit, or None where there is no such branch."""
        ...


class Forge(Remote, Protocol):
    """One repository on a forge. Failures are ``AgentsError``; vendor exceptions never leave it."""

    name: str
    repository: str
    comment_limit: int

    def issue(self, number: int) -> Issue:
        """The issue as it is now; raises ``Failure`` where there is none."""
        ...

    def pull_request(self, number: int) -> PullRequest:
        """The pull request as it is now; raises ``Failure`` where there is none."""
        ...

    def file(self, path: str, revision: str) -> str | None:
        """A text file at a branch or commit, or None."""
        ...

    def permission_of(self, user: str) -> Role:
        """What the person may do right now; ``Role.NONE`` where anything is unclear."""
        ...

    def member_of(self, team: str, user: str) -> bool:
        """Whether the person is in the team (GitHub: ``org/team``; GitLab: a group's path); False where unclear."""
        ...

    def ensure_reaction(self, number: int, pull_request: bool, comment: str, reaction: Reaction) -> None:
        """React on the comment, or on the issue or pull request itself where ``comment`` is empty."""
        ...

    def ensure_comment(self, number: int, pull_request: bool, mark: str, body: str, known: str = "") -> str:
        """Make or replace the one comment of ours that holds ``mark``; returns its id.

        ``known`` is its id from an earlier call: looked at first, searched for by ``mark`` where it is gone or empty.
        """
        ...

    def comment(self, number: int, pull_request: bool, mark: str, known: str = "") -> tuple[str, str] | None:
        """Id and body of the comment of ours that holds ``mark``, or None."""
        ...

    def ensure_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """The open pull request from ``branch`` into ``base``, made where missing, title and body as given."""
        ...

    def ensure_labels(self, number: int, pull_request: bool, add: Sequence[str], remove: Sequence[str]) -> None:
        """Add and remove labels; missing ones are made."""
        ...

    def ensure_check(self, check: Check) -> None:
        """The check (a commit status where checks cannot be written) of that name on that commit, kept up to date."""
        ...

    def conclude_checks(self, head: str, run: str, title: str) -> None:
        """End as cancelled every check of that run on that commit that has not ended."""
        ...

    def ensure_review(self, number: int, head: str, comments: Sequence[InlineComment]) -> int:
        """Put remarks on changed lines, each key once in the pull request's life; returns how many are new.

        A remark on a line that the forge does not take is left out, the others stay.
        """
        ...

    def upload_sarif(self, head: str, reference: str, sarif: str) -> bool:
        """Hand findings to code scanning; False where the forge or the plan has none."""
        ...

    def open_pull_requests(self) -> Sequence[PullRequest]:
        """The open ones."""
        ...

    def labelled_issues(self, label: str) -> Sequence[Issue]:
        """Open issues (no pull requests) with the label."""
        ...


class Host(Protocol):
    """A forge as a whole, as the service sees it."""

    name: str

    def delivery(self, headers: Mapping[str, str]) -> str:
        """The delivery's id, or empty."""
        ...

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the signature over the raw bytes is right; constant time."""
        ...

    def parse(self, headers: Mapping[str, str], payload: Mapping[str, object]) -> Event | Ignored:
        """The delivery as an event. Pure, never raises for a payload of an odd shape: that is ``Ignored``."""
        ...

    def open(self, repository: str) -> Forge:
        """One repository."""
        ...

    def missed(self, since: str) -> Sequence[tuple[str, Mapping[str, str], Mapping[str, object]]]:
        """Deliveries since an ISO time that did not arrive: id, headers, payload. Empty where the forge cannot tell."""
        ...

    def reachable(self) -> str:
        """Empty where the forge answers and takes our credentials, else what is wrong."""
        ...

    def budget(self) -> int | None:
        """Calls left in the present window, or None where unknown."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...
