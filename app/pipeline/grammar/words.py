"""Splits what stands behind a command into words, as a terminal would."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from app.pipeline.grammar.lines import BLANK, INVISIBLE

MOST_WORDS = 200
LONGEST_SHOWN = 60
CLOSE = 0.65
"""difflib's measure from which on a word counts as meant: ``fxi`` for ``fix`` has 0.67, ``compliance`` for ``cancel``
0.63."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = ('"', "'")
_CURLY = ("\u2018", "\u2019", "\u201c", "\u201d", "\u201e", "\xab", "\xbb")
_UNSEEN = "a character that nobody sees; type the line anew"
_UNSEEN_CHARACTER = re.compile(f"[{INVISIBLE}]")
_MISLEADING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What text in natural language never needs, or what shows it in another order than it is read."""
_WIDTHLESS = re.compile(f"(?![\u200c\u200d])[{INVISIBLE}]")
"""What is dropped from text; joiners stay, languages and emoji need them."""
_WORD = re.compile(
    rf"[{BLANK}]*(?P<whole>(?P<key>[^{BLANK}\"'=]+=)?"
    rf"(?:\"(?P<double>[^\"]*)\"(?=[{BLANK}]|$)|'(?P<single>[^']*)'(?=[{BLANK}]|$)|(?P<bare>[^{BLANK}]*)))"
)


class Wrong(Exception):
    """A word that cannot be taken: what is wrong with it, and what was meant. ``last``: reading ends here."""

    def __init__(self, wrong: str, word: str = "", nearest: str = "", *, last: bool = False) -> None:
        self.wrong = wrong
        self.word = word
        self.nearest = nearest
        self.last = last
        super().__init__(wrong)


@dataclass(frozen=True, slots=True)
class Word:
    """One word. ``key`` is what stands before the first ``=``, None without one; ``text`` what stands behind it.

    Quotes are taken off ``text``; ``written`` is the word as it stands in the line.
    """

    text: str
    written: str
    key: str | None = None

    @property
    def is_flag(self) -> bool:
        """Whether it begins with a dash that is not quoted."""
        return self.written.startswith("-")

    @property
    def value(self) -> str:
        """The whole word without quotes."""
        return self.text if self.key is None else f"{self.key}={self.text}"


def words(text: str) -> Iterator[Word]:
    """The words in order; raises ``Wrong`` at the first that cannot be read."""
    place = count = 0
    while (found := _WORD.match(text, place)) and found["whole"]:
        place = found.end()
        count += 1
        if count > MOST_WORDS:
            raise Wrong(f"more than {MOST_WORDS} words in one command", found["whole"])
        yield _word(found)


def _word(found: re.Match[str]) -> Word:
    whole, key, bare = found["whole"], found["key"], found["bare"]
    if whole[0] in _DASHES:
        raise Wrong("a typographic dash where two plain ones are meant", whole, "--" + whole.lstrip(_DASHES + "-"))
    key = key[:-1] if key else None
    if bare is None:
        return Word(found["single"] if found["double"] is None else found["double"], whole, key)
    if bare[:1] in _QUOTES:
        raise Wrong("a quote that is not closed", whole)
    if bare[:1] in _CURLY:
        raise Wrong("a typographic quote where a plain one is meant", whole)
    return Word(bare, whole, key)


def rest_of(text: str) -> str:
    """The rest of a line as one text; quotes around the whole are taken off, as in a terminal."""
    found = _MISLEADING.search(text)
    if found:
        raise Wrong(_UNSEEN, found.group())
    text = _WIDTHLESS.sub("", text).strip()
    mark = text[:1]
    whole = len(text) > 1 and mark in "\"'" and text.find(mark, 1) == len(text) - 1
    return text[1:-1].strip() if whole else text


def require_visible(text: str) -> None:
    """Raises ``Wrong`` where a line holds a character that nobody sees."""
    found = _UNSEEN_CHARACTER.search(text)
    if found:
        raise Wrong(_UNSEEN, found.group())


def shown(word: str) -> str:
    """A word as it can be repeated: short, and with names (``U+202E``) in place of invisible characters."""
    cut = word if len(word) <= LONGEST_SHOWN else word[: LONGEST_SHOWN - 1] + "…"
    return _UNSEEN_CHARACTER.sub(lambda found: f"U+{ord(found.group()):04X}", cut)


def nearest(word: str, known: Iterable[str]) -> str:
    """What was probably meant, or empty."""
    if len(word) > LONGEST_SHOWN:
        return ""
    return next(iter(get_close_matches(word.lower(), list(known), 1, CLOSE)), "")
