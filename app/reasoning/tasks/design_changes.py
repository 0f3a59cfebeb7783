"""A model's answer as changes to the request that was read by rule, each of them checked against what there is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.request import Component, Relation, Request
from app.knowledge.catalogue.base import Service
from app.knowledge.schemas import provider_schema, schema_of
from app.reasoning.offline.build.refusals import FORBIDDEN_KINDS, without_refused
from app.reasoning.offline.build.risk import ANYWHERE
from app.reasoning.offline.revise import changes
from app.reasoning.tasks.design import (
    Added,
    Bound,
    Changed,
    DesignAnswer,
    Details,
    Quoted,
    Related,
    Removed,
    Tag,
    Unrelated,
)  # fmt: skip
from app.reasoning.tasks.design_bounds import bound_of, region_of
from app.reasoning.tasks.design_values import arguments_of, nearest, settings_of, texts_of
from app.reasoning.tasks.design_words import Phrase, Words, counts_in, denies, shown, words_of
from app.reasoning.tasks.files_types import may_be_added

SENSITIVE = frozenset({"iam", "organizations", "ram", "account", "sso", "ssoadmin", "identitystore", "rolesanywhere"})
"""Families of types about who may do what: they must be asked for by name."""
SECRETS = frozenset({"secret", "secrets", "secretsmanager", "password", "credentials", "token", "ssm", "auth"})
"""Words of data sources that read secrets."""
NAME = re.compile(r"[\w .:/@+=,()&-]{1,128}")
MOST_TOLD = 8
"""Mistakes of one answer that are told at once."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, the open phrases it is about, and how it is made; where what it speaks of is not there, it is not."""

    words: str
    phrases: tuple[Phrase, ...]
    make: Callable[[Request], Request]


def made(request: Request, wanted: Sequence[Change]) -> Request:
    """The request with changes, in order."""
    for change in wanted:
        request = change.make(request)
    return request


def resolve(answer: DesignAnswer, draft: Request, services: Mapping[str, Service], words: Words) -> tuple[Change, ...]:
    """The changes of an answer, removals last; raises ValueError that names everything wrong with it."""
    resolver = Resolver(draft, services, words)
    steps: tuple[tuple[Sequence[Quoted], Callable[..., Change]], ...] = (
        (answer.add, resolver.add),
        (answer.change, resolver.change),
        (answer.relate, resolver.relate),
        (answer.bounds, resolver.bound),
        (answer.tags, resolver.tag),
        (answer.unrelate, resolver.unrelate),
        (answer.remove, resolver.remove),
    )
    found: list[Change] = []
    wrong: list[str] = []
    for listed, step in steps:
        for one in listed:
            try:
                found.append(step(one))
            except ValueError as error:
                wrong.append(f"{_name(one)}: {error}")
    if wrong:
        more = [f"and {len(wrong) - MOST_TOLD} more"] if len(wrong) > MOST_TOLD else []
        raise ValueError("; ".join([*dict.fromkeys(wrong[:MOST_TOLD]), *more]))
    return tuple(found)


def _name(one: Quoted) -> str:
    """Which part of an answer is meant."""
    match one:
        case Added():
            return f"add {shown(f'{one.kind}.{one.label}')}"
        case Changed() | Removed():
            return f"component {shown(one.component)}"
        case Related() | Unrelated():
            return f"relation {shown(f'{one.source} {one.kind} {one.target}')}"
        case Bound():
            return f"bound {one.what}"
        case _:
            return "tag"


