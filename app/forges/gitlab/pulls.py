"""Issues and merge requests."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.publication import Issue, PullRequest
from app.forges.gitlab.errors import Refused
from app.forges.gitlab.project import found
from app.forges.gitlab.repository import Repository
from app.forges.gitlab.texts import without_actions


class Pulls(Repository):
    """The part of ``Forge`` about issues, merge requests and labels."""

    def issue(self, number: int) -> Issue:
        """As it is now."""
        return _issue(self.client.get(self.thread(number, pull_request=False)))

    def pull_request(self, number: int) -> PullRequest:
        """As it is now; ``base`` is the target branch's head."""
        return self._fresh(self.client.get(self.thread(number, pull_request=True)))

    def ensure_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """The open merge request of a branch of this project, found or made, brought up to date."""
        body = without_actions(body)
        entry = self._open_one(branch, base) or self._made(branch, base, title, body)
        if (entry["title"], entry.get("description") or "") != (title, body):
            entry = self.client.put(self.thread(entry["iid"], pull_request=True), title=title, description=body)
        return self._fresh(entry)

    def ensure_labels(self, number: int, pull_request: bool, add: Sequence[str], remove: Sequence[str]) -> None:
        """One change; GitLab makes the labels that are missing."""
        entry = self.client.get(self.thread(number, pull_request))
        there = set(entry.get("labels") or ())
        new, old = [label for label in add if label not in there], [label for label in remove if label in there]
        if new or old:
            changes = {"add_labels": ",".join(new), "remove_labels": ",".join(old)}
            self.client.put(
                self.thread(number, pull_request), **{name: value for name, value in changes.items() if value}
            )

    def open_pull_requests(self) -> Sequence[PullRequest]:
        """The open ones, oldest first."""
        entries = self.client.pages(self.path("/merge_requests"), state="opened", sort="asc", order_by="created_at")
        heads: dict[str, str] = {}
        for entry in entries:
            branch = entry["target_branch"]
            if branch not in heads:
                heads[branch] = self.head_of(branch) or ""
        return [_pull_request(entry, heads[entry["target_branch"]]) for entry in entries]

    def labelled_issues(self, label: str) -> Sequence[Issue]:
        """Open issues with the label, oldest first, without confidential ones."""
        words = {"state": "opened", "labels": label, "sort": "asc", "order_by": "created_at"}
        entries = self.client.pages(self.path("/issues"), **words)
        return [_issue(entry) for entry in entries if not entry.get("confidential")]

    def _fresh(self, entry: dict[str, Any]) -> PullRequest:
        """With the heads that git has: GitLab brings a merge request up to its branch some seconds after a push."""
        pull = _pull_request(entry, self.head_of(entry["target_branch"]) or "")
        head = None if pull.fork or not pull.open else self.head_of(pull.head_branch)
        return replace(pull, head=head, fetch=f"refs/heads/{pull.head_branch}") if head else pull

    def _open_one(self, branch: str, base: str) -> dict[str, Any] | None:
        words = {"state": "opened", "source_branch": branch, "target_branch": base}
        entries = self.client.pages(self.path("/merge_requests"), **words)
        own = [entry for entry in entries if entry["source_project_id"] == entry["target_project_id"]]
        return min(own, key=lambda entry: int(entry["iid"]), default=None)

    def _made(self, branch: str, base: str, title: str, body: str) -> dict[str, Any]:
        def read(answer: Any) -> dict[str, Any]:
            return dict(answer)

        words = {"source_branch": branch, "target_branch": base, "title": title, "description": body}
        try:
            return self.client.create(self.path("/merge_requests"), lambda: self._open_one(branch, base), read, **words)
        except Refused as error:
            there = found(lambda: self._open_one(branch, base)) if error.status in {400, 409, 422} else None
            if there is None:
                raise
            return there


def _issue(entry: dict[str, Any]) -> Issue:
    return Issue(
        number=int(entry["iid"]),
        title=str(entry["title"]),
        body=str(entry.get("description") or ""),
        author=str((entry.get("author") or {}).get("username", "")),
        labels=tuple(entry.get("labels") or ()),
        open=entry["state"] == "opened",
        url=str(entry.get("web_url") or ""),
        created=str(entry.get("created_at") or ""),
    )


def _pull_request(entry: dict[str, Any], base: str) -> PullRequest:
    number = int(entry["iid"])
    return PullRequest(
        number=number,
        title=str(entry["title"]),
        body=str(entry.get("description") or ""),
        author=str((entry.get("author") or {}).get("username", "")),
        head=str(entry.get("sha") or ""),
        head_branch=str(entry["source_branch"]),
        base=base,
        base_branch=str(entry["target_branch"]),
        fetch=f"refs/merge-requests/{number}/head",
        fork=entry.get("source_project_id") != entry.get("target_project_id"),
        draft=bool(entry.get("draft") or entry.get("work_in_progress")),
        open=entry["state"] in {"opened", "locked"},
        merged=entry["state"] == "merged",
        labels=tuple(entry.get("labels") or ()),
        url=str(entry.get("web_url") or ""),
    )
