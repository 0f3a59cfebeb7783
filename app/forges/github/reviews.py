"""Remarks on the changed lines of a pull request on GitHub."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.publication import InlineComment
from app.forges.github.part import Part
from app.forges.github.refusals import Refused
from app.forges.marks import finding_key, with_finding_key

HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


class Reviews(Part):
    """Reviews that only comment: the verdict is the check's."""

    def ensure_review(self, number: int, head: str, comments: Sequence[InlineComment]) -> int:
        """Put remarks on changed lines, each key once in the pull request's life; returns how many are new.

        Nothing is said about a head that is no longer the pull request's: a newer run does.
        """
        doing = f"reviewing #{number}"
        if not comments or self._client.get(self._path("pulls", number), doing)["head"]["sha"] != head:
            return 0
        present = self._present(number, doing)
        fresh = [one for one in _once(comments) if one.key not in present]
        if not fresh:
            return 0
        shown = self._shown(number, doing)
        fitting = [one for one in fresh if _fits(one, shown.get(one.path, ()))]
        return self._say(number, head, fitting, doing) if fitting else 0

    def _say(self, number: int, head: str, comments: Sequence[InlineComment], doing: str) -> int:
        """One review; where GitHub does not take a line, halves of it, down to the line."""

        def look() -> Any:
            return {} if {one.key for one in comments} <= self._present(number, doing) else None

        words = {"commit_id": head, "event": "COMMENT", "comments": [_words(one) for one in comments]}
        try:
            self._client.create(self._path("pulls", number, "reviews"), doing, words, look)
        except Refused as refusal:
            if refusal.status != 422:
                raise
            half = len(comments) // 2
            parts = (comments[:half], comments[half:]) if half else ()
            return sum(self._say(number, head, part, doing) for part in parts)
        return len(comments)

    def _present(self, number: int, doing: str) -> set[str]:
        """The keys of our remarks."""
        login = self._access.login().lower()
        listed = self._client.pages(self._path("pulls", number, "comments"), doing)
        ours = (one for one in listed if str((one.get("user") or {}).get("login", "")).lower() == login)
        return {finding_key(one.get("body")) for one in ours}

    def _shown(self, number: int, doing: str) -> Mapping[str, Sequence[range]]:
        """Path → the lines of the new file that the diff shows, one range a hunk."""
        return {
            one["filename"]: tuple(
                range(int(start), int(start) + int(count or 1)) for start, count in HUNK.findall(one.get("patch") or "")
            )
            for one in self._client.pages(self._path("pulls", number, "files"), doing)
        }


def _once(comments: Sequence[InlineComment]) -> list[InlineComment]:
    first: dict[str, InlineComment] = {}
    for comment in comments:
        first.setdefault(comment.key, comment)
    return list(first.values())


def _fits(comment: InlineComment, hunks: Sequence[range]) -> bool:
    return any(comment.line in hunk and comment.end_line in hunk for hunk in hunks)


def _words(comment: InlineComment) -> dict[str, Any]:
    body = with_finding_key(comment.body, comment.key)
    words = {"path": comment.path, "body": body, "line": comment.end_line, "side": "RIGHT"}
    return words | ({"start_line": comment.line, "start_side": "RIGHT"} if comment.line < comment.end_line else {})
