"""The tools that read the repository."""

from collections.abc import Iterator
from itertools import islice

from pydantic import Field

from app.domain.redaction import redact
from app.reasoning.base import Tool
from app.reasoning.model.quoting import title, without_secrets
from app.reasoning.model.tools.jail import Jail, Walk
from app.reasoning.model.tools.keeping import Globs
from app.reasoning.model.tools.making import LIMIT, Input, listed, make_tool

MOST_LISTED = 200
MOST_FOUND = 10
MOST_LINES = 4
LONGEST_LINE = 120
MOST_NAMED = 900
"""Files and lines of each that one search shows, characters of a line and of the names of all files together: what
left the house is told by their names."""
MOST_CHARACTERS = 20_000_000
MOST_FILES = 10_000
"""What one search looks through."""


class ListFiles(Input):
    """Which files to list."""

    glob: str = Field("**", max_length=200, description="a name at any depth (*.tf), or a path (stacks/*/main.tf)")


class ReadFile(Input):
    """Which file to read."""

    path: str = Field(min_length=1, max_length=400, description="relative to the repository's top, as list_files says")
    from_line: int = Field(1, ge=1, le=1_000_000, description="the line to begin with")


class SearchFiles(Input):
    """What to look for."""

    text: str = Field(min_length=2, max_length=100, description="plain text, no pattern; case does not count")
    glob: str = Field("**", max_length=200, description="only in these files, as in list_files")


def file_tools(jail: Jail) -> tuple[Tool, ...]:
    """The tools for one checkout."""
    return (
        make_tool(
            "list_files",
            "Lists the repository's files.",
            ListFiles,
            lambda given: _list(jail, given),
            lambda given: f"names of files: {title(given.glob)}",
        ),
        make_tool(
            "read_file",
            f"Reads a text file of the repository, about {LIMIT} characters at a time, secrets taken out.",
            ReadFile,
            lambda given: _read(jail, given),
            lambda given: f"file {jail.path(given.path)}",
        ),
        make_tool(
            "search_files",
            f"Finds lines with a text in the repository's files: the first {MOST_LINES} of each file.",
            SearchFiles,
            lambda given: _search(jail, given),
            lambda given: _searched(jail, given),
        ),
    )


def _list(jail: Jail, given: ListFiles) -> str:
    walk = Walk()
    wanted = Globs([given.glob])
    fitting = [path for path in jail.files(walk) if wanted.fit(path)]
    shown = [path for path in fitting[:MOST_LISTED] if redact(path) == path] or ["no file fits"]
    left = max(0, len(fitting) - MOST_LISTED)
    return "\n".join([listed(shown, "give a narrower glob", left=left), *walk.told])


def _read(jail: Jail, given: ReadFile) -> str:
    lines = jail.text(given.path).split("\n")
    if given.from_line > len(lines):
        raise ValueError(f"the file has {len(lines)} lines")
    kept: list[str] = []
    room = LIMIT - 100
    for line in lines[given.from_line - 1 :]:
        if len(line) >= room and kept:
            break
        kept.append(line if len(line) < room else f"{line[:room]} … (the line goes on for {len(line) - room} more)")
        room -= len(kept[-1]) + 1
        if room <= 0:
            break
    following = given.from_line + len(kept)
    more = f"\n(lines {following} to {len(lines)} left out: ask with from_line {following})"
    return "\n".join(kept) + (more if following <= len(lines) else "")


def _search(jail: Jail, given: SearchFiles) -> str:
    walk = Walk()
    lines = [f"{path}:{line}" for path, lines in _found(jail, given, walk) for line in lines]
    return "\n".join([*(lines or ["not found"]), *walk.told])


def _searched(jail: Jail, given: SearchFiles) -> str:
    """Every file that a line is shown of."""
    return f"lines of {', '.join(path for path, _ in _found(jail, given, Walk())) or 'no file'}"


def _found(jail: Jail, given: SearchFiles, walk: Walk) -> Iterator[tuple[str, list[str]]]:
    """Files with their first lines that hold the text: no more files than can be named in one line."""
    room, left = MOST_NAMED, MOST_FOUND
    for path, text in _texts(jail, given, walk):
        lines = list(islice(_lines(text, given.text.casefold()), MOST_LINES))
        if lines:
            room -= len(path) + 2
            left -= 1
            if room < 0 or left < 0:
                walk.ended = True
                return
            yield path, lines


def _texts(jail: Jail, given: SearchFiles, walk: Walk) -> Iterator[tuple[str, str]]:
    """Path and text of the files that hold it; secrets are taken out first, so that nobody can guess at one."""
    wanted, room = given.text.casefold(), MOST_CHARACTERS
    for count, path in enumerate(filter(Globs([given.glob]).fit, jail.files(walk))):
        try:
            raw = jail.raw(path)
        except ValueError:
            continue
        room -= len(raw)
        if room < 0 or count >= MOST_FILES:
            walk.ended = True
            return
        if wanted in raw.casefold():
            yield path, without_secrets(raw)


def _lines(text: str, wanted: str) -> Iterator[str]:
    """Number and text of each line that holds it; of a long line the part around it."""
    for number, line in enumerate(text.split("\n"), 1):
        if (at := line.casefold().find(wanted)) >= 0:
            start = max(0, min(at - 40, len(line) - LONGEST_LINE))
            yield f"{number}: {line[start : start + LONGEST_LINE].strip()}"
