"""Misspelt names of services ("PostgresSQL", "Kubernets"), read as what was meant."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from app.knowledge.catalogue.base import Service
from app.knowledge.language import Language, provider_words
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import Token, flat, fold, key_of
from app.reasoning.offline.read.vocabulary import Vocabulary

SHORTEST = 7
"""Letters a word must have for one wrong letter to leave no doubt of it."""


def respelt(sentences: tuple[Sentence, ...], vocabulary: Vocabulary, words: Language) -> tuple[Sentence, ...]:
    """The sentences with misspelt words of the catalogue put right in the forms that are looked up; the text stays."""
    known, right = _lists(vocabulary, words)

    def mended(token: Token) -> Token:
        if token.kind != "word" or len(token.low) < SHORTEST - 1 or not token.low.isalpha():
            return token
        if token.key in known or token.low in known:
            return token
        meant = next((word for word in right if one_letter_off(token.low, word)), "")
        return replace(token, low=meant, key=key_of(meant, words.code)) if meant else token

    return tuple(replace(one, tokens=tuple(mended(token) for token in one.tokens)) for one in sentences)


def _lists(vocabulary: Vocabulary, words: Language) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that are right as they stand, and the words of at least seven letters that name services, in order."""
    services = vocabulary.services
    made = _MADE.get((id(services), words.code))
    if made is None or made[0] is not services:
        small = words.words("stopwords") | words.words("adjectives") | words.words("light") | words.words("known")
        verbs = {word for phrase in words.relations for word in phrase.words}
        types = {part for kind in vocabulary.schema.resources for part in kind.split("_")}
        parts = {flat(fold(part)) for service in services.values() for word in service.words for part in word.split()}
        right = tuple(sorted(part for part in parts if len(part) >= SHORTEST and part.isalpha()))
        known = frozenset(vocabulary.words | small | verbs | types | provider_words().plain)
        made = _MADE[(id(services), words.code)] = (services, known, right)
    return made[1], made[2]


_MADE: dict[tuple[int, str], tuple[Mapping[str, Service], frozenset[str], tuple[str, ...]]] = {}


@lru_cache(maxsize=50_000)
def one_letter_off(word: str, right: str) -> bool:
    """Whether one letter is missing, too many, wrong or swapped, and not merely the ending ("scheduled")."""
    if word[:1] != right[:1] or abs(len(word) - len(right)) > 1 or word == right:
        return False
    start = 0
    while start < min(len(word), len(right)) and word[start] == right[start]:
        start += 1
    rest, wanted = word[start:], right[start:]
    if rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]:
        return True
    ends = (rest[1:], wanted) if len(word) > len(right) else (rest, wanted[1:])
    left, meant = ends if len(word) != len(right) else (rest[1:], wanted[1:])
    return left == meant != ""
