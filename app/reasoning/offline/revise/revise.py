"""Revisions, order by order: each changes the request that the earlier words made."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.errors import UsageFailure
from app.domain.request import Component, Constraints, Request
from app.knowledge.catalogue.base import Service
from app.knowledge.language import CODES
from app.reasoning.offline.read import read
from app.reasoning.offline.revise import changes
from app.reasoning.offline.revise.fragment import Fragment, Named, phrase_for, read_fragment
from app.reasoning.offline.revise.match import meant, one_or_all
from app.reasoning.offline.revise.orders import Order, orders

EXAMPLES = (
    "say what to change, for example: `use PostgreSQL instead of MySQL`, `remove the queue`, `add a Redis cache`, "
    "`make the database Multi-AZ`, `rename the queue to orders`, `in eu-west-1`, `no NAT gateway`"
)
MOST = 40
"""Orders of one revision that are carried out; who wants more changed wants another request."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class State:
    """The request so far; ``understood`` how many orders of the present revision were carried out.

    ``unclear`` are the names of things of which an order meant one, and nothing told which.
    """

    request: Request
    services: Mapping[str, Service]
    understood: int = 0
    unclear: tuple[str, ...] = ()

    def done(self, request: Request) -> "State":
        """After an order that was understood."""
        return replace(self, request=request, understood=self.understood + 1)

    def missed(self, order: Order, meant: Sequence[Component] = ()) -> "State":
        """After an order of which nothing was made, since it could mean any of ``meant`` where there are several."""
        words = tuple(dict.fromkeys((*self.request.not_understood, order.text)))
        names = tuple(one.name or one.label for one in meant) if len(meant) > 1 else ()
        return replace(self, request=replace(self.request, not_understood=words), unclear=(*self.unclear, *names))


def revise(text: str, revisions: Sequence[str], services: Mapping[str, Service]) -> Request:
    """The request of ``text`` after ``revisions``, in order; title and slug stay those of the text.

    Pure and deterministic. Raises ``UsageFailure`` where nothing was made of the last revision, or it asks for what is
    there already.
    """
    request = read(text, services)
    for number, revision in enumerate(revisions, start=1):
        state = State(request, services)
        wanted = orders(revision, request.language)
        for order in wanted[:MOST]:
            state = HANDLERS[order.kind](state, order)
        for order in wanted[MOST:]:
            state = state.missed(order)
        if number == len(revisions):
            _require_change(revision, request, state)
        request = state.request
    return replace(request, questions=()) if request.components else request


def _require_change(revision: str, before: Request, after: State) -> None:
    doing = f"revising by {' '.join(revision.split())[:100]!r}"
    if not after.understood and after.unclear:
        names = ", ".join(dict.fromkeys(after.unclear))
        raise UsageFailure(doing, f"it is not clear which is meant: {names}", "say it with the name")
    if not after.understood:
        raise UsageFailure(doing, "nothing in it was understood as a change", EXAMPLES)
    if replace(after.request, not_understood=before.not_understood) == before:
        raise UsageFailure(doing, "it asks for what is there already", EXAMPLES)


def _fragment(state: State, text: str, code: str) -> Fragment:
    """The clause as it reads in its language; few words may look like another's, so that one is tried as well."""
    fragment = read_fragment(text, code, state.request, state.services)
    others = [other for other in CODES if other != code]
    for other in others if fragment.empty else ():
        read_otherwise = read_fragment(text, other, state.request, state.services)
        if not read_otherwise.empty:
            return read_otherwise
    return fragment


def _remove(state: State, order: Order) -> State:
    """Take out what is named; what is no component is refused from now on."""
    fragment = _fragment(state, order.what, order.language)
    targets = [(named, meant(named, state.request)) for named in fragment.named]
    found = [one for named, those in targets for one in one_or_all(those, named)]
    if found:
        return state.done(changes.without(state.request, found))
    if any(those for _, those in targets):
        return state.missed(order, [one for _, those in targets for one in those])
    prefix = {"en": "no", "es": "sin"}.get(order.language, "no")
    bare = re.sub(r"^(?:the|any|our|el|la|los|las|ningun[ao]?)\s+", "", order.what, flags=re.IGNORECASE)
    refused = _fragment(state, f"{prefix} {bare}", order.language).request.constraints.refused
    if not refused:
        return state.missed(order)
    return state.done(changes.constrained(state.request, Constraints(refused=refused), also=True))


def _rename(state: State, order: Order) -> State:
    fragment = _fragment(state, order.what, order.language)
    name = order.other.strip("\"'`“”‘’ .")
    found = [one for named in fragment.named[:1] for one in meant(named, state.request)]
    if len(found) != 1 or not re.fullmatch(r"[A-Za-z][\w.-]{0,62}", name):
        return state.missed(order, found)
    return state.done(changes.with_component(state.request, changes.renamed(found[0], name)))


def _replace(state: State, order: Order) -> State:
    """Exchange one thing for another, one flavour for another, or one value for another."""
    wanted = _fragment(state, order.what, order.language)
    given = _fragment(state, order.other, order.language)
    if not wanted.named:
        return _exchange_value(state, order, wanted)
    if not given.named:
        return _say(state, replace(order, kind="set"), wanted, counted=True)
    old = [one for named in given.named[:1] for one in one_or_all(meant(named, state.request), named)]
    new = wanted.named[0].component
    request = state.request
    if not old and any(new.kind == one.kind for one in request.components):
        return state.done(request)  # it was exchanged before
    if not old:
        return state.missed(order, [one for named in given.named[:1] for one in meant(named, request)])
    for one in old:
        if new.kind == one.kind:
            request = changes.with_component(request, changes.overridden(one, new, counted=False))
        else:
            request = changes.exchanged(request, one, new, state.services)
    rest = replace(wanted, named=wanted.named[1:])
    return _say(state.done(request), replace(order, kind="set"), rest) if rest.named else state.done(request)


