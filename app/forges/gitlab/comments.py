"""Comments (notes) and reactions (award emoji)."""

from typing import Any

from app.domain.publication import Reaction
from app.forges.gitlab.errors import Missing, Refused
from app.forges.gitlab.project import found
from app.forges.gitlab.pulls import Pulls
from app.forges.gitlab.texts import without_actions
from app.forges.marks import opening


class Comments(Pulls):
    """The part of ``Forge`` about comments and reactions."""

    comment_limit = 1_000_000

    def ensure_comment(self, number: int, pull_request: bool, mark: str, body: str, known: str = "") -> str:
        """One note of ours holds the mark, with this body. Doubles, left by an answer that came late, are removed."""
        body = without_actions(body)
        notes = f"{self.thread(number, pull_request)}/notes"
        mine = self._marked(notes, mark, known)
        for double in mine[1:]:
            found(lambda entry=double: self.client.delete(f"{notes}/{entry['id']}"))  # type: ignore[misc]
        if not mine:
            return self._make(notes, mark, body)
        identity = str(mine[0]["id"])
        if mine[0]["body"] != body:
            try:
                self.client.put(f"{notes}/{identity}", body=body)
            except Missing:  # removed since we looked
                return self._make(notes, mark, body)
        return identity

    def comment(self, number: int, pull_request: bool, mark: str, known: str = "") -> tuple[str, str] | None:
        """Id and body of the note of ours that holds the mark."""
        mine = self._marked(f"{self.thread(number, pull_request)}/notes", mark, known)
        return (str(mine[0]["id"]), str(mine[0]["body"])) if mine else None

    def ensure_reaction(self, number: int, pull_request: bool, comment: str, reaction: Reaction) -> None:
        """One award emoji of ours; GitLab's names are the same."""
        place = self.thread(number, pull_request) + (f"/notes/{comment}" if comment else "")
        awards = f"{place}/award_emoji"

        def given() -> bool | None:
            return any(entry["name"] == reaction and self._by_us(entry) for entry in self.client.pages(awards)) or None

        if given():
            return
        try:
            self.client.create(awards, given, bool, name=reaction)
        except Refused:  # it is said to be there already, or cannot be given
            if not given():
                raise

    def _make(self, notes: str, mark: str, body: str) -> str:
        def made() -> str | None:
            mine = self._marked(notes, mark)
            return str(mine[0]["id"]) if mine else None

        return self.client.create(notes, made, lambda answer: str(answer["id"]), body=body)

    def _marked(self, notes: str, mark: str, known: str = "") -> list[dict[str, Any]]:
        """Our notes with the mark, oldest first; the known one alone where it is there."""
        if known:
            note: dict[str, Any] | None = found(lambda: self.client.get(f"{notes}/{known}"))
            if note and mark in opening(note["body"]) and self.ours(note):
                return [note]
        entries = self.client.pages(notes, sort="asc", order_by="created_at")
        return [entry for entry in entries if mark in opening(entry["body"]) and self.ours(entry)]

    def _by_us(self, award: dict[str, Any]) -> bool:
        return bool((award.get("user") or {}).get("username") == self._who())
