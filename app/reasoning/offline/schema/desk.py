"""The desk that answers directives for one resource: from the graph, from the catalogue, or by writing another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.arguments import Known
from app.knowledge.catalogue.base import Service, Site
from app.knowledge.schemas import schema_of
from app.reasoning.offline.schema.answers import ANSWERS, Place
from app.reasoning.offline.schema.sides import side_of

DEPTH = 6
"""How many resources deep one resource may call for others; the longest chain of the provider is five."""

WriteOther = Callable[[Component, tuple[str, ...]], str]


@dataclass(slots=True)
class Desk:
    """Answers for ``component``. ``chain`` are the types being written, outermost first."""

    component: Component
    site: Site
    known: Known
    services: Mapping[str, Service]
    write_other: WriteOther
    chain: tuple[str, ...]
    given: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The type being written."""
        return self.chain[-1]

    def ask(self, word: str, hint: str) -> Any:
        """The value behind ``@word``."""
        answer = ANSWERS.get(word)
        return answer(Place(self.component, self.site, self.known, self.kind, hint)) if answer else None

    def refer(self, kind: str, attribute: str, hint: str) -> Any:
        """An attribute of a resource of that type."""
        side = side_of(hint, kind)
        shared = "" if side else _SHARED.get(kind, "")
        if shared and kind not in self.chain and not self._has_far_side(kind):
            return attribute_of(self.ask(shared, hint), attribute)
        address = self._address(kind, side)
        return Ref(address, attribute) if address else None

    def refer_each(self, kind: str, attribute: str) -> list[Any]:
        """That attribute of the resources of the type that the request names with this one, where they are several."""
        same = [one for one in self.site.request.components if one.kind == kind and one.count == 1]
        asked = [one for one in same if self._related(one)]
        if len(asked) < 2 or kind in self.chain:
            return []
        there = self.site.resources_of(kind, near=self.component)
        named = [(one, f"{kind}.{one.label}") for one in asked]
        addresses = [name if name in there else self.write_other(one, self.chain) for one, name in named]
        return [Ref(address, attribute) for address in addresses]

    def present(self, kind: str, attribute: str) -> Any:
        """An attribute of a resource of that type that is there already or that the request names."""
        address = self._find(kind, "")
        block = schema_of(kind)
        return Ref(address, attribute) if address and block is not None and attribute in block.attributes else None

    def _address(self, kind: str, side: str) -> str:
        """The resource of that type that this one means; the same for every argument that asks for it."""
        key = f"{kind}/{side}"
        if key not in self.given:
            self.given[key] = self._find(kind, side) or self._make(kind, side)
        return self.given[key]

    def _find(self, kind: str, side: str) -> str:
        """One that is there or that the request names, those related to this component first."""
        own = self.component.id
        asked = [one for one in self.site.request.components if one.kind == kind and one.id != own]
        related = [one for one in asked if self._related(one)]
        present = self._present(kind)
        taken = {address for key, address in self.given.items() if key.partition("/")[0] == kind}
        if side and not taken and len(present) == 1:
            present = []
        free = [address for address in present if address not in taken]
        others = () if free else (one for one in asked if one not in related)
        if side and not taken and len(free) > 1:
            return next((address for address in free if side in address.partition(".")[2].split("_")), free[1])
        for component in (*related, *others):
            address = f"{kind}.{component.label}"
            if address in free:
                return address
            if address not in taken and kind not in self.chain:
                return self.write_other(component, self.chain)
        return free[0] if free else ""

    def _has_far_side(self, kind: str) -> bool:
        """Whether another argument has taken a resource of the type as its far side; the near one is another."""
        return any(key.startswith(f"{kind}/") and not key.endswith("/") for key in self.given)

    def _present(self, kind: str) -> list[str]:
        """What is there to refer to; of a service's main type only what stands for itself, not another's accessory."""
        there = list(self.site.resources_of(kind, near=self.component))
        service = self._builder(kind)
        if service is None:
            return there
        main = {end.ports.address for end in self.site.of_kind(service.id)}
        main |= {f"{kind}.{one.label}" for one in self.site.request.components if one.kind == kind}
        return [address for address in there if address in main]

    def _builder(self, kind: str) -> Service | None:
        return next((one for one in self.services.values() if one.primary == kind), None)

    def _related(self, other: Component) -> bool:
        pair = {self.component.id, other.id}
        return any({relation.source, relation.target} == pair for relation in self.site.request.relations)

    def _make(self, kind: str, side: str) -> str:
        """A new one: by the catalogue where a service builds that type, else from its schema."""
        if kind in self.chain or len(self.chain) >= DEPTH or schema_of(kind) is None:
            return ""
        service = self._builder(kind)
        if service is not None and not side:
            return self.site.require(service.id).ports.address
        label = f"{self.component.label}_{side}" if side else self.component.label
        identity = f"{self.component.id}/{kind}/{side}"
        other = Component(
            identity,
            kind,
            label,
            arguments=self.known.side_arguments(kind, side),
            region=self.component.region,
            implied=True,
        )
        return self.write_other(other, self.chain)


_SHARED = {
    "aws_vpc": "vpc",
    "aws_subnet": "subnet",
    "aws_security_group": "group",
    "aws_iam_role": "role",
    "aws_kms_key": "key",
}
"""Types that the site itself provides."""


def attribute_of(value: Any, attribute: str) -> Any:
    """Another attribute of the resource that a reference points at (``aws_subnet.a[0].id`` → ``….arn``)."""
    if not isinstance(value, Ref):
        return value
    head = value.path.rpartition(".")[0]
    return Ref(value.address, f"{head}.{attribute}" if head else attribute)
