"""Last stage: what was not understood, in the user's words, and what must be asked."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.reasoning.offline.read.constrain import KNOWN_HINTS
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.normalise import Prose
from app.reasoning.offline.read.phrases import contains_any, plain
from app.reasoning.offline.read.split import Sentence

LONGEST = 100
MOST = 25


def not_understood(sheet: Sheet, prose: Prose, hints: Mapping[str, Any]) -> tuple[str, ...]:
    """What the request will not contain, short, each once, in the order of the text."""
    found = [*prose.unread, *(f"{key}: {value}"[:LONGEST] for key, value in hints.items() if key not in KNOWN_HINTS)]
    for sentence in sheet.sentences:
        found += [short(text) for text in _unread(sheet, sentence)]
    found += [f"quoted or code, read as data: {short(text)}" for text in prose.data]
    return tuple(dict.fromkeys(text for text in found if text))[:MOST]


def short(text: str) -> str:
    """One line of the user's words."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 3].rstrip()}..."


def _unread(sheet: Sheet, sentence: Sentence) -> Iterator[str]:
    if sentence.kind == "heading":
        return
    touched = any((sentence.index, i) in sheet.used for i in range(len(sentence.tokens)))
    if contains_any(plain(sentence.tokens), sheet.words.words("orders")):
        yield sentence.text
        return
    if not touched:
        if _has_content(sheet, sentence) and not _is_background(sheet, sentence):
            yield sentence.text.rstrip(";, ")
        return
    yield from _loose_values(sheet, sentence)
    yield from _foreign_names(sheet, sentence)


def _has_content(sheet: Sheet, sentence: Sentence) -> bool:
    """Whether a sentence wants something: two words that are neither small nor polite."""
    words = sheet.words
    small = words.words("stopwords") | words.words("fillers") | words.words("light") | words.words("prepositions")
    systems = {part for phrase in words.words("system_words") | words.words("meta_words") for part in phrase.split()}
    small |= systems | words.words("adjectives")
    content = [t for t in sentence.tokens if t.kind == "word" and len(t.low) > 2 and t.low not in small]
    polite = contains_any(plain(sentence.tokens), frozenset(w for w in words.words("courtesies")))
    return len(content) >= 2 and not polite


def _is_background(sheet: Sheet, sentence: Sentence) -> bool:
    """Whether a sentence only tells who asks and for what it all is ("We are a small bakery"): it asks for nothing."""
    told = contains_any(plain(sentence.tokens), sheet.words.words("background"))
    valued = any(value.quoted or value.text[:1].isdigit() for value in sheet.values[sentence.index])
    return told is not None and not valued and not list(_foreign_names(sheet, sentence))


def _loose_values(sheet: Sheet, sentence: Sentence) -> Iterator[str]:
    """Values that belong to nothing, with the words around them."""
    for value in sheet.values[sentence.index]:
        if value.kind in {"action", "time"} or not sheet.free(sentence.index, value):
            continue
        if value.kind == "number" and (not value.text.isdigit() or value.value <= 1):
            continue
        first, last = max(value.first - 3, 0), min(value.last + 3, len(sentence.tokens))
        start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
        yield sentence.text[start:end].strip(" ,.;:")


def _foreign_names(sheet: Sheet, sentence: Sentence) -> Iterator[str]:
    """Proper names inside a sentence that nothing here knows ("Snowflake")."""
    for index, token in enumerate(sentence.tokens):
        if index == 0 or token.kind != "word" or (sentence.index, index) in sheet.used:
            continue
        if re.fullmatch(r"[A-Z][A-Za-z0-9]{2,}", token.text) is None or sentence.tokens[index - 1].text in ".:!?-|":
            continue
        known = sheet.words.words("known") | sheet.words.words("stopwords") | sheet.words.words("adjectives")
        if (
            token.low in known | sheet.words.words("negations")
            or token.key in sheet.vocabulary.words
            or token.low in sheet.words.words("fillers")
        ):
            continue
        yield token.text


def questions(sheet: Sheet, *, empty: bool) -> tuple[str, ...]:
    """What must be known before anything can be built."""
    if sheet.drafts:
        return ()
    texts: Mapping[str, str] = sheet.words.map("questions")
    return (texts["empty"],) if empty else (texts["what"], texts["example"])
