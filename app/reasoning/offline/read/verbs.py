"""Relation phrases in a sentence: "writes to", "behind", "stores … in"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.knowledge.language import Language, RelationPhrase, language
from app.reasoning.offline.read.draft import Place
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import Token, stem

GAP = 4
"""How many words a ``*`` may stand for."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A relation phrase found in a sentence; ``inner`` is the place its ``*`` stands for, if any."""

    first: int
    last: int
    phrase: RelationPhrase
    inner: Place | None = None


@lru_cache(maxsize=8)
def _stemmed(code: str) -> dict[str, tuple[tuple[tuple[str, ...], RelationPhrase], ...]]:
    """Relation phrases by the stem of their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], RelationPhrase]]] = {}
    for phrase in language(code).relations:
        stems = tuple(word if word == "*" else stem(word) for word in phrase.words)
        found.setdefault(stems[0], []).append((stems, phrase))
    return {first: tuple(phrases) for first, phrases in found.items()}


def verb_spans(tokens: Sequence[Token], code: str) -> list[tuple[int, int]]:
    """Where phrases of several words stand that can only be verbs ("fans out to"), so that they name no thing."""
    stems = [stem(token.low) if token.kind == "word" else "" for token in tokens]
    found = []
    articles = language(code).words("articles")
    for index, first in enumerate(stems):
        if index and tokens[index - 1].low in articles:
            continue  # "writes the stream to" speaks of a stream
        for pattern, phrase in _stemmed(code).get(first, ()):
            usable = len(pattern) > 1 and "*" not in pattern and not phrase.preposition
            if usable and tuple(stems[index : index + len(pattern)]) == pattern:
                found.append((index, index + len(pattern)))
                break
    return found


def find_verbs(sentence: Sentence, places: Sequence[Place], words: Language) -> Iterator[Verb]:
    """Relation phrases in order, without overlaps, outside of mentions."""
    covered = {i for place in places for i in range(place.first, place.last) if not place.pronoun}
    stemmed = _stemmed(words.code)
    stems = [stem(token.low) if token.kind == "word" else "" for token in sentence.tokens]
    index = 0
    while index < len(stems):
        found = None
        if index not in covered and stems[index]:
            for pattern, phrase in stemmed.get(stems[index], ()):
                found = _match(words, sentence.tokens, stems, index, pattern, phrase, places, covered)
                if found:
                    break
        if found is None:
            index += 1
            continue
        yield found
        index = found.last


def _match(
    words: Language,
    tokens: Sequence[Token],
    stems: Sequence[str],
    start: int,
    pattern: tuple[str, ...],
    phrase: RelationPhrase,
    places: Sequence[Place],
    covered: set[int],
) -> Verb | None:
    index, inner, position = start, None, 0
    while position < len(pattern):
        if pattern[position] != "*":
            if index >= len(stems) or stems[index] != pattern[position] or (index in covered):
                return None
            index, position = index + 1, position + 1
            continue
        following = pattern[position + 1]
        if index < len(stems) and tokens[index].low in words.words("prepositions"):
            return None
        first = index
        while index < len(stems) and index - first <= GAP and (stems[index] != following or index in covered):
            if tokens[index].kind == "mark" and tokens[index].text not in {",", "("}:
                return None
            if tokens[index].low in words.words("be_words"):
                return None
            place = next((p for p in places if p.first <= index < p.last), None)
            if place is not None:
                inner, first = place, place.last - 1
            index += 1
        if index >= len(stems) or stems[index] != following or index == first:
            return None
        position += 1
    return Verb(start, index, phrase, inner)
