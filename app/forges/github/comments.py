"""Issues, comments, reactions and labels on GitHub."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from app.domain.publication import Issue, Reaction
from app.forges.github.part import Part
from app.forges.github.refusals import Refused
from app.forges.marks import opening


class Comments(Part):
    """What people read and write under an issue or pull request."""

    comment_limit = 65_536

    def issue(self, number: int) -> Issue:
        """The issue as it is now; raises ``Failure`` where there is none."""
        return issue_of(self._client.get(self._path("issues", number), f"reading issue #{number}"))

    def labelled_issues(self, label: str) -> Sequence[Issue]:
        """Open issues (no pull requests) with the label.

        Looked at once more here: where a repository was renamed, the way to its new name loses the query.
        """
        found = self._client.pages(self._path("issues"), "listing issues", state="open", labels=label)
        issues = (issue_of(one) for one in found if "pull_request" not in one)
        return tuple(one for one in issues if one.open and label.lower() in {name.lower() for name in one.labels})

    def ensure_reaction(self, number: int, pull_request: bool, comment: str, reaction: Reaction) -> None:  # noqa: ARG002
        """React on the comment, or on the issue or pull request itself where ``comment`` is empty.

        GitHub keeps one reaction of each kind a person, so that this may be repeated as it is.
        """
        where = ("issues", "comments", comment) if comment else ("issues", number)
        self._client.write("POST", self._path(*where, "reactions"), "reacting", {"content": reaction})

    def comment(self, number: int, pull_request: bool, mark: str, known: str = "") -> tuple[str, str] | None:  # noqa: ARG002
        """Id and body of the comment of ours that holds ``mark``, or None."""
        found = self._comment(number, mark, known)
        return (str(found["id"]), str(found.get("body") or "")) if found else None

    def ensure_comment(self, number: int, pull_request: bool, mark: str, body: str, known: str = "") -> str:  # noqa: ARG002
        """Make or replace the one comment of ours that holds ``mark``; returns its id."""
        doing = f"commenting on #{number}"
        found = self._comment(number, mark, known, tidy=True)
        if found is None:

            def look() -> Any:
                return self._comment(number, mark, "")

            found = self._client.create(self._path("issues", number, "comments"), doing, {"body": body}, look)
        return self._replaced(number, mark, body, found, doing)

    def _replaced(self, number: int, mark: str, body: str, found: Mapping[str, Any], doing: str) -> str:
        if _same(str(found.get("body") or ""), body):
            return str(found["id"])
        try:
            self._client.write("PATCH", self._path("issues", "comments", found["id"]), doing, {"body": body})
        except Refused as refusal:
            if refusal.status != 404:
                raise
            return self.ensure_comment(number, False, mark, body)  # somebody deleted it meanwhile
        return str(found["id"])

    def _comment(self, number: int, mark: str, known: str, *, tidy: bool = False) -> Any:
        """The known one, else the oldest with the mark.

        A write that GitHub carried out long after our time-out may have left another: ``tidy`` removes it.
        """
        doing = f"reading the comments of #{number}"
        ours = self._ours(mark)
        if known.isdigit():
            found = self._client.find(self._path("issues", "comments", known), doing)
            if found and ours(found) and str(found.get("issue_url", "")).endswith(f"/{number}"):
                return found
        listed = self._client.pages(self._path("issues", number, "comments"), doing)
        first, *doubles = [one for one in listed if ours(one)] or [None]
        for double in doubles if tidy else ():
            self._delete(self._path("issues", "comments", double["id"]), "removing a comment that is there twice")
        return first

    def _ours(self, mark: str) -> Callable[[Mapping[str, Any]], bool]:
        login = self._access.login().lower()

        def ours(comment: Mapping[str, Any]) -> bool:
            author = str((comment.get("user") or {}).get("login", "")).lower()
            return author == login and mark in opening(comment.get("body"))

        return ours

    def ensure_labels(self, number: int, pull_request: bool, add: Sequence[str], remove: Sequence[str]) -> None:  # noqa: ARG002
        """Add and remove labels; GitHub makes those that are missing."""
        path, doing = self._path("issues", number, "labels"), f"labelling #{number}"
        present = {str(one["name"]).lower() for one in self._client.pages(path, doing)}
        missing = [label for label in add if label.lower() not in present]
        if missing:
            self._client.write("POST", path, doing, {"labels": missing})
        for label in remove:
            if label.lower() in present:
                self._delete(f"{path}/{quote(label, safe='')}", doing)

    def _delete(self, path: str, doing: str) -> None:
        try:
            self._client.write("DELETE", path, doing)
        except Refused as refusal:
            if refusal.status != 404:
                raise


def issue_of(data: Mapping[str, Any]) -> Issue:
    """GitHub's issue as ours."""
    return Issue(
        number=data["number"],
        title=data.get("title") or "",
        body=data.get("body") or "",
        author=(data.get("user") or {}).get("login", "ghost"),
        labels=tuple(one["name"] if isinstance(one, dict) else str(one) for one in data.get("labels", ())),
        open=data.get("state") == "open",
        url=data.get("html_url") or "",
        created=data.get("created_at") or "",
    )


def _same(kept: str, wanted: str) -> bool:
    """Whether the text is there already: GitHub trims the end and may keep other line ends."""
    return kept.replace("\r\n", "\n").strip() == wanted.replace("\r\n", "\n").strip()
