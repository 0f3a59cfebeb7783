"""What a model may answer when it is asked for code: new files and edits of the draft's, and what they are for."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.redaction import MARK, redact
from app.reasoning.base import Strict

LONGEST = 40_000
"""Characters of one file."""
WRITABLE = re.compile(r"(?:.+/)?(?:[\w-]+\.tf|policies/[\w-]+\.json|templates/[\w-]+\.tftpl)", re.ASCII)
"""Kinds of files that a model may write; the guard looks closer."""

Path = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=LONGEST)]
Address = Annotated[str, StringConstraints(min_length=3, max_length=200)]


class Edit(Strict):
    """One place of a file of the draft."""

    old: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)] = Field(
        description="Whole lines as they stand in the draft; they must stand there exactly once."
    )
    new: Text = Field(description="What stands there instead.")


class FileChange(Strict):
    """One file: its whole content where it is new, edits where the draft has it."""

    path: Path = Field(description="Relative to the repository, as the draft's paths are.")
    content: Text | None = Field(default=None, description="The whole file. For a new file.")
    edits: list[Edit] = Field(default=[], max_length=40, description="In order. For a file of the draft.")


class Understood(Strict):
    """An open phrase that is answered now."""

    phrase: int = Field(ge=1, description="Its number.")
    addresses: list[Address] = Field(
        min_length=1, max_length=20, description="Resources that answer it: new ones, or ones that are different now."
    )


class FilesCheck(Strict):
    """Changes to look at."""

    files: list[FileChange] = Field(max_length=30, description="All changes against the draft.")


class FilesAnswer(FilesCheck):
    """All changes against the draft, and which open phrases they answer."""

    files: list[FileChange] = Field(
        default=[], max_length=30, description="All changes against the draft; none if none helps."
    )
    understood: list[Understood] = Field(default=[], max_length=40)
    why: Annotated[str, StringConstraints(max_length=600)] = Field(
        default="", description="What was added and why, in one to three plain sentences of at most 400 characters."
    )


class Unfit(Exception):
    """A change that cannot be made: an edit whose old lines are not there, a kind of file that may not be written."""


def changed(draft: Mapping[str, str], changes: Sequence[FileChange]) -> dict[str, str]:
    """The draft's files (path → text) with the changes made; raises ``Unfit``.

    The model saw the draft redacted: its own lines that were, come back as they are.
    """
    files = dict(draft)
    for change in changes:
        if not WRITABLE.fullmatch(change.path):
            raise Unfit(f"{change.path}: only .tf files, policies/*.json and templates/*.tftpl may be written")
        if (change.content is None) == (not change.edits):
            raise Unfit(f"{change.path}: give its content, or edits")
        text = files.get(change.path)
        if change.content is not None:
            files[change.path] = _restored(change.content, text or "")
        elif text is None:
            raise Unfit(f"{change.path}: the draft has no such file; give its whole content")
        else:
            files[change.path] = _edited(change.path, text, change.edits)
    return files


def _edited(path: str, text: str, edits: Sequence[Edit]) -> str:
    for number, edit in enumerate(edits, 1):
        old = _restored(edit.old, text)
        found = text.count(old)
        if found != 1:
            raise Unfit(f"{path}: the old lines of edit {number} stand there {found} times, not once")
        text = text.replace(old, _restored(edit.new, text))
    return text


def _restored(written: str, draft: str) -> str:
    """The text with the draft's own lines where it has them redacted."""
    if MARK not in written:
        return written
    known = {hidden.strip(): line.strip() for line in draft.splitlines() if (hidden := redact(line)) != line}
    lines = written.split("\n")
    return "\n".join(line.replace(line.strip(), known.get(line.strip(), line.strip()), 1) if line.strip() else line
                     for line in lines)  # fmt: skip
