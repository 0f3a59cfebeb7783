"""An estimate as reports show it: what changed, what each part costs, what could be saved, the dearest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.cost import Component, CostChange, Estimate, ResourceCost, Saving, Unpriced
from app.domain.planned import block_of


@dataclass(frozen=True, slots=True)
class CostLine:
    """One component of ``times`` resources alike; ``name`` is their address (``x.y[*]`` for several), ``label`` their
    size where it is the first line about them, ``monthly`` all of them together, ``source`` the number of its source.
    """

    name: str
    label: str
    component: Component
    times: int
    monthly: Decimal
    source: int


@dataclass(frozen=True, slots=True)
class CostView:
    """Everything in the order in which it is shown; ``several`` says that addresses need their stack beside them."""

    estimate: Estimate
    several: bool
    changes: Sequence[CostChange]
    baseline: Sequence[CostLine]
    usage: Sequence[CostLine]
    sources: Sequence[str]
    savings: Sequence[Saving]
    commitments: Sequence[Saving]

    @property
    def assumed(self) -> bool:
        """Whether some of the use is our assumption."""
        return any(line.component.assumed for line in self.usage)

    @property
    def derived(self) -> bool:
        """Whether a price was derived from another region's."""
        return any(line.component.estimated for line in (*self.baseline, *self.usage))

    def name(self, place: ResourceCost | CostChange | Saving | Unpriced) -> str:
        """The address, with its stack where there are several."""
        return f"{place.stack}: {place.address}" if self.several else place.address


def view_of(estimate: Estimate) -> CostView:
    """The view; ties in price are in the order of addresses."""
    stacks = {one.stack for one in estimate.resources} | {one.stack for one in estimate.unpriced}
    several = len(stacks | {one.stack for one in estimate.changes}) > 1
    numbers = _numbered(estimate)
    savings = sorted(estimate.savings, key=lambda one: (-one.monthly, one.stack, one.address, one.rule))
    return CostView(
        estimate,
        several,
        sorted(estimate.changes, key=lambda one: (-abs(one.difference), one.stack, one.address)),
        _lines(estimate, numbers, usage=False, several=several),
        _lines(estimate, numbers, usage=True, several=several),
        list(numbers),
        [saving for saving in savings if not saving.commitment],
        [saving for saving in savings if saving.commitment],
    )


def _lines(estimate: Estimate, numbers: dict[str, int], *, usage: bool, several: bool) -> list[CostLine]:
    """The components of one kind, those of resources alike on one line, the dearest resources first."""
    alike: dict[tuple[str, str, str, Component], list[ResourceCost]] = {}
    totals: dict[tuple[str, str], Decimal] = {}
    for resource in estimate.resources:
        place = (resource.stack, block_of(resource.address, "[*]"))
        totals[place] = totals.get(place, Decimal(0)) + (resource.by_usage if usage else resource.baseline)
        for component in resource.components:
            if component.usage == usage:
                alike.setdefault((*place, resource.label, component), []).append(resource)
    lines: list[CostLine] = []
    named = ("", "")
    for stack, address, label, component in sorted(alike, key=lambda key: (-totals[key[:2]], key[0], key[1])):
        same = alike[stack, address, label, component]
        name = address if len(same) > 1 else same[0].address
        name = f"{stack}: {name}" if several else name
        shown, named = "" if named == (name, label) else label, (name, label)
        source = numbers[_source(component)]
        lines.append(CostLine(name, shown, component, len(same), component.monthly * len(same), source))
    return lines


def _numbered(estimate: Estimate) -> dict[str, int]:
    """The sources of all prices, numbered from 1 in the order in which they are met."""
    met = dict.fromkeys(_source(component) for resource in estimate.resources for component in resource.components)
    return {source: number for number, source in enumerate(met, 1)}


def _source(component: Component) -> str:
    return f"{component.source}, {component.date}" if component.date else component.source
