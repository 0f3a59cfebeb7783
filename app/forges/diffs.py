"""Which lines of the new files a diff shows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


@dataclass(frozen=True, slots=True)
class Changed:
    """A file of the diff. ``lines`` maps each new line that is shown to its old number, None where it was added."""

    old_path: str
    lines: Mapping[int, int | None]


def changed_files(entries: Iterable[Mapping[str, Any]]) -> dict[str, Changed]:
    """The files by their new path; deleted ones, and those too large for GitLab to show, have no lines."""
    return {
        str(entry["new_path"]): Changed(str(entry["old_path"]), shown_lines(str(entry.get("diff") or "")))
        for entry in entries
        if not entry.get("deleted_file")
    }


def shown_lines(diff: str) -> dict[int, int | None]:
    """New line number → old line number or None, from a unified diff without its file header."""
    shown: dict[int, int | None] = {}
    old = new = 0
    for line in diff.split("\n"):
        hunk = HUNK.match(line)
        if hunk:
            old, new = int(hunk[1]), int(hunk[2])
        elif line.startswith("+") and new:
            shown[new] = None
            new += 1
        elif line.startswith("-") and new:
            old += 1
        elif line.startswith(" "):
            shown[new] = old
            old, new = old + 1, new + 1
    return shown