class Resolver:
    """Checks one change after the other; later ones know the components that earlier ones add."""

    def __init__(self, draft: Request, services: Mapping[str, Service], words: Words) -> None:
        self._draft = draft
        self._services = services
        self._words = words
        self._known = {component.id: component for component in draft.components}

    def add(self, one: Added) -> Change:
        """A new component."""
        phrases = self._words.asked_by(one.quote)
        _check_kind(one.kind, one.quote, self._services)
        if one.kind in self._draft.constraints.refused:
            raise ValueError("the user does not want it")
        made_id = f"{one.kind}.{one.label}"
        if any((known.kind, known.label) == (one.kind, one.label) for known in self._known.values()):
            raise ValueError(f"there is a {one.kind} with that label; change it, or take another label")
        component = self._with_details(Component(made_id, one.kind, one.label, text=one.quote), one)
        self._known[made_id] = component

        def make(request: Request) -> Request:
            return changes.added(request, component, ())[0]

        return Change(f"add {made_id}", phrases, make)

    def change(self, one: Changed) -> Change:
        """More of a component."""
        phrases = self._words.asked_by(one.quote)
        target = self._component(one.component)
        said = self._with_details(Component(target.id, target.kind, target.label), one)

        def make(request: Request) -> Request:
            there = next((component for component in request.components if component.id == target.id), None)
            if there is None:
                return request
            changed = changes.overridden(there, said, counted=one.count is not None)
            return changes.with_component(request, replace(changed, name=one.name or changed.name))

        return Change(f"change {target.id}", phrases, make)

    def remove(self, one: Removed) -> Change:
        """A component that the user speaks against."""
        phrases = self._words.asked_by(one.quote)
        target = self._component(one.component)
        _require_denial(one.quote)
        self._require_named(one.quote, target)

        def make(request: Request) -> Request:
            gone = [component for component in request.components if component.id == target.id]
            kept = request.constraints.refused
            left = changes.without(request, gone)
            return replace(left, constraints=replace(left.constraints, refused=kept))

        return Change(f"remove {target.id}", phrases, make)

    def relate(self, one: Related) -> Change:
        """A relation between two components."""
        phrases = self._words.asked_by(one.quote)
        ends = self._component(one.source).id, self._component(one.target).id
        if ends[0] == ends[1]:
            raise ValueError("a component is not related to itself")
        relation = Relation(ends[0], one.kind, ends[1], one.exclusive, one.quote)

        def make(request: Request) -> Request:
            known = {component.id: component.id for component in request.components}
            there = any(_ends(other) == _ends(relation) and other.exclusive for other in request.relations)
            return changes.related(request, [replace(relation, exclusive=relation.exclusive or there)], known)

        return Change(f"{ends[0]} {one.kind} {ends[1]}", phrases, make)

    def unrelate(self, one: Unrelated) -> Change:
        """A relation that the user speaks against."""
        phrases = self._words.asked_by(one.quote)
        wanted = (one.source, one.kind, one.target)
        there = next((relation for relation in self._draft.relations if _ends(relation) == wanted), None)
        if there is None:
            raise ValueError("the draft has no such relation")
        if there.exclusive:
            raise ValueError("it keeps others out and stays")
        _require_denial(one.quote)

        def make(request: Request) -> Request:
            kept = tuple(relation for relation in request.relations if _ends(relation) != wanted)
            return replace(request, relations=kept)

        return Change(f"no longer {one.source} {one.kind} {one.target}", phrases, make)

    def bound(self, one: Bound) -> Change:
        """What bounds the stack; a budget may only fall."""
        phrases = self._words.asked_by(one.quote)
        said = bound_of(one, self._draft.constraints)

        def make(request: Request) -> Request:
            return changes.constrained(request, said, also=True)

        return Change(f"{one.what} {one.value}", phrases, make)

    def tag(self, one: Tag) -> Change:
        """A tag for everything."""
        phrases = self._words.asked_by(one.quote)
        _check_tags({one.name: one.value}, self._words)

        def make(request: Request) -> Request:
            return replace(request, tags={**request.tags, one.name: one.value})

        return Change(f"tag {one.name}", phrases, make)

    def _require_named(self, quote: str, target: Component) -> None:
        """Raise ``ValueError`` unless the quote speaks of the component: ``nobody`` alone denies nothing."""
        service = self._services.get(target.kind)
        called = [target.name or "", target.label.replace("_", " "), *re.split(r"[_.]", target.kind)]
        called += [service.title, *service.words, *service.weak_words] if service else []
        names = {word.rstrip("s") for text in called for word in words_of(text)}
        if not names & {word.rstrip("s") for word in words_of(quote)}:
            raise ValueError(f"the quote does not speak of {target.id}")

    def _component(self, name: str) -> Component:
        found = self._known.get(name)
        if found is None:
            raise ValueError(f"there is no component {shown(name)}{nearest(name, self._known)}")
        return found

    def _with_details(self, component: Component, one: Details) -> Component:
        if one.name is not None and not (NAME.fullmatch(one.name) and self._words.hold(one.name)):
            raise ValueError(f"the user gave no name {shown(one.name)}; leave it out")
        if one.count is not None and one.count > 1 and one.count not in counts_in(one.quote):
            raise ValueError(f"the quote does not say {one.count}")
        if any(value is False for value in (*one.settings.values(), *one.arguments.values())):
            _require_denial(one.quote)
        given = {text for value in (one.settings, one.arguments) for text in texts_of(value)}
        if given & ANYWHERE and "open_ingress" not in self._draft.constraints.allowed:
            raise ValueError("it lets the whole internet in, which was not asked for in plain words")
        _check_tags(one.tags, self._words)
        said = replace(
            component,
            name=one.name,
            settings=settings_of(component.kind, one.settings, self._services, self._words),
            arguments=arguments_of(component.kind, one.arguments, self._services, self._words),
            count=one.count or component.count,
            region=region_of(one.region, one.quote) if one.region else None,
            tags=dict(one.tags),
        )
        _, refused = without_refused([said])
        if refused:
            raise ValueError(f"never written: {'; '.join(refused)}")
        return said


def _ends(relation: Relation) -> tuple[str, str, str]:
    return relation.source, relation.kind, relation.target


def _check_kind(kind: str, quote: str, services: Mapping[str, Service]) -> None:
    """A service, or a type of AWS; raises ValueError for what does not exist, is never written, or nobody named."""
    name = kind.removeprefix("data.")
    if kind in FORBIDDEN_KINDS or name in FORBIDDEN_KINDS:
        raise ValueError(f"never written: {FORBIDDEN_KINDS.get(kind) or FORBIDDEN_KINDS[name]}")
    if kind not in services and (not name.startswith("aws_") or schema_of(name, data=name != kind) is None):
        types = [*services, *provider_schema("aws").types("data" if name != kind else "resources")]
        raise ValueError(f"there is no service or AWS type {shown(kind)}{nearest(name, types)}")
    parts = set(name.split("_")) - {"aws"}
    if name != kind and parts & SECRETS:
        raise ValueError("never written: it would read secrets")
    asked = any(word.startswith(part) for word in words_of(quote) for part in parts if len(part) > 2)
    if parts & SENSITIVE and not asked:
        raise ValueError("the quote does not ask for it by name, and it decides who may do what")
    if kind not in services and name == kind and not may_be_added(kind, quote):
        raise ValueError("the quote does not name this type; take a service, or leave the phrase open")


def _check_tags(tags: Mapping[str, str], words: Words) -> None:
    for name, value in tags.items():
        if not all(NAME.fullmatch(text) and words.hold(text) for text in (name, value)):
            raise ValueError(f"the user gave no tag {shown(f'{name}={value}')}")


def _require_denial(quote: str) -> None:
    if not denies(quote):
        raise ValueError("the quote does not speak against it")
