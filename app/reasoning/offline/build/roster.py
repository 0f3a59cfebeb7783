"""The roster of a site: its components, which service builds each, and how they are related."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.request import Component, Relation
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.build.claims import tokens
from app.reasoning.offline.build.errors import WiringError


def matches(component: Component, service: Service, settings: Mapping[str, Any]) -> bool:
    """Whether a component is what ``require`` asks for: every setting asked for is the component's own or default."""
    for name, value in settings.items():
        parameter = service.parameter(name)
        own = component.settings.get(name, parameter.default if parameter else None)
        if own != value:
            return False
    return True


def _lent(component: Component, services: Mapping[str, Service]) -> Component:
    """A component that another one may need as its own, under the provider type by which it is claimed."""
    service = services.get(component.kind)
    return replace(component, kind=service.primary) if service is not None and service.lent else component


class Roster:
    """Components in order, the implied ones after the requested ones. ``services`` is the catalogue by id."""

    def __init__(
        self, components: Iterable[Component], relations: Iterable[Relation], services: Mapping[str, Service]
    ) -> None:
        self.services = services
        self.components: dict[str, Component] = {one.id: _lent(one, services) for one in components}
        self.relations: list[Relation] = list(relations)
        self.needed_by: dict[str, str] = {}
        self._builders: dict[str, list[Service]] = {}
        for service in services.values():
            self._builders.setdefault(service.primary, []).append(service)

    @property
    def primary_of(self) -> dict[str, str]:
        """Provider types that a service builds, with the service's id."""
        return {kind: builders[0].id for kind, builders in self._builders.items()}

    def service_of(self, component: Component) -> Service | None:
        """The service that builds a component: the one it names, else the one whose primary type it names."""
        if component.kind in self.services:
            return self.services[component.kind]
        builders = self._builders.get(component.kind, [])
        if len(builders) < 2:
            return builders[0] if builders else None
        said = tokens(component.text, component.label, *(str(value) for value in component.arguments.values()))
        return max(builders, key=lambda service: len(said & tokens(service.id, service.title, *service.words)))

    def of_service(self, service: str) -> list[Component]:
        """The components that a service builds, in order."""
        builders = ((component, self.service_of(component)) for component in self.components.values())
        return [component for component, builder in builders if builder is not None and builder.id == service]

    def find(self, service: str, settings: Mapping[str, Any]) -> Component | None:
        """The first component of a service that has the settings."""
        spec = self.need(service)
        return next((one for one in self.of_service(service) if matches(one, spec, settings)), None)

    def need(self, service: str) -> Service:
        """The service of an id; raises WiringError where the catalogue has none."""
        if service not in self.services:
            raise WiringError(f"the catalogue has no service {service}")
        return self.services[service]

    def imply(self, service: str, settings: Mapping[str, Any], needed_by: Component | None) -> Component:
        """Add a component that the request did not name but that another one needs."""
        spec = self.need(service)
        known = {name: value for name, value in settings.items() if name != "label"}
        word = settings.get("label") or next((v for v in known.values() if isinstance(v, str)), "")
        label = self._label(spec, "".join(c if c.isalnum() else "_" for c in str(word).lower()).strip("_"))
        component = Component(
            id=self._id(f"{service}-{label}" if word else service),
            kind=service,
            label=label,
            settings=known,
            region=needed_by.region if needed_by else None,
            implied=True,
        )
        self.components[component.id] = component
        if needed_by is not None:
            self.needed_by[component.id] = needed_by.id
        return component

    def related(self, component: Component, kind: str, *, incoming: bool = False) -> tuple[Component, ...]:
        """The other ends of a component's relations of a kind, each once, in order."""
        ids = [
            relation.source if incoming else relation.target
            for relation in self.relations
            if relation.kind == kind and (relation.target if incoming else relation.source) == component.id
        ]
        return tuple(self.components[one] for one in dict.fromkeys(ids) if one in self.components)

    def lent_to(self) -> dict[str, frozenset[str]]:
        """Whom the request puts each lent component beside, of those that need one; only they may take it."""
        found: dict[str, frozenset[str]] = {}
        for component in self.components.values():
            service = self.service_of(component)
            if service is None or not service.lent:
                continue
            others = [
                other
                for way in (True, False)
                for other in self.related(component, "attached", incoming=way)
                if (builder := self.service_of(other)) is not None and service.primary in builder.types
            ]
            found[component.id] = frozenset(other.id for other in others)
        return found

    def neighbours(self, component: Component) -> frozenset[str]:
        """The ids of all components that a relation joins to this one."""
        pairs = ((relation.source, relation.target) for relation in self.relations)
        return frozenset(one for pair in pairs if component.id in pair for one in pair if one != component.id)

    def _label(self, service: Service, word: str) -> str:
        wanted = word or "main"
        taken = {component.label for component in self.of_service(service.id)}
        if wanted not in taken:
            return wanted
        number = 2
        while f"{wanted}_{number}" in taken:
            number += 1
        return f"{wanted}_{number}"

    def _id(self, wanted: str) -> str:
        number, result = 1, wanted
        while result in self.components:
            number += 1
            result = f"{wanted}-{number}"
        return result
