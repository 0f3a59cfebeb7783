"""A clause, read by itself: what it names, how surely it means something that is there already."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.request import Component, Request
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.read.draft import Draft, Sheet
from app.reasoning.offline.read.pipeline import read_closely
from app.reasoning.offline.read.tokens import fold, key_of
from app.reasoning.offline.revise.orders import same_length_fold

SHORTEST = 3
"""Letters of a name that is looked for in plain words."""


@dataclass(frozen=True, slots=True)
class Named:
    """One thing a clause names: ``definite`` ("the queue"), ``indefinite`` ("a queue") or neither ("Redis").

    ``kinds`` are all services that its word may stand for, ``label`` what tells it from its like, ``words`` the keys by
    which it may have been refused.
    """

    component: Component
    definite: bool
    indefinite: bool
    plural: bool
    kinds: frozenset[str]
    label: str = ""
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a clause says."""

    request: Request
    named: tuple[Named, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing at all was made of the words."""
        request = self.request
        said = (request.components, request.tags, request.variables, request.outputs, request.risky)
        return not any(said) and request.constraints == type(request.constraints)()


def read_fragment(text: str, code: str, known: Request, services: Mapping[str, Service]) -> Fragment:
    """Read a clause; names of things in ``known`` are understood as those things."""
    reading = read_closely(spelt_out(text, known.components, services), services, code=code)
    named = [
        _named(reading.sheet, draft, component)
        for draft in reading.sheet.drafts
        for component in reading.request.components
        if component.id in reading.ids.by_draft[draft.number]
    ]
    return Fragment(reading.request, tuple(named))


def _named(sheet: Sheet, draft: Draft, component: Component) -> Named:
    """What was said around the first place that speaks of a draft."""
    place = next(
        (place for places in sheet.places for place in places if place.fresh and draft.number in place.drafts), None
    )
    before: set[str] = set()
    last = ""
    if place is not None:
        tokens = sheet.sentences[place.sentence].tokens
        before = {token.low for token in tokens[max(place.start - 1, 0) : place.first]}
        last = tokens[place.last - 1].low
    words = sheet.words
    kinds = sheet.vocabulary.stands_for(draft.key) | {draft.kind}
    definite = bool(before & words.words("definite"))
    indefinite = not definite and bool(before & (words.words("indefinite") | words.words("fresh")))
    plural = last.endswith("s") and not key_of(last).endswith("s")
    told = {str(value) for value in component.settings.values()}
    named_with = frozenset({draft.key, draft.type, *(key_of(word) for word in draft.text.split()), *told})
    return Named(component, definite, indefinite, plural, kinds, draft.label or draft.name or "", named_with)


def spelt_out(text: str, components: Sequence[Component], services: Mapping[str, Service]) -> str:
    """The text with names of components spelt out: ``the worker`` → ``the lambda function "worker"``.

    Quoted words stay, and so do those that name a service by themselves or stand before such a word.
    """
    called = [(name, one) for one in components for name in _names(one, services) if len(name) >= SHORTEST]
    spoken = [(word, one) for one in components for word in _spoken(one, services)]
    only = Counter(word for word, _ in spoken)
    names = {word: one for word, one in spoken if only[word] == 1} | dict(called)
    if not names:
        return text
    taken = {word for service in services.values() for words in (service.words, service.weak_words) for word in words}
    parts: list[str] = []
    start = 0
    folded = same_length_fold(text)
    for found in re.finditer(r"[\w-]+", folded):
        word = found.group().lower()
        one = names.get(word) or names.get(word.removesuffix("s"))
        following = re.match(r"\s+([\w-]+)", folded[found.end() :])
        names_kind = following is not None and _names_a_kind(following[1].lower(), taken)
        if one is None or names_kind or _in_quotes(text, found.start()):
            continue
        if word in taken - _names(one, services) - _spoken(one, services):
            continue
        parts += [text[start : found.start()], phrase_for(one, services)]
        start = found.end()
    return "".join([*parts, text[start:]])


def _names(component: Component, services: Mapping[str, Service]) -> set[str]:
    """What a component may be called by a word of its own; a label that only repeats its kind is none."""
    service = services.get(component.kind)
    kinds = {component.kind, *(service.words if service else ()), *(service.weak_words if service else ())}
    own = {fold(component.name or ""), component.label, component.label.replace("_", "-")} - {""}
    return own if component.name else own - kinds


def _spoken(component: Component, services: Mapping[str, Service]) -> set[str]:
    """Plain words that a component was spoken of by ("a worker (Lambda, …)") and that do not name its kind."""
    service = services.get(component.kind)
    phrases = (*service.words, *service.weak_words) if service else ()
    kinds = {component.kind, *(word for phrase in phrases for word in phrase.split())}
    words = set(re.findall(r"[a-z]{4,}", fold(component.text)))
    return {word for word in words if word not in kinds and word.removesuffix("s") not in kinds}


def _names_a_kind(word: str, taken: set[str]) -> bool:
    return word in taken or word.removesuffix("s") in taken


def _in_quotes(text: str, place: int) -> bool:
    return any(text[:place].count(quote) % 2 for quote in "\"`'")


def phrase_for(component: Component, services: Mapping[str, Service]) -> str:
    """Words that surely name the component: its kind and what it is called."""
    service = services.get(component.kind)
    word = service.words[0] if service and service.words else component.kind
    return f'{word} "{component.name or component.label}"'
