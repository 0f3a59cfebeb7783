"""Second stage: prose → sentences, list items, headings and table rows, in order."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.knowledge.language import CODES, language
from app.reasoning.offline.read.tokens import Token, fold, tokenise

SentenceKind = Literal["sentence", "item", "heading", "row"]

LONGEST_SENTENCE = 1200
"""Characters."""

_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.*)$")
_ROW = re.compile(r"^\s*\|(.+?)\|?\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|?\s*$")
_END = re.compile(r"(?<=[.!?;])[\"')\]]*\s+(?=\S)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|approx|incl|no|nr|ej|p\.ej|dr|mr|ms|st|aprox|ee\.uu)\.|(?-i:(?:^|\s)[B-Z]\.))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One unit that is read by itself. ``heading`` stands above it; ``parent`` is the item it is nested below."""

    text: str
    kind: SentenceKind
    tokens: tuple[Token, ...]
    heading: str = ""
    index: int = 0
    depth: int = 0
    paragraph: int = 0


def uncoordinated(text: str, code: str) -> str:
    """ "Two public and three private subnets" with the noun said twice, so that both numbers have theirs."""
    numbers = "|".join([*sorted(language(code).map("numbers"), key=len, reverse=True), r"\d{1,2}"])
    joint = "and" if code == "en" else "y"
    if code == "en":
        pattern = rf"\b({numbers}) ([a-z-]+) {joint} ({numbers}) ([a-z-]+) ([a-z]+s)\b"
        return re.sub(pattern, r"\1 \2 \5 and \3 \4 \5", text)
    pattern = rf"\b({numbers}) ([^\W\d_]+s) ([^\W\d_]+s) {joint} ({numbers}) ([^\W\d_]+s)\b(?! [^\W\d_]+s\b)"
    return re.sub(pattern, r"\1 \2 \3 y \4 \2 \5", text)


def split(body: str, code: str = "en") -> tuple[Sentence, ...]:
    """The sentences of a text; soft-wrapped lines are joined, table rows become ``header: cell`` phrases."""
    sentences: list[Sentence] = []
    heading = ""
    for paragraph, (kind, depth, text) in enumerate(_blocks(body)):
        if kind == "heading":
            heading = text
        for part in (piece for sentence in _sentences(text) for piece in _pieces(sentence)):
            said = uncoordinated(part, code)
            tokens = tokenise(said, code)
            if tokens:
                sentences.append(Sentence(said, kind, tokens, heading, len(sentences), depth, paragraph))
    return tuple(sentences)


def _pieces(sentence: str) -> list[str]:
    """A sentence nobody could follow, in parts of a bearable length."""
    if len(sentence) <= LONGEST_SENTENCE:
        return [sentence]
    return textwrap.wrap(sentence, LONGEST_SENTENCE)


def _blocks(body: str) -> Iterator[tuple[SentenceKind, int, str]]:
    """Paragraphs, items, headings and rows with their depth."""
    kind: SentenceKind = "sentence"
    depth = 0
    lines: list[str] = []
    header: list[str] = []

    def flush() -> Iterator[tuple[SentenceKind, int, str]]:
        if lines:
            yield kind, depth, " ".join(lines)
            lines.clear()

    for line in body.expandtabs(4).split("\n"):
        row = _ROW.match(line)
        if row and line.count("|") >= 2:
            yield from flush()
            cells = [cell.strip() for cell in row.group(1).split("|")]
            if _RULE.match(line):
                continue
            if not header:
                header = cells
                continue
            yield "row", 0, _row(header, cells)
            continue
        header = []
        item, title = _ITEM.match(line), _HEADING.match(line)
        if title:
            yield from flush()
            yield "heading", 0, title.group(1)
            kind, depth = "sentence", 0
        elif item:
            yield from flush()
            kind, depth = "item", 1 + len(item.group(1)) // 2
            lines.append(item.group(2).strip())
        elif not line.strip():
            yield from flush()
            kind, depth = "sentence", 0
        else:
            lines.append(line.strip())
    yield from flush()


def _row(header: list[str], cells: list[str]) -> str:
    """A row as a phrase: the first cell, then what the headings call the others."""
    pairs = [(name, cell) for name, cell in zip(header, cells, strict=False) if cell and cell != "-"]
    if not pairs:
        return ""
    first, *rest = pairs
    return ", ".join(
        [first[1], *(cell if _vague(name) else f"{name[:1].lower()}{name[1:]} {cell}" for name, cell in rest)]
    )


def _vague(header: str) -> bool:
    """Whether a heading says nothing about its cells ("Details")."""
    return any(fold(header) in language(code).words("header_words") for code in CODES)


def _sentences(text: str) -> Iterator[str]:
    """Cut at full stops, question marks and semicolons, not at abbreviations."""
    start = 0
    for match in _END.finditer(text):
        before = text[start : match.start()]
        if before.endswith(".") and _ABBREVIATED.search(before):
            continue
        if before.endswith("?") and before.count("(") > before.count(")"):
            continue  # cron(0 2 * * ? *)
        if '"' in match.group() and text[match.end() : match.end() + 1].islower():
            continue  # a bucket called "base." with versions
        piece = before + match.group().rstrip()
        if piece.strip():
            yield piece.strip()
        start = match.end()
    rest = text[start:].strip()
    if rest:
        yield rest
