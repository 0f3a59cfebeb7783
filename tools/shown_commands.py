"""Reads the commands that a page shows, and what it says comes out, word by word.

A fence of ``bash`` is run, unless an HTML comment before it says why it cannot be. A fence of ``text`` behind the
comment ``output`` is what the block before it prints::

    <!-- not run: needs an App on github.com -->     the next block is not run, and why
    <!-- exit 1 -->                                  the next block ends with this exit code
    <!-- output -->                                  the next block is what the one before printed

In an output ``…`` on a line of its own stands for any number of lines, elsewhere for any words of the line; seconds
(``5.9 s``) stand for any; columns may be wider or narrower.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent

FENCE = re.compile(
    r"^ *<!-- (?P<note>[^\n]*?) -->\n|^ *```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^ *``` *$", re.DOTALL | re.MULTILINE
)
NOT_RUN = "not run: "
EXIT = "exit "
OUTPUT = "output"
SECONDS = re.compile(r"\d+(?:\\\.\d+)?\\ s\b")


@dataclass(frozen=True, slots=True)
class Shown:
    """One block of commands: where it stands, what it says, what is to come of it."""

    page: str
    line: int
    commands: str
    why_not: str = ""
    exit_code: int = 0
    output: str = ""


def shown_commands(text: str, page: str) -> list[Shown]:
    """The blocks of a page in order. Raises ``ValueError`` where an output or a note has no block."""
    blocks: list[Shown] = []
    for note, kind, body, line in _marked(text):
        if note == OUTPUT:
            if kind != "text" or not blocks:
                raise ValueError(f"{page}:{line}: an output is a block of text behind a block of bash")
            blocks[-1] = replace(blocks[-1], output=body)
        elif kind == "bash":
            blocks.append(Shown(page, line, body, _why_not(note), _exit_code(note)))
        elif note.startswith((NOT_RUN, EXIT)):
            raise ValueError(f"{page}:{line}: {note!r} stands before no block of bash")
    return blocks


def _marked(text: str) -> Iterator[tuple[str, str, str, int]]:
    """Each fence with the note that stands right before it, its kind, its text and its line, from 1."""
    note, end = "", 0
    for found in FENCE.finditer(text):
        apart = text[end : found.start()].strip()
        if found["note"] is not None:
            note = found["note"].strip()
        else:
            line = text.count("\n", 0, found.start()) + 1
            yield "" if apart else note, found["kind"], dedent(found["body"]), line
            note = ""
        end = found.end()


def _why_not(note: str) -> str:
    return note.removeprefix(NOT_RUN) if note.startswith(NOT_RUN) else ""


def _exit_code(note: str) -> int:
    return int(note.removeprefix(EXIT)) if note.startswith(EXIT) else 0


def without(shown: Shown, left_out: tuple[str, ...]) -> tuple[Shown, list[str]]:
    """The block without the lines that begin with one of these commands, and those lines."""
    lines = shown.commands.splitlines(keepends=True)
    gone = [line.strip() for line in lines if line.startswith(left_out)]
    kept = "".join(line for line in lines if not line.startswith(left_out))
    return replace(shown, commands=kept), gone


def first_missing(expected: str, output: str) -> str:
    """The first line of ``expected`` that does not come out in its place; empty where all do."""
    rest = [" ".join(line.split()) for line in output.splitlines()]
    anywhere = True
    for line in expected.strip().splitlines():
        if line.strip() == "…":
            anywhere = True
            continue
        pattern = _pattern(line)
        reach = rest if anywhere else rest[:1]
        at = next((place for place, one in enumerate(reach) if pattern.fullmatch(one)), None)
        if at is None:
            return line.strip()
        rest, anywhere = rest[at + 1 :], False
    return ""


def _pattern(line: str) -> re.Pattern[str]:
    escaped = re.escape(" ".join(line.split())).replace("…", ".*")
    return re.compile(SECONDS.sub(r"[\\d.]+\\ s", escaped))


def start_pages(index: Path) -> list[Path]:
    """The pages of the index's first part: how to start at each door."""
    part = index.read_text("utf-8").split("\n## Start\n")[1].split("\n## ")[0]
    return [index.parent / name for name in re.findall(r"^- \[[^\]]+\]\(([^)#]+\.md)\)", part, re.MULTILINE)]
