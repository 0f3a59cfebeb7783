"""Components wanted several times: as many components, each related as the one was."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.architecture import Architecture
from app.domain.request import Component, Relation
from app.knowledge.catalogue.base import Service

FEW = 4
"""As many alike are written one by one; a reader would rather have a count than five blocks."""


def expand(
    components: Iterable[Component], relations: Iterable[Relation], services: Mapping[str, Service]
) -> tuple[tuple[Component, ...], tuple[Relation, ...]]:
    """Split components with a count: those that a service builds, and a few of a type that no service knows, so that
    others can refer to each. Many of a type keep their count, and so does a service that counts by itself.

    The first keeps its id and label, the others get ``-2``, ``_2`` and so on.
    """
    builders = {service.primary: service for service in services.values()}
    parts = {kind for service in services.values() for kind in service.types}
    copies: dict[str, tuple[Component, ...]] = {}
    for component in map(_tidy, components):
        service = services.get(component.kind) or builders.get(component.kind)
        apart = service is None and component.count <= FEW and component.kind not in parts
        many = component.count > 1 and (apart or (service is not None and not service.counts))
        copies[component.id] = _copies(component) if many else (component,)
    linked = tuple(
        replace(relation, source=source.id, target=target.id)
        for relation in relations
        for source in copies.get(relation.source, ())
        for target in copies.get(relation.target, ())
    )
    return tuple(one for group in copies.values() for one in group), linked


def expanded(architecture: Architecture, services: Mapping[str, Service]) -> Architecture:
    """An architecture's components and relations, split."""
    components, relations = expand(architecture.components, architecture.relations, services)
    return replace(architecture, components=components, relations=relations)


def _tidy(component: Component) -> Component:
    """A comma inside the quotes (``named "peer,"``) belongs to the sentence, not to the name; an archive is a data
    source, its resource is deprecated."""
    if component.kind == "archive_file":
        component = replace(component, kind="data.archive_file")
    name = component.name.strip(" ,;:.") if component.name else None
    return component if name == component.name or not name else replace(component, name=name)


def _copies(component: Component) -> tuple[Component, ...]:
    first = replace(component, count=1)
    return (
        first,
        *(
            replace(
                first,
                id=f"{component.id}-{number}",
                label=f"{component.label}_{number}",
                name=f"{component.name}-{number}" if component.name else None,
            )
            for number in range(2, component.count + 1)
        ),
    )
