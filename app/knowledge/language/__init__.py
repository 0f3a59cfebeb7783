"""What the reader knows of human language, as data: number words, units, verbs and the relations they mean, regions.

``en.json`` and ``es.json`` have the same keys; phrases are lower case without accents. ``places.json`` maps places to
AWS regions, ``provider_words.json`` says what parts of provider type names are called in prose.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CODES = ("en", "es")


@dataclass(frozen=True, slots=True)
class RelationPhrase:
    """Words between two things and what they mean.

    ``words`` are stems, ``*`` stands for up to four words; ``kind`` is a relation kind; ``backward`` when the thing on
    the left is the target; ``preposition`` when the words qualify the noun before them instead of having a subject.
    """

    words: tuple[str, ...]
    kind: str
    backward: bool
    preposition: bool
    exclusive: bool


@dataclass(frozen=True, slots=True)
class ProviderWords:
    """What type names are called in prose.

    ``aliases``: words of type names → what people call them; ``types``: further phrases for a whole type; ``plain``:
    words too ordinary to stand for a type alone; ``ordinary``: ends of type names that never stand for one;
    ``plain_families``: beginnings that are ordinary words; ``families``: the type meant by a family alone.
    """

    aliases: Mapping[str, tuple[str, ...]]
    types: Mapping[str, tuple[str, ...]]
    plain: frozenset[str]
    ordinary: frozenset[str]
    plain_families: frozenset[str]
    families: Mapping[str, str]


def _load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return content


class Language:
    """One language: lists and maps of phrases by topic, read once."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._data = _load(code)

    def words(self, topic: str) -> frozenset[str]:
        """The phrases of a topic (``articles``, ``negations``)."""
        return frozenset(self._data[topic])

    def map(self, topic: str) -> Mapping[str, Any]:
        """A topic that maps phrases to values (``numbers``, ``durations``)."""
        content: Mapping[str, Any] = self._data[topic]
        return content

    @property
    def relations(self) -> tuple[RelationPhrase, ...]:
        """Relation phrases, the longest first, words as written in the data."""
        found = []
        for key, phrases in self._data["relations"].items():
            kind, *marks = key.split()
            found += [
                RelationPhrase(
                    tuple(phrase.split()), kind, "backward" in marks, "preposition" in marks, "exclusive" in marks
                )
                for phrase in phrases
            ]
        return tuple(sorted(found, key=lambda phrase: (-len(phrase.words), phrase.words)))


@cache
def language(code: str) -> Language:
    """The data of a language; raises FileNotFoundError for one that is not on board."""
    return Language(code)


@cache
def places() -> Mapping[str, str]:
    """Names of places, lower case without accents → AWS region."""
    content: Mapping[str, str] = _load("places")
    return content


@cache
def provider_words() -> ProviderWords:
    """What the parts of provider type names are called."""
    raw = _load("provider_words")
    return ProviderWords(
        aliases={word: tuple(names) for word, names in raw["aliases"].items()},
        types={kind: tuple(names) for kind, names in raw["types"].items()},
        plain=frozenset(raw["plain"]),
        ordinary=frozenset(raw["ordinary"]),
        plain_families=frozenset(raw["plain_families"]),
        families=raw["families"],
    )
