"""Changes to a request: pure functions that give the changed one back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from app.domain.request import Component, Constraints, Relation, Request, Settlement
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.read.naming import label_of

VERSIONS = ("engine_version", "parameter_group_family", "family")
"""Settings that belong to an engine and go with it."""


def with_component(request: Request, changed: Component) -> Request:
    """The component of the same id replaced."""
    return replace(request, components=tuple(changed if c.id == changed.id else c for c in request.components))


def overridden(component: Component, said: Component, *, counted: bool) -> Component:
    """What was said later wins; ``counted`` where a number was said."""
    settings = {**component.settings, **said.settings}
    if settings.get("engine") != component.settings.get("engine"):
        settings = {key: value for key, value in settings.items() if key not in VERSIONS or key in said.settings}
    return replace(
        component,
        settings=settings,
        arguments={**component.arguments, **said.arguments},
        tags={**component.tags, **said.tags},
        name=component.name or (said.name if said.name != component.label else None),
        region=said.region or component.region,
        count=said.count if counted or said.count > 1 else component.count,
    )


def added(request: Request, component: Component, words: Collection[str]) -> tuple[Request, str]:
    """With a new component, its id and label made unique; returns the id it got.

    ``words`` name it: where they were refused before, they are wanted now.
    """
    labels = {one.label for one in request.components if one.kind == component.kind}
    ids = {one.id for one in request.components}
    names = (component.label if number == 1 else f"{component.label}_{number}" for number in count(1))
    label = next(name for name in names if name not in labels and f"{component.kind}.{name}" not in ids)
    made = replace(component, id=f"{component.kind}.{label}", label=label)
    refused = tuple(word for word in request.constraints.refused if word not in {component.kind, *words})
    constraints = replace(request.constraints, refused=refused)
    return replace(request, components=(*request.components, made), constraints=constraints), made.id


def related(request: Request, relations: Sequence[Relation], ids: Mapping[str, str]) -> Request:
    """With the relations of a clause, whose ends are found by ``ids``."""
    known = {(one.source, one.kind, one.target): one for one in request.relations}
    for one in relations:
        if one.source in ids and one.target in ids:
            moved = replace(one, source=ids[one.source], target=ids[one.target])
            known[moved.source, moved.kind, moved.target] = moved
    return replace(request, relations=tuple(known.values()))


def without(request: Request, gone: Sequence[Component]) -> Request:
    """Without components and all that hangs on them; a kind of which none is left is not to come back by itself."""
    ids = {one.id for one in gone}
    left = tuple(one for one in request.components if one.id not in ids)
    kinds = {one.kind for one in gone} - {one.kind for one in left}
    refused = tuple(dict.fromkeys((*request.constraints.refused, *sorted(kinds))))
    return replace(
        request,
        components=left,
        relations=tuple(r for r in request.relations if r.source not in ids and r.target not in ids),
        outputs=tuple(one for one in request.outputs if one.component not in ids),
        constraints=replace(request.constraints, refused=refused),
    )


def exchanged(request: Request, old: Component, new: Component, services: Mapping[str, Service]) -> Request:
    """A component of another kind in the place of one: its name, its links and what both can be told stay."""
    shared = _shared(old, new.kind, services)
    taken = replace(
        new,
        name=new.name or old.name,
        label=old.label if old.name or old.label != old.kind else new.label,
        settings={**shared, **new.settings},
        count=new.count if new.count > 1 else old.count,
        region=new.region or old.region,
        tags={**old.tags, **new.tags},
    )
    request, made = added(request, taken, ())
    ids = {one.id: one.id for one in request.components} | {old.id: made}
    moved = related(replace(request, relations=()), request.relations, ids)
    outputs = tuple(replace(one, component=ids.get(one.component, "")) for one in request.outputs)
    return without(replace(moved, outputs=outputs), [old])


def _shared(old: Component, kind: str, services: Mapping[str, Service]) -> dict[str, Any]:
    """Settings of the old one that the new kind knows, and whose values it takes."""
    service = services.get(kind)
    found: dict[str, Any] = {}
    for parameter in service.parameters if service else ():
        value = old.settings.get(parameter.name)
        if not parameter.choices or value in parameter.choices.values():
            found[parameter.name] = value
        elif isinstance(value, str) and value in parameter.choices:
            found[parameter.name] = parameter.choices[value]
    return {name: value for name, value in found.items() if value is not None}


def renamed(component: Component, name: str) -> Component:
    """With another name; its id stays, since relations know it by that."""
    return replace(component, name=name, label=label_of(name) or component.label)


def constrained(request: Request, said: Constraints, *, also: bool) -> Request:
    """What bounds the answer, later words first; ``also`` where they add to the earlier ones."""
    known = request.constraints
    regions = (*known.regions, *said.regions) if also else said.regions or known.regions
    environments = (*known.environments, *said.environments) if also else said.environments or known.environments
    regions, environments = tuple(dict.fromkeys(regions)), tuple(dict.fromkeys(environments))
    frameworks = tuple(dict.fromkeys((*known.frameworks, *said.frameworks)))
    wishes = tuple(dict.fromkeys((*known.allowed, *said.allowed)))
    settled = request.settled
    if frameworks and wishes:
        conflict = f"{', '.join(wish.replace('_', ' ') for wish in wishes)} asked for under {', '.join(frameworks)}"
        why = "a named framework wins over a wish that it forbids"
        settled, wishes = (*settled, Settlement(conflict, "not done", why)), ()
    changed = Constraints(
        region=(known.region if also and known.region else said.region) or known.region,
        regions=regions,
        environment=environments[0] if len(environments) == 1 else "",
        environments=environments,
        budget_monthly=known.budget_monthly if said.budget_monthly is None else said.budget_monthly,
        availability=said.availability or known.availability,
        frameworks=frameworks,
        refused=tuple(dict.fromkeys((*known.refused, *said.refused))),
        allowed=wishes,
    )
    moved = said.regions and not also
    components = tuple(replace(c, region=None) for c in request.components) if moved else request.components
    return replace(request, constraints=changed, components=components, settled=tuple(dict.fromkeys(settled)))
