"""Small questions about the words around a place in a sentence."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from app.knowledge.language import Language
from app.reasoning.offline.read.tokens import Token


def lows(tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """The folded words from ``first`` up to ``last``, within the sentence."""
    return [token.low for token in tokens[max(first, 0) : max(last, 0)]]


def find_phrase(tokens: Sequence[Token], phrase: str) -> int | None:
    """Where the words of a phrase stand one after another, or None. Quoted text is never part of a phrase."""
    wanted = phrase.split()
    for index in range(len(tokens) - len(wanted) + 1):
        piece = tokens[index : index + len(wanted)]
        if all(token.low == word and token.kind != "quoted" for token, word in zip(piece, wanted, strict=True)):
            return index
    return None


def contains_any(text: str, phrases: AbstractSet[str]) -> str | None:
    """The first phrase (in order) that stands in a folded text between word borders, or None."""
    padded = f" {text} "
    return next((phrase for phrase in sorted(phrases) if f" {phrase} " in padded), None)


def negated(tokens: Sequence[Token], first: int, words: Language) -> bool:
    """Whether a negation governs what starts at ``first``: "no NAT", "without any load balancer"."""
    before = " ".join(lows(tokens, first - 4, first + 1))
    if contains_any(before, words.words("negation_exceptions")):
        return False
    negations, fillers = words.words("negations"), words.words("negation_fillers")
    for index in range(first - 1, max(first - 6, -1), -1):
        if tokens[index].kind == "word" and tokens[index].low in negations:
            return True
        if tokens[index].low not in fillers:
            return False
    return False


def plain(tokens: Sequence[Token]) -> str:
    """The folded words of a sentence with single blanks; quoted pieces are left out, since they are data."""
    return " ".join(token.low for token in tokens if token.kind != "quoted")
