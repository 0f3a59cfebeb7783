"""Claims: which of the named resources a wired one stands for.

A request may name a service and, beside it, the very resources the service is made of ("a Lambda function, its role
named ``runner``"). The resource the wiring adds then takes over the named one's label, name, arguments and tags.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.request import Component, Relation


@dataclass(slots=True)
class Unit:
    """A component named by provider type and how many of it are still unclaimed."""

    component: Component
    left: int
    taken: int = 0


def tokens(*texts: str | None) -> frozenset[str]:
    """Lower-case words of labels and names, split at every separator."""
    words = " ".join(text for text in texts if text).lower()
    return frozenset("".join(c if c.isalnum() else " " for c in words).split())


class Claims:
    """The named resources of a request that no wiring has taken over yet.

    ``services`` maps a provider type to the service whose primary type it is: such a component may be built by its
    own service, so a service of the same kind takes it over only where the two belong together. ``lent_to`` says who
    alone may take a component; nobody named there means anyone.
    """

    def __init__(
        self,
        components: Iterable[Component],
        relations: Iterable[Relation],
        primary_of: Mapping[str, str],
        lent_to: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._units = [Unit(component, max(component.count, 1)) for component in components]
        self._pairs = {frozenset((relation.source, relation.target)) for relation in relations}
        self._primary_of = primary_of
        self._lent_to = lent_to or {}

    def take(self, kind: str, label: str, owner: Component | None, service: str) -> Component | None:
        """The named component that a resource of ``kind`` stands for, or None. ``service`` is the owner's."""
        candidates = [u for u in self._units if u.left and u.component.kind == kind and self._fits(u, owner, service)]
        if not candidates:
            return None
        wanted = tokens(label, owner.kind if owner else "", owner.label if owner else "")
        best = max(candidates, key=lambda unit: self._score(unit, owner, wanted))
        return self._claim(best)

    def take_all(self, component: Component) -> None:
        """Mark all that is left of a component as built."""
        for unit in self._units:
            if unit.component.id == component.id:
                unit.taken, unit.left = unit.taken + unit.left, 0

    def open(self) -> tuple[Component, ...]:
        """What is still unclaimed, with the counts that remain."""
        return tuple(
            replace(unit.component, count=unit.left, label=self._label(unit)) for unit in self._units if unit.left
        )

    def _fits(self, unit: Unit, owner: Component | None, service: str) -> bool:
        if owner is not None and unit.component.id == owner.id:
            return True
        takers = self._lent_to.get(unit.component.id)
        if takers and (owner is None or owner.id not in takers):
            return False
        if takers is not None and owner is not None and owner.id in self._lent_to:
            return False
        if not owner or self._primary_of.get(unit.component.kind) != service:
            return True
        return frozenset((unit.component.id, owner.id)) in self._pairs

    def _score(self, unit: Unit, owner: Component | None, wanted: frozenset[str]) -> tuple[bool, bool, int]:
        own = owner is not None and unit.component.id == owner.id
        related = owner is not None and frozenset((unit.component.id, owner.id)) in self._pairs
        return own, related, len(wanted & tokens(unit.component.label, unit.component.name))

    def _claim(self, unit: Unit) -> Component:
        component = replace(unit.component, count=1, label=self._label(unit))
        unit.left -= 1
        unit.taken += 1
        return component

    @staticmethod
    def _label(unit: Unit) -> str:
        return unit.component.label if not unit.taken else f"{unit.component.label}_{unit.taken + 1}"
