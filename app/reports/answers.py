"""Answers that stand in the living comment beside its report: what ``explain``, ``status`` and ``cancel`` say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.job import RunRow
from app.domain.publication import Marker
from app.reports.marker import parse_marker, render_marker
from app.reports.phrases import phrases
from app.reports.templating import render, tidy

BEGIN, END = "<!-- answers -->", "<!-- /answers -->"
REGION = re.compile(rf"{re.escape(BEGIN)}\n.*?^{re.escape(END)}\n+", re.DOTALL | re.MULTILINE)
SHOWN_RUNS = 10


@dataclass(frozen=True, slots=True)
class Block:
    """A titled piece of an answer: sentences, then points."""

    title: str = ""
    text: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question, in plain text; it is made harmless where it is shown.

    ``command`` is what was asked, as it was written; ``link`` an address or empty.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    command: str = ""
    link: str = ""


def render_answers(answers: Sequence[Answer]) -> str:
    """Markdown between two hidden lines, by which a later answer replaces it; empty without answers."""
    if not answers:
        return ""
    return f"{BEGIN}\n{tidy(render('answers.md.j2', answers=answers))}\n{END}\n\n"


def put_answers(body: str, answers: Sequence[Answer], limit: int) -> str:
    """The living comment as it is with these answers in the place of earlier ones: below its marker, above its report.

    An empty body becomes a comment that holds the answers alone, older than every run's. The body comes back unchanged
    where the answers do not fit below ``limit`` characters.
    """
    if not parse_marker(body):
        body = f"{render_marker(Marker('living'))}\n"
    marker, _, report = body.partition("\n")
    earlier = REGION.match(report)
    report = report[earlier.end() :] if earlier else report
    made = f"{marker}\n{render_answers(answers)}{report}"
    return made if len(made) <= limit else body


def carry_answers(old: str, new: str, limit: int) -> str:
    """``new`` with the answers that stand in ``old``, unless it has its own or they do not fit below ``limit``."""
    found = REGION.match(old.partition("\n")[2])
    marker, _, report = new.partition("\n")
    if not found or REGION.match(report):
        return new
    made = f"{marker}\n{found[0]}{report}"
    return made if len(made) <= limit else new


def status_answer(rows: Sequence[RunRow], language: str = "en") -> Answer:
    """Where the runs of a thread stand, the newest first."""
    words = phrases(language)
    newest = sorted(rows, key=lambda row: row.sequence, reverse=True)[:SHOWN_RUNS]
    points = tuple(_row(row, words) for row in newest)
    text = "" if points else words["status_none"]
    return Answer(words["status_title"], (Block(text=text, points=points),), "/agents status")


def cancel_answer(stopped: int, language: str = "en") -> Answer:
    """How many runs were asked to stop."""
    words = phrases(language)
    text = words["cancel_asked"].format(count=stopped) if stopped else words["cancel_none"]
    return Answer(words["cancel_title"], (Block(text=text),), "/agents cancel")


def _row(row: RunRow, words: Mapping[str, str]) -> str:
    commands = ", ".join(f"/agents {command.name}" for command in row.commands) or words["by_itself"]
    why = f" ({row.why})" if row.why else ""
    return words["status_row"].format(run=row.id, status=words[f"run_{row.status}"], why=why, commands=commands)
