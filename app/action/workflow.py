"""How a step speaks to GitHub's runner: workflow commands, outputs, the summary. Nothing hostile may speak so."""

import re
import secrets
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from app.domain.errors import Failure
from app.domain.finding import Finding, Severity
from app.reports.defuse import clipped, line
from app.reports.section import ranked

Level = Literal["error", "warning", "notice"]
LEVELS: Mapping[Severity, Level] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}
MOST = 10
"""Annotations of each level that GitHub shows of a step (docs.github.com, "Usage limits": 10 warnings, 10 errors)."""
TITLE, MESSAGE = 140, 2_000
SUMMARY = 1024 * 1024 - 1
"""Bytes of a step's summary: GitHub drops one that is larger than 1 MiB."""
CUT = "\n\n_The rest is in the report file._\n"
OLD = re.compile(r"##(?=\[)")
"""How the runner's older commands begin, anywhere in a line."""


def speak(name: str, message: str = "", **properties: str | int) -> None:
    """One workflow command; every part of it is escaped."""
    said = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    sys.stdout.write(f"::{name}{f' {said}' if said else ''}::{_data(message)}\n")
    sys.stdout.flush()


def mask(secret: str) -> None:
    """Have the runner blank the text in every log; one a line, as it reads them."""
    for part in secret.splitlines():
        if part.strip():
            speak("add-mask", part.strip())


@contextmanager
def no_commands() -> Iterator[None]:
    """The runner takes no command from what is printed meanwhile, whoever prints it."""
    word = secrets.token_hex(16)
    speak("stop-commands", word)
    try:
        yield
    finally:
        speak(word)


def annotate(findings: Sequence[Finding]) -> int:
    """Put findings on lines of files, the worst first, as many as are shown; returns how many were left out."""
    said: Counter[Level] = Counter()
    for finding in ranked(findings):
        level = LEVELS[finding.severity]
        said[level] += 1
        if said[level] <= MOST and finding.path:
            first = max(1, finding.line or 1)
            last = max(first, finding.end_line or first)
            title = clipped(line(f"{finding.severity}: {finding.rule}"), TITLE)
            speak(level, _message(finding), file=finding.path, line=first, endLine=last, title=title)
    return sum(max(0, count - MOST) for count in said.values())


def put_outputs(path: Path, values: Mapping[str, str]) -> None:
    """Hand values to the steps that follow; no value can end its own block and begin another."""
    blocks = []
    for name, value in values.items():
        end = f"end_{secrets.token_hex(16)}"
        blocks.append(f"{name}<<{end}\n{value}\n{end}\n")
    _append(path, "".join(blocks))


def put_summary(path: Path, text: str) -> None:
    """Show Markdown on the run's page."""
    content = text.encode("utf-8", "replace")
    if len(content) > SUMMARY:
        content = content[: SUMMARY - len(CUT)].decode("utf-8", "ignore").rsplit("\n", 1)[0].encode() + CUT.encode()
    _append(path, content.decode())


def _message(finding: Finding) -> str:
    said = f"{finding.title}{f' ({finding.resource})' if finding.resource else ''}"
    return clipped(line(f"{said} {finding.detail}"), MESSAGE)


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        hint = "see that the runner gives the step its files"
        raise Failure(f"writing {path}", error.strerror or str(error), hint) from error


def _data(text: str) -> str:
    text = OLD.sub("# #", text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))
    return text.encode("utf-8", "replace").decode()


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
