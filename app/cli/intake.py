"""Reads the issue: a file, standard input or the text itself, as text that can be read."""

import sys
from pathlib import Path

from app.domain.errors import UsageFailure

LIMIT = 256 * 1024
"""Bytes. Four times the longest body GitHub takes (65,536 characters); an issue is prose, not a data file."""
DOING = "reading the issue"


def read_issue(source: str) -> str:
    """The text; raises ``UsageFailure`` for what no one could read."""
    raw = _bytes(source)
    if len(raw) > LIMIT:
        raise UsageFailure(DOING, f"it is larger than {LIMIT // 1024} KiB", "keep the description, link the rest")
    if b"\0" in raw:
        raise UsageFailure(DOING, "it is binary, not text", "pass a Markdown or text file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageFailure(DOING, f"byte {error.start} is not UTF-8", "save the file as UTF-8 and run again") from error
    if not text.strip():
        raise UsageFailure(DOING, "it is empty", "describe in a sentence what to build")
    return text


def _bytes(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(LIMIT + 1)
    try:
        path = Path(source)
        if "\n" not in source and path.is_file():
            with path.open("rb") as file:
                return file.read(LIMIT + 1)
        if "\n" not in source and path.is_dir():
            raise UsageFailure(DOING, f"{source} is a directory", "name a file, `-`, or give the text itself")
    except OSError as error:
        if not _is_prose(source):
            raise UsageFailure(DOING, f"{source}: {error.strerror}", "check the path and its permissions") from error
    if not _is_prose(source):
        raise UsageFailure(DOING, f"there is no file {source}", "check the path, or give the text itself")
    return source.encode("utf-8", "surrogateescape")


def _is_prose(source: str) -> bool:
    """Whether it reads as text rather than as a path that does not exist."""
    return any(character.isspace() for character in source.strip()) or not (
        "/" in source or Path(source).suffix or not source
    )
