"""The work sheet of a reading: components as they take shape and the places in the text that speak of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.request import Settlement
from app.knowledge.language import Language
from app.reasoning.offline.read.mentions import Mention
from app.reasoning.offline.read.schema_words import bare
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import phrase_key
from app.reasoning.offline.read.vocabulary import Strength, Vocabulary


@dataclass(slots=True)
class Draft:
    """A component in the making. ``members`` are per-copy (name, arguments) where several alike differ."""

    number: int
    kind: str
    type: str
    strength: Strength
    key: str
    sentence: int
    text: str
    count: int = 1
    name: str | None = None
    label: str = ""
    names: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    arguments: dict[str, Any] = field(default_factory=dict)
    spread: dict[str, list[Any]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    regions: list[str] = field(default_factory=list)
    existing: bool = False
    definite: bool = False
    heading: bool = False
    aliases: set[str] = field(default_factory=set)

    def tails(self) -> Iterator[str]:
        """Keys by which "the …" may mean it: the ends of its type's name and of the words it was named with."""
        yield from self.aliases
        for words in (bare(self.type.removeprefix("data.")).split(), self.text.lower().split()):
            for cut in range(len(words)):
                yield phrase_key(" ".join(words[cut:]))


@dataclass(frozen=True, slots=True)
class Place:
    """Tokens ``first`` to ``last`` of a sentence that speak of drafts. ``start`` is where its noun phrase begins;
    ``governed`` when a preposition stands before it; ``fresh`` when it made the draft."""

    sentence: int
    first: int
    last: int
    start: int
    drafts: tuple[int, ...]
    governed: bool
    fresh: bool
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """``source`` does ``kind`` to ``target``; both are draft numbers."""

    source: int
    kind: str
    target: int
    exclusive: bool
    text: str


@dataclass(slots=True)
class Sheet:
    """Everything the stages have found so far. ``used`` marks tokens that were understood; ``parts`` are mentions
    that name no thing of their own but a part of one ("dead-letter queue")."""

    sentences: tuple[Sentence, ...]
    words: Language
    vocabulary: Vocabulary
    values: Sequence[Sequence[Value]] = ()
    mentions: Sequence[Sequence[Mention]] = ()
    drafts: list[Draft] = field(default_factory=list)
    parts: Sequence[Sequence[Mention]] = ()
    places: list[list[Place]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    settled: list[Settlement] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    aliases: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    orphans: list[tuple[int, str]] = field(default_factory=list)
    wished: list[str] = field(default_factory=list)

    def use(self, sentence: int, first: int, last: int) -> None:
        """Mark tokens as understood."""
        self.used.update((sentence, index) for index in range(first, last))

    def free(self, sentence: int, value: Value) -> bool:
        """Whether no stage has claimed a value yet."""
        return not any((sentence, index) in self.used for index in range(value.first, value.last))

    def topic(self, sentence: int) -> tuple[int, ...]:
        """What a sentence without a subject speaks of: the parent item's, else the last sentence's subject."""
        here = self.sentences[sentence]
        for index in range(sentence - 1, -1, -1):
            earlier = self.sentences[index]
            far = here.paragraph - earlier.paragraph
            if here.kind == "row" or far > 1 + (here.kind == "item") * 40:
                return ()
            if here.kind == "item" and earlier.paragraph != here.paragraph and not self._above(here, earlier):
                continue
            places = self.places[index] if index < len(self.places) else []
            subject = next((p for p in places if not p.governed), None) or (places[0] if places else None)
            if subject:
                return subject.drafts
            if here.kind == "item" and earlier.depth < here.depth:
                return ()
        return ()

    def before(self, sentence: int) -> tuple[int, ...]:
        """What a pronoun at the beginning of a sentence means: the subject of the sentence before, list or not."""
        for index in range(sentence - 1, max(sentence - 3, -1), -1):
            subject = next((p for p in self.places[index] if not p.governed), None)
            subject = subject or (self.places[index][0] if self.places[index] else None)
            if subject:
                return subject.drafts
        return self.topic(sentence)

    @staticmethod
    def _above(here: Sentence, earlier: Sentence) -> bool:
        """Whether a sentence introduces the list an item stands in."""
        if earlier.kind == "item":
            return earlier.depth < here.depth
        return earlier.kind == "heading" or earlier.text.endswith(":")

    def parameters(self, kind: str) -> Mapping[str, Any]:
        """The parameters of a kind's service by name; empty for a bare provider type."""
        service = self.vocabulary.services.get(kind)
        return {parameter.name: parameter for parameter in service.parameters} if service else {}
