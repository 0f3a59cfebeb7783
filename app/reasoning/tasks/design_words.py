"""The user's own words: what a quote must be found in, and what vouches for a value that nobody may invent."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from app.domain.redaction import redact
from app.knowledge.language import CODES, language
from app.reasoning.offline.read.normalise import normalise
from app.reasoning.offline.read.tokens import fold
from app.reasoning.tasks.hosts import is_aws

WORD = re.compile(r"[^\s\"'`*,;()\[\]{}<>|«»“”‘’]+")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
EDGES = ".:!?-_"
SET_ASIDE = "quoted or code, read as data: "
"""How the reader marks what stands in quotes and code: it gives no orders."""
REFERENCE = re.compile(r"\$\{(?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+\.[a-z]\w*(?:\[\d+\])?(?:\.\w+)*\}")
SCHEDULE = re.compile(r"(?:cron|rate|at)\([\w ,*?/#:+-]{3,60}\)")
INSTANCE = re.compile(r"(?:(?:db|cache|kafka|ml|dc|ra|search)\.)?[a-z]{1,6}\d\w*(?:-\w+)?\.[a-z0-9]+(?:\.search)?")
LONGEST = 64
PLAIN = re.compile(rf"[\w.:/@+=-]{{1,{LONGEST}}}")
"""Enumerations, engines, versions, identifiers."""
TELLING = re.compile(
    r"arn:|://|@|^\d{12}$|^\d{1,3}(?:\.\d{1,3}){3}|^[0-9a-fA-F:]*::?[0-9a-fA-F:]*/\d|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\.?$"
    r"|^[a-z0-9-]+:[A-Z]\w*$|^[0-9a-fA-F]{64}$"
)
"""Where somebody is found (ARNs, URLs, mail and IP addresses, accounts, domains) and what one may do: nobody may make
one up."""
MEASURES = frozenset({"percent", "%", "$", "€", "£", "eur", "euro", "euros", "nights", "noches"})
"""Units of measure beside those that the reader knows."""
DENIALS = frozenset({
    "remove", "drop", "delete", "discard", "scrap", "skip", "instead", "rather", "replace", "swap", "unnecessary",
    "superfluous", "quita", "quitar", "elimina", "eliminar", "borra", "borrar", "suprime", "suprimir", "retira",
    "retirar", "vez", "lugar", "sobra", "sobran", "reemplaza", "reemplazar", "sustituye",
})  # fmt: skip
"""Words that speak against something, beside the negations that the reader knows."""


def without_comments(text: str) -> str:
    """A text without the comments that no reader of the issue sees."""
    return COMMENT.sub(" ", text)


def words_of(text: str) -> tuple[str, ...]:
    """A text as folded words, without punctuation and Markdown's marks."""
    cleaned = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return tuple(word for piece in WORD.findall(fold(cleaned)) if (word := piece.strip(EDGES)))


