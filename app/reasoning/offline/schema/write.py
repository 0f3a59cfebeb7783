"""Writing a type that has no file in the catalogue from the provider's schema alone."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.arguments import Known, known
from app.knowledge.catalogue.base import Service, Site
from app.knowledge.schemas import Block, schema_of
from app.reasoning.offline.schema.arguments import tree
from app.reasoning.offline.schema.body import Composer
from app.reasoning.offline.schema.desk import Desk
from app.reasoning.offline.schema.targets import target_of

_ADDRESS = re.compile(r"(?P<data>data\.)?(?P<kind>[a-z0-9]+_\w+)\.(?P<label>[\w-]+)\.(?P<path>\w[\w.\[\]]*)\Z")


def type_writer(services: Mapping[str, Service]) -> Callable[[Component, Site], str]:
    """The function that writes components named by provider type, given the services that build some of them."""
    writer = TypeWriter(services, known())
    return writer.write


class TypeWriter:
    """Writes resources and what they cannot be without, to a bounded depth."""

    def __init__(self, services: Mapping[str, Service], knowledge: Known) -> None:
        self._services = services
        self._known = knowledge

    def write(self, component: Component, site: Site) -> str:
        """Write a component; returns its address."""
        return self._write(component, site, ())

    def _write(self, component: Component, site: Site, chain: tuple[str, ...]) -> str:
        data = component.kind.startswith("data.")
        kind = component.kind.removeprefix("data.")
        block = schema_of(kind, data=data)
        if block is None:
            raise KeyError(kind)
        body = self._body(component, kind, block, site, (*chain, kind), data=data)
        if not data and "tags" in block.attributes:
            tags = {**self._name_tag(component, kind, site), **body.get("tags", {}), **component.tags}
            if tags:
                body["tags"] = tags
        address = site.add(
            kind,
            component.label,
            body,
            component=component,
            concern=self._concern(kind),
            data=data,
            count=component.count if component.count > 1 else None,
        )
        self._accompany(component, () if data else self._known.companions(kind), site, chain)
        return address

    def _accompany(self, component: Component, kinds: Sequence[str], site: Site, chain: tuple[str, ...]) -> None:
        """Write what such a resource should not be without, unless the request has it or asks for it."""
        wanted = {one.kind for one in site.request.components}
        for kind in kinds:
            if kind not in chain and kind not in wanted and component.count == 1:
                other = Component(
                    f"{component.id}/{kind}", kind, component.label, region=component.region, implied=True
                )
                self._write(other, site, chain)

    def _name_tag(self, component: Component, kind: str, site: Site) -> dict[str, Any]:
        return {"Name": site.name(component)} if self._known.shows_name_tag(kind) else {}

    def _body(
        self, component: Component, kind: str, block: Block, site: Site, chain: tuple[str, ...], *, data: bool
    ) -> dict[str, Any]:
        def write_other(other: Component, below: tuple[str, ...]) -> str:
            return self._write(other, site, below)

        desk = Desk(component, site, self._known, self._services, write_other, chain)
        composer = Composer(kind, self._known, desk, Meanings(desk, kind).meant, data=data)
        body = composer.body(block, tree(component.arguments, block))
        name = block.attributes.get("name")
        if component.name and name is not None and name.settable and "name" not in component.arguments:
            body["name"] = component.name
        return body

    def _concern(self, kind: str) -> str:
        """The concern of the service that adds such a type, else that of its family."""
        owners = [service.concern for service in self._services.values() if kind in {service.primary, *service.types}]
        return owners[0] if owners else self._known.family_concern(kind)


class Meanings:
    """What a stated text means: itself, the address of an attribute, or the name of another component."""

    def __init__(self, desk: Desk, kind: str) -> None:
        self._desk = desk
        self._kind = kind

    def meant(self, argument: str, text: str) -> Any:
        """The reference a text stands for, or the text itself."""
        match = _ADDRESS.match(text.removeprefix("${").removesuffix("}"))
        if match:
            address = self._present(match["data"] or "", match["kind"], match["label"])
            return Ref(address, match["path"]) if address else text
        target = target_of(self._kind, argument)
        if target is None:
            return text
        for component in self._desk.site.request.components:
            if component.kind == target.type and text in {component.label, component.name}:
                address = self._present("", target.type, component.label)
                return Ref(address, target.attribute) if address else text
        return text

    def _present(self, data: str, kind: str, label: str) -> str:
        """The address, once that component is written; empty where the request has no such component."""
        address = f"{data}{kind}.{label}"
        if not data and address in self._desk.site.resources_of(kind):
            return address
        for component in self._desk.site.request.components:
            if component.kind == f"{data}{kind}" and component.label == label and kind not in self._desk.chain:
                return self._desk.write_other(component, self._desk.chain)
        return ""
