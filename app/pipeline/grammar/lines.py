"""Which lines of a comment speak to the bot: alone on their line, and neither quoted, code nor HTML."""

import re
import sys
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from app.pipeline.grammar.blocks import PARAGRAPH, QUOTE, Blocks, State
from app.pipeline.grammar.spans import spans

BLANK = " \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""What separates words: what people see as a blank, as it is pasted from phones and office programs."""
INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f"
)
"""Control, zero-width and direction characters and halves of characters: a line with one is not what it looks like."""

_ADDRESS = re.compile(
    rf"^(?!\t)[{BLANK}]{{0,3}}/agents(?=[{BLANK}{INVISIBLE}]|$)", re.IGNORECASE | re.ASCII | re.MULTILINE
)
_DETAILS = re.compile(r"<(/?)details(?=[\s/>]|$)", re.IGNORECASE | re.ASCII)


_QUOTE_MARK = ">>>"
"""GitLab's mark around quoted lines; on its own line, in pairs."""
_NO_SPAN = (sys.maxsize, sys.maxsize)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A line that speaks to the bot: its number from 1, and what stands behind ``/agents``."""

    number: int
    rest: str


def addressed(text: str) -> Iterator[Addressed]:
    """The lines in order. Lines end as in Markdown: line feed, carriage return, or both."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    wanted = _candidates(text)
    if not wanted:
        return
    lines = text.split("\n")
    folds = _Folds() if _DETAILS.search(text) else None
    for paragraph in _paragraphs(lines, wanted, folds):
        for number in _outside_spans(lines, paragraph):
            yield Addressed(number + 1, lines[number][wanted[number] :])


def _candidates(text: str) -> dict[int, int]:
    """Lines that begin with the address, counted from 0, and the column behind it."""
    wanted: dict[int, int] = {}
    number = place = 0
    for found in _ADDRESS.finditer(text):
        number += text.count("\n", place, found.start())
        place = found.start()
        wanted[number] = found.end() - place
    return wanted


@dataclass(slots=True)
class _Paragraph:
    """Lines ``first`` to before ``end``; ``wanted`` are the candidates among them."""

    first: int
    end: int = 0
    wanted: list[int] = field(default_factory=list)


def _paragraphs(lines: Sequence[str], wanted: Container[int], folds: "_Folds | None") -> Iterator[_Paragraph]:
    """The paragraphs with candidates that stand neither in a quote nor in a fold."""
    paragraph = _Paragraph(0)
    for number, state, begins in _changes(lines, wanted, every=folds is not None):
        is_text = state.leaf == PARAGRAPH
        if begins or not is_text:
            if paragraph.wanted:
                paragraph.end = number
                yield paragraph
            paragraph = _Paragraph(number)
        if folds:
            folds.look(lines[number], state)
        if number in wanted and is_text and QUOTE not in state.containers and not (folds and folds.open):
            paragraph.wanted.append(number)
    if paragraph.wanted:
        paragraph.end = len(lines)
        yield paragraph


def _changes(lines: Sequence[str], wanted: Container[int], *, every: bool) -> Iterator[tuple[int, State, bool]]:
    """Each line that changes what is open, begins a paragraph or is wanted, with the state after it; or every line.

    What stands between GitLab's marks of a quote is left out.
    """
    blocks = Blocks()
    state = blocks.start
    quotes = _Quotes(lines)
    for number, line in enumerate(lines):
        if quotes.marks and quotes.hides(number, state):
            now, begins = blocks.start, False
        else:
            now, begins = state.after.get(line) or blocks.step(state, line)
        if now is not state or begins or every or number in wanted:
            state = now
            yield number, state, begins


class _Quotes:
    """Quotes between two of GitLab's marks."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.marks = [
            number for number, line in enumerate(lines) if line[:3] == _QUOTE_MARK and line.rstrip() == _QUOTE_MARK
        ]
        self._end = -1

    def hides(self, number: int, state: State) -> bool:
        """Whether the line is one of the marks or stands between them; a mark in code or HTML is none."""
        if number > self._end and state.leaf in {"", PARAGRAPH}:
            at = bisect_left(self.marks, number)
            if self.marks[at : at + 1] == [number] and at + 1 < len(self.marks):
                self._end = self.marks[at + 1]
        return number <= self._end


class _Folds:
    """The ``<details>`` that are open: what is folded away is somebody's log more often than an order."""

    def __init__(self) -> None:
        self.open: list[int] = []

    def look(self, line: str, now: State) -> None:
        """Follow one line of HTML, or of text where a fold is open. A fold ends with the container it stands in."""
        depth = len(now.containers)
        while self.open and self.open[-1] > depth:
            self.open.pop()
        if now.leaf not in {"element", PARAGRAPH} or QUOTE in now.containers:
            return
        for tag in _DETAILS.finditer(line):
            if not tag[1] and now.leaf == "element":
                self.open.append(depth)
            elif tag[1] and self.open:
                self.open.pop()


def _outside_spans(lines: Sequence[str], paragraph: _Paragraph) -> Iterator[int]:
    """The candidates that no code span or HTML of their paragraph goes over."""
    text = "\n".join(lines[paragraph.first : paragraph.end])
    covers = spans(text)
    start, end = next(covers, _NO_SPAN)
    number, place = paragraph.first, 0
    for candidate in paragraph.wanted:
        place += sum(len(line) + 1 for line in lines[number:candidate])
        number = candidate
        while end <= place:
            start, end = next(covers, _NO_SPAN)
        if start > place:
            yield candidate