def _places(needle: Sequence[str], words: Sequence[str]) -> Iterator[range]:
    size = len(needle)
    for start in range(len(words) - size + 1) if size else ():
        if words[start : start + size] == needle:
            yield range(start, start + size)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An open phrase, the words of it, and where it stands: (number of the text, words from, words to)."""

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, range], ...]


class Words:
    """The issue and its revisions as they are sent: without secrets, which so vouch for nothing.

    ``open_phrases`` are those that the draft left open; ``free`` says that it built nothing, so that any words may ask
    for something.
    """

    def __init__(self, texts: Sequence[str], open_phrases: Sequence[str], *, free: bool) -> None:
        shown_texts = [redact(without_comments(text)) for text in texts]
        self._texts = tuple(words_of(normalise(text).body) for text in shown_texts)
        self._all = tuple(f" {' '.join(words_of(text))} " for text in shown_texts)
        self._free = free
        phrases = [self._phrase(text) for text in open_phrases if not text.startswith(SET_ASIDE)]
        self._barred = tuple(phrase for phrase in phrases if _gives_orders(phrase))
        self.open = tuple(phrase for phrase in phrases if phrase not in self._barred)

    def _phrase(self, text: str) -> Phrase:
        words = words_of(redact(text).removesuffix("..."))
        return Phrase(text, words, tuple(self._found(words)))

    def _found(self, words: Sequence[str]) -> Iterator[tuple[int, range]]:
        for number, text in enumerate(self._texts):
            yield from ((number, place) for place in _places(words, text))

    def asked_by(self, quote: str) -> tuple[Phrase, ...]:
        """The open phrases that a quote is about; raises ValueError for one that the user did not write, or that is
        not about what is open."""
        words = words_of(quote)
        places = tuple(self._found(words))
        if not places or sum(map(len, words)) < 3:
            raise ValueError(
                f"the quote {shown(quote)} is not in the issue or a revision; copy the user's words exactly"
            )
        if any(_meet(places, phrase.places) for phrase in self._barred):
            raise ValueError(f"the quote {shown(quote)} gives orders to a reader, it asks for no infrastructure")
        found = tuple(one for one in self.open if _meet(places, one.places) or (not one.places and _share(words, one)))
        if not found and not self._free:
            listed = "; ".join(shown(phrase.text) for phrase in self.open)
            raise ValueError(f"the quote {shown(quote)} is about what the draft understood; open is: {listed}")
        return found

    def named_by(self, text: str) -> tuple[Phrase, ...]:
        """The open phrases that a text repeats, whole."""
        said = words_of(text.removesuffix("..."))
        return tuple(phrase for phrase in self.open if any(True for _ in _places(phrase.words, said)))

    def hold(self, value: str) -> bool:
        """Whether the user wrote a value, be it in quotes or code."""
        words = " ".join(words_of(value))
        return bool(words) and any(f" {words} " in text for text in self._all)

    def doubt(self, value: str) -> str:
        """Why a text may not be written, or empty where it may."""
        if any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\t" for c in value):
            return "has control characters"
        if ("${" in value or "%{" in value) and not REFERENCE.fullmatch(value):
            return "holds an expression; give a plain value"
        if self.hold(value) or is_aws(value) or INSTANCE.fullmatch(value) or REFERENCE.fullmatch(value):
            return ""
        if len(value) <= LONGEST and TELLING.search(value):
            return "names an address, account, domain or action that the user did not give; leave it out"
        if SCHEDULE.fullmatch(value) or PLAIN.fullmatch(value):
            return ""
        return "is a text of your own; leave it out, or take the user's words"


def _meet(these: Sequence[tuple[int, range]], those: Sequence[tuple[int, range]]) -> bool:
    return any(
        text == other and here.start < there.stop and there.start < here.stop
        for text, here in these
        for other, there in those
    )


def _share(words: Sequence[str], phrase: Phrase) -> bool:
    """Whether a quote speaks of a phrase that is not the user's: the composer's ``orders: fifo_queue``."""
    own = {part for word in phrase.words for part in re.split(r"[_.:]", word) if len(part) > 3}
    return any(word in own for word in words)


def _gives_orders(phrase: Phrase) -> bool:
    text = f" {' '.join(phrase.words)} "
    return any(f" {order} " in text for code in CODES for order in language(code).words("orders"))


def denies(quote: str) -> bool:
    """Whether a quote speaks against something."""
    words = set(words_of(quote))
    return bool(words & DENIALS) or any(words & language(code).words("negations") for code in CODES)


def numbers_in(quote: str) -> frozenset[float]:
    """The numbers of a quote, in digits or in words, thousands with or without a separator."""
    found = {float(number) for piece in fold(quote).split() for number in _readings(piece)}
    for code in CODES:
        named = language(code).map("numbers")
        found |= {float(named[word]) for word in words_of(quote) if word in named}
    return frozenset(found)


def counts_in(quote: str) -> frozenset[float]:
    """The numbers of a quote that count things: no times, sizes or sums of money."""
    pieces = fold(quote).replace("-", " ").split()
    found: set[float] = set()
    for at, piece in enumerate(pieces):
        alone = piece.strip(f"{EDGES},;()*'\"`")
        alone = re.sub(r"(?<=\d)x$", "", alone)
        before = pieces[at - 1] if at else ""
        after = {words[0] for one in pieces[at + 1 : at + 3] if (words := words_of(one))}
        if (alone.isdigit() or alone.isalpha()) and not (after & _units() or before in _units()):
            found |= numbers_in(alone)
    return frozenset(found)


@cache
def _units() -> frozenset[str]:
    topics = ("durations", "sizes")
    named = {word for code in CODES for topic in topics for word in language(code).map(topic)}
    return frozenset(named | {word for code in CODES for word in language(code).words("money")}) | MEASURES


def _readings(word: str) -> Iterator[str]:
    for digits in re.findall(r"\d+(?:[.,]\d+)*", word):
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
            yield re.sub(r"[.,]", "", digits)
        if re.fullmatch(r"\d{1,15}(?:[.,]\d{1,9})?", digits):
            yield digits.replace(",", ".")


def shown(text: str) -> str:
    """A few words of an answer, to tell it what is meant."""
    line = " ".join(text.split())
    return f'"{line[:80]}…"' if len(line) > 80 else f'"{line}"'
