"""Remarks on changed lines: discussions with a position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.publication import InlineComment
from app.forges.diffs import Changed, changed_files
from app.forges.gitlab.checks import Checks
from app.forges.gitlab.errors import Refused
from app.forges.gitlab.texts import with_suggestion, without_actions
from app.forges.marks import finding_key, with_finding_key

REACH = 100
"""Lines above and below that a suggestion of GitLab's may replace."""
LOOKS = 6
BETWEEN_LOOKS = 2.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a remark stands; its range reaches ``above`` and ``below`` the line that the change shows."""

    position: Mapping[str, Any]
    above: int
    below: int


class Reviews(Checks):
    """The part of ``Forge`` about remarks on lines."""

    def ensure_review(self, number: int, head: str, comments: Sequence[InlineComment]) -> int:
        """One discussion for each key that the merge request does not have yet."""
        if not comments:
            return 0
        thread = self.thread(number, pull_request=True)
        present = self._present(thread)
        new = list({comment.key: comment for comment in comments if comment.key not in present}.values())
        if not new:
            return 0
        version = self._version(thread, head)
        if version is None:
            return 0
        files = changed_files(self.client.pages(f"{thread}/diffs"))
        return sum(self._discuss(thread, comment, version, files) for comment in new)

    def _discuss(
        self, thread: str, comment: InlineComment, version: Mapping[str, Any], files: Mapping[str, Changed]
    ) -> bool:
        place = _place(comment, version, files)
        if place is None:
            return False

        def made() -> bool | None:
            return comment.key in self._present(thread) or None

        body = with_finding_key(comment.body, comment.key)
        body = with_suggestion(without_actions(body), place.above, place.below)
        try:
            return self.client.create(f"{thread}/discussions", made, bool, body=body, position=dict(place.position))
        except Refused as error:
            if error.status in {400, 422}:  # the line is not where GitLab takes remarks
                return False
            raise

    def _present(self, thread: str) -> set[str]:
        """The keys of our remarks."""
        return {
            finding_key(note["body"])
            for discussion in self.client.pages(f"{thread}/discussions")
            for note in discussion.get("notes") or ()
            if self.ours(note)
        }

    def _version(self, thread: str, head: str) -> Mapping[str, Any] | None:
        """The commits that the merge request's diff of that head is between.

        GitLab looks at a push some seconds later; None where it has not by then, or the head has been pushed away.
        """
        for attempt in range(LOOKS):
            if attempt:
                self.client.rest(BETWEEN_LOOKS)
            versions = self.client.pages(f"{thread}/versions")
            fitting = [entry for entry in versions if entry.get("head_commit_sha") == head]
            if fitting:
                return max(fitting, key=lambda entry: int(entry["id"]))
        return None


def _place(comment: InlineComment, version: Mapping[str, Any], files: Mapping[str, Changed]) -> _Place | None:
    """The first line of the range that the change shows; None where it shows none."""
    changed = files.get(comment.path)
    if changed is None:
        return None
    end = max(comment.line, comment.end_line)
    line = next((line for line in range(comment.line, end + 1) if line in changed.lines), None)
    if line is None or line - comment.line > REACH or end - line > REACH:
        return None
    position = {
        "position_type": "text",
        "base_sha": version["base_commit_sha"],
        "start_sha": version["start_commit_sha"],
        "head_sha": version["head_commit_sha"],
        "old_path": changed.old_path,
        "new_path": comment.path,
        "new_line": line,
    }
    old = changed.lines[line]
    if old is not None:  # an unchanged line next to the change is named on both sides
        position["old_line"] = old
    return _Place(position, line - comment.line, end - line)
