"""All the words that may name a component: the catalogue's and those of every provider type."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from app.knowledge.catalogue.base import Service
from app.knowledge.language import CODES, provider_words
from app.reasoning.offline.read.schema_words import SchemaWords, schema_words
from app.reasoning.offline.read.tokens import key_of, phrase_key


class Strength(IntEnum):
    """How sure a phrase is. A weak one counts only where nothing stronger claims it."""

    WEAK = 0
    SUFFIX = 1
    TYPE = 2
    SERVICE = 3
    EXPLICIT = 4


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase stands for: a service id, a provider type, or ``data.<type>``."""

    kind: str
    strength: Strength


class Vocabulary:
    """Phrases of one catalogue, looked up by their key."""

    def __init__(self, services: Mapping[str, Service], schema: SchemaWords) -> None:
        self.services = services
        self.schema = schema
        self.primary: dict[str, str] = {}
        for service in services.values():
            self.primary.setdefault(service.primary, service.id)
        self._senses: dict[str, Sense] = {}
        self.overridden: dict[str, str] = {}
        self._stands: dict[str, set[str]] = {}
        self._add_services()
        self._add_types()

    def _put(self, phrase: str, kind: str, strength: Strength) -> None:
        for code in CODES:
            key = phrase_key(phrase, code)
            known = self._senses.get(key)
            if known is None or known.strength < strength:
                self._senses[key] = Sense(kind, strength)

    def _add_services(self) -> None:
        for service in self.services.values():
            for word in (*service.words, *service.weak_words):
                for code in CODES:
                    self._stands.setdefault(phrase_key(word, code), set()).add(service.id)
            for word in service.words:
                self._put(word, service.id, Strength.SERVICE)
        for service in self.services.values():
            for word in service.weak_words:
                self._put(word, service.id, Strength.WEAK)

    def _add_types(self) -> None:
        for kind, phrases in self.schema.phrases.items():
            for phrase, plain in phrases:
                self._put(phrase, self.kind_of(kind), Strength.WEAK if plain else Strength.TYPE)
        for key, kind in self.schema.exact:
            known = self._senses.get(key)
            if known is not None and known.strength is Strength.SERVICE and kind not in self.primary:
                self._senses[key] = Sense(kind, Strength.TYPE)
                self.overridden[key] = known.kind

    def kind_of(self, kind: str) -> str:
        """A provider type as a component's kind: the service whose primary it is, else itself."""
        return self.primary.get(kind, kind)

    def type_of(self, kind: str) -> str:
        """The provider type behind a component's kind."""
        service = self.services.get(kind)
        return service.primary if service else kind

    def sense(self, key: str) -> Sense | None:
        """What a key stands for, or None."""
        return self._senses.get(key)

    def stands_for(self, key: str) -> frozenset[str]:
        """All services that a phrase may mean, weak words included."""
        return frozenset(self._stands.get(key, ()))

    def explicit(self, low: str) -> Sense | None:
        """What a literal type name stands for (``aws_sqs_queue``, ``data.aws_ami``), or None."""
        name = low.removeprefix("data.")
        if low == name and name in self.schema.resources:
            return Sense(self.kind_of(name), Strength.EXPLICIT)
        return Sense(f"data.{name}", Strength.EXPLICIT) if name in self.schema.data else None

    @cached_property
    def longest(self) -> int:
        """An upper bound of the number of words in a phrase."""
        return 7

    @cached_property
    def plain_keys(self) -> frozenset[str]:
        """Words too ordinary to stand for a type by the family the text speaks of."""
        return frozenset(phrase_key(phrase) for phrase in provider_words().ordinary)

    @cached_property
    def words(self) -> frozenset[str]:
        """Keys of all single words that occur in the catalogue's phrases."""
        found: set[str] = set()
        for service in self.services.values():
            for phrase in (*service.words, *service.weak_words):
                found.update(key_of(word) for word in phrase.split())
        return frozenset(found)


_CACHE: dict[int, tuple[Mapping[str, Service], Vocabulary]] = {}


def vocabulary(services: Mapping[str, Service]) -> Vocabulary:
    """The vocabulary of a catalogue, made once for each catalogue object."""
    known = _CACHE.get(id(services))
    if known is None or known[0] is not services:
        known = _CACHE[id(services)] = (services, Vocabulary(services, schema_words()))
    return known[1]
