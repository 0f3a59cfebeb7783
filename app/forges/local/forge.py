"""A git repository and the desk beside it: the whole ``Forge`` without a server."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.domain.errors import Failure
from app.domain.publication import Check, InlineComment, Issue, PullRequest, Reaction
from app.forges.diffs import Changed, changed_files
from app.forges.local.desk import BOT, Desk, labels_after
from app.forges.local.repository import LocalRepository
from app.processes.git import git, require_git

UNENDED = ("queued", "running")


class LocalForge(LocalRepository):
    """The ``Forge`` of the command line and of tests. ``desk`` is where it keeps what git does not hold.

    Without one it is the folder ``agents-desk`` inside git's own. Who commits or comments under the name ``agents`` is
    taken for the bot.
    """

    comment_limit = 1_000_000

    def __init__(self, directory: Path, identity: Mapping[str, str], desk: Path | None = None) -> None:
        super().__init__(directory, identity)
        self._folder = desk

    @property
    def desk(self) -> Desk:
        """What is kept beside git."""
        if self._folder is None:
            doing = f"opening the repository {self.directory}"
            found = require_git(doing, "rev-parse", "--absolute-git-dir", cwd=self.directory)
            self._folder = Path(found) / "agents-desk"
        return Desk(self._folder)

    def issue(self, number: int) -> Issue:
        """As it lies on the desk."""
        return _issue(number, self.desk.thread(number, pull_request=False))

    def pull_request(self, number: int) -> PullRequest:
        """As it lies on the desk, with the branches' heads as git has them."""
        values = self.desk.thread(number, pull_request=True)
        return PullRequest(
            number=number,
            title=str(values["title"]),
            body=str(values.get("body", "")),
            author=str(values.get("author", "")),
            head=self.head_of(values["branch"]) or "",
            head_branch=str(values["branch"]),
            base=self.head_of(values["base"]) or "",
            base_branch=str(values["base"]),
            fetch=f"refs/heads/{values['branch']}",
            draft=bool(values.get("draft")),
            open=bool(values.get("open", True)),
            merged=bool(values.get("merged")),
            labels=tuple(values.get("labels", ())),
        )

    def ensure_reaction(self, number: int, pull_request: bool, comment: str, reaction: Reaction) -> None:
        """A word in the thread's file."""
        values = self.desk.thread(number, pull_request)
        reactions = values.setdefault("reactions", {})
        if reaction not in reactions.setdefault(comment, []):
            reactions[comment].append(reaction)
            self.desk.write_thread(number, values)

    def ensure_comment(self, number: int, pull_request: bool, mark: str, body: str, known: str = "") -> str:
        """One Markdown file of ours that begins with the mark."""
        self.desk.thread(number, pull_request)
        there = self.comment(number, pull_request, mark, known)
        if there and there[1] == body:
            return there[0]
        return self.desk.write_comment(number, body, identity=there[0] if there else "")

    def comment(self, number: int, pull_request: bool, mark: str, known: str = "") -> tuple[str, str] | None:
        """Id and body of our comment with the mark."""
        self.desk.thread(number, pull_request)
        ours = {
            identity: body
            for identity, author, body in self.desk.comments(number)
            if author == BOT and mark in body.partition("\n")[0]
        }
        return (known, ours[known]) if known in ours else next(iter(ours.items()), None)

    def ensure_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """The open one of these branches."""
        doing = f"opening a pull request from {branch}"
        for name in (branch, base):
            if not self.head_of(name):
                raise Failure(doing, f"there is no branch {name}", "push it first")
        number = next((pull.number for pull in self.open_pull_requests() if _joins(pull, branch, base)), None)
        words = {"title": title, "body": body}
        if number is None:
            number = self.desk.open_thread({**words, "author": BOT, "branch": branch, "base": base, "open": True})
        else:
            self.desk.write_thread(number, self.desk.thread(number, pull_request=True) | words)
        return self.pull_request(number)

    def ensure_labels(self, number: int, pull_request: bool, add: Sequence[str], remove: Sequence[str]) -> None:
        """Words in the thread's file."""
        values = self.desk.thread(number, pull_request)
        self.desk.write_thread(number, values | {"labels": labels_after(values.get("labels", ()), add, remove)})

    def ensure_check(self, check: Check) -> None:
        """A file for each name on a commit."""
        self.desk.write_check(check.head, check.name, asdict(check))

    def conclude_checks(self, head: str, run: str, title: str) -> None:
        """Those of that run that have not ended."""
        for values in self.desk.checks(head):
            if values["run"] == run and values["state"] in UNENDED:
                self.desk.write_check(head, values["name"], {**values, "state": "cancelled", "title": title})

    def ensure_review(self, number: int, head: str, comments: Sequence[InlineComment]) -> int:
        """Remarks on lines that the change shows; a key stays where it was first put."""
        pull = self.pull_request(number)
        present = {str(values["key"]) for values in self.desk.remarks(number)}
        files = self._changed(pull.base, head) if comments else {}
        new = 0
        for comment in comments:
            changed = files.get(comment.path)
            lines = range(comment.line, max(comment.line, comment.end_line) + 1)
            if comment.key in present or changed is None or not any(line in changed.lines for line in lines):
                continue
            self.desk.write_remark(number, comment.key, {**asdict(comment), "head": head})
            present.add(comment.key)
            new += 1
        return new

    def upload_sarif(self, head: str, reference: str, sarif: str) -> bool:
        """Kept by commit."""
        del reference
        self.desk.write_sarif(head, sarif)
        return True

    def open_pull_requests(self) -> Sequence[PullRequest]:
        """By number."""
        return [self.pull_request(number) for number, values in self._threads() if "branch" in values]

    def labelled_issues(self, label: str) -> Sequence[Issue]:
        """By number."""
        found = [_issue(number, values) for number, values in self._threads() if "branch" not in values]
        return [issue for issue in found if label in issue.labels]

    def _threads(self) -> list[tuple[int, dict[str, Any]]]:
        """The open ones of either kind."""
        threads = [(number, self.desk.any_thread(number)) for number in self.desk.numbers()]
        return [(number, values) for number, values in threads if values.get("open", True)]

    def _changed(self, base: str, head: str) -> dict[str, Changed]:
        """The files that the change touches since the branches parted, with their shown lines."""
        words = ("-c", "core.quotePath=false", "diff", "--no-ext-diff", "--no-textconv", "--no-renames")
        done = git(*words, f"{base}...{head}", cwd=self.directory)
        files = []
        for part in re.split(r"^diff --git ", done.stdout, flags=re.MULTILINE)[1:]:
            named = re.search(r"^\+\+\+ b/(.*?)\t?$", part, flags=re.MULTILINE)
            if named:
                files.append({"new_path": named[1], "old_path": named[1], "diff": part[part.index("\n@@ ") + 1 :]})
        return changed_files(files)


def _joins(pull: PullRequest, branch: str, base: str) -> bool:
    return (pull.head_branch, pull.base_branch) == (branch, base)


def _issue(number: int, values: Mapping[str, Any]) -> Issue:
    return Issue(
        number=number,
        title=str(values["title"]),
        body=str(values.get("body", "")),
        author=str(values.get("author", "")),
        labels=tuple(values.get("labels", ())),
        open=bool(values.get("open", True)),
        created=str(values.get("created", "")),
    )