def _exchange_value(state: State, order: Order, wanted: Fragment) -> State:
    """``512 MB instead of 256 MB``: where the old value stands exactly once, the new one takes its place."""
    if not wanted.empty:
        return _say(state, replace(order, kind="set"), wanted)
    found = [(one, said) for one in state.request.components if (said := _exchanged(state, order, one))]
    if len(found) != 1:
        return _set(state, replace(order, kind="set", what=order.text))
    one, said = found[0]
    return state.done(changes.with_component(state.request, changes.overridden(one, said, counted=False)))


def _exchanged(state: State, order: Order, component: Component) -> Component | None:
    """What the new value says of a component that has the old one: both are read as if they were said of it."""
    if order.other.isdigit() and order.what.isdigit() and component.count == int(order.other):
        return replace(component, count=int(order.what))
    earlier = NUMBER.sub(order.other, order.what, count=1) if NUMBER.fullmatch(order.other) else order.other
    old, new = (_said_of(state, component, value, order.language) for value in (earlier, order.what))
    if old is None or new is None or {*old.settings, *old.arguments} != {*new.settings, *new.arguments}:
        return None
    has_old = _holds(component.settings, old.settings) and _holds(component.arguments, old.arguments)
    return new if has_old and (old.settings or old.arguments) else None


def _said_of(state: State, component: Component, value: str, code: str) -> Component | None:
    shown, joint = phrase_for(component, state.services), {"es": "con"}.get(code, "with")
    named = _fragment(state, f"{shown} {joint} {value}", code).named
    return replace(named[0].component, name=None) if len(named) == 1 else None


def _holds(known: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return all(known.get(key) == value for key, value in said.items())


def _add(state: State, order: Order) -> State:
    return _say(state, order, _fragment(state, order.what, order.language))


def _set(state: State, order: Order) -> State:
    fragment = _fragment(state, order.what, order.language)
    if fragment.empty and order.what != order.text:
        fragment = _fragment(state, order.text, order.language)
    return _say(state, order, fragment)


def _say(state: State, order: Order, fragment: Fragment, *, counted: bool = False) -> State:
    """Lay what a clause says over the request: known things get its values, others are added."""
    said = fragment.request
    if fragment.empty:
        return state.missed(order)
    request, ids, missed = state.request, {}, False
    for named in fragment.named:
        targets = _targets(named, request, order)
        for one in targets:
            number = counted and named is fragment.named[0]
            request = changes.with_component(request, changes.overridden(one, named.component, counted=number))
            ids[named.component.id] = one.id
        if not targets and _may_be_new(named, request, order):
            request, ids[named.component.id] = changes.added(request, named.component, named.words)
        missed = missed or named.component.id not in ids
    request = changes.related(request, said.relations, ids)
    request = changes.constrained(request, said.constraints, also=order.kind == "add")
    request = _with_rest(request, _in_own_words(said, order), ids)
    if missed:
        unclear = [one for named in fragment.named if named.component.id not in ids for one in meant(named, request)]
        state = state.missed(order, unclear)
        request = replace(request, not_understood=state.request.not_understood)
    only_missed = missed and replace(request, not_understood=state.request.not_understood) == state.request
    return state if only_missed else state.done(request)


def _targets(named: Named, request: Request, order: Order) -> tuple[Component, ...]:
    """What is there of what a clause names; nothing for a new thing."""
    found = meant(named, request)
    if named.indefinite and order.kind == "add":
        return ()
    if order.kind == "add" and not named.definite and not (named.label and named.component.name):
        return ()
    return one_or_all(found, named)


def _may_be_new(named: Named, request: Request, order: Order) -> bool:
    """Whether a thing that is not there is wanted: "the …" speaks of what should be there."""
    if named.definite:
        return False
    return order.kind == "add" or named.indefinite or not meant(named, request)


def _in_own_words(said: Request, order: Order) -> Request:
    """What is shown of a clause is what the user wrote, not how it was spelt out for reading."""
    missed = tuple(words if words in order.text else order.text for words in said.not_understood)
    risky = tuple(f"{wish.partition(':')[0]}: {order.text[:100]}" for wish in said.risky)
    return replace(said, not_understood=missed, risky=risky)


def _with_rest(request: Request, said: Request, ids: Mapping[str, str]) -> Request:
    """Tags, inputs, outputs, risky wishes, and what was not understood of the clause."""
    variables = {one.name: one for one in (*request.variables, *said.variables)}
    wanted = [replace(one, component=ids.get(one.component, "")) for one in said.outputs]
    outputs = {(one.name, one.component): one for one in (*request.outputs, *wanted)}
    return replace(
        request,
        tags={**request.tags, **said.tags},
        variables=tuple(variables.values()),
        outputs=tuple(outputs.values()),
        risky=tuple(dict.fromkeys((*request.risky, *said.risky))),
        settled=tuple(dict.fromkeys((*request.settled, *said.settled))),
        not_understood=tuple(dict.fromkeys((*request.not_understood, *said.not_understood))),
    )


HANDLERS: Mapping[str, Callable[[State, Order], State]] = {
    "remove": _remove,
    "rename": _rename,
    "replace": _replace,
    "add": _add,
    "set": _set,
}
