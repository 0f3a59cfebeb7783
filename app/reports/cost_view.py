"""An estimate as reports show it: what changed, what each part costs, what could be saved, the dearest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.cost import Component, CostChange, Estimate, ResourceCost, Saving, Unpriced


@dataclass(frozen=True, slots=True)
class CostLine:
    """One component with the resource it belongs to."""

    resource: ResourceCost
    component: Component


@dataclass(frozen=True, slots=True)
class CostView:
    """Everything in the order in which it is shown; ``several`` says that addresses need their stack beside them."""

    estimate: Estimate
    several: bool
    changes: Sequence[CostChange]
    baseline: Sequence[CostLine]
    usage: Sequence[CostLine]
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
    stacks |= {one.stack for one in estimate.changes}
    dearest = sorted(estimate.resources, key=lambda one: (-one.monthly, one.stack, one.address))
    lines = [CostLine(resource, component) for resource in dearest for component in resource.components]
    savings = sorted(estimate.savings, key=lambda one: (-one.monthly, one.stack, one.address, one.rule))
    return CostView(
        estimate,
        len(stacks) > 1,
        sorted(estimate.changes, key=lambda one: (-abs(one.difference), one.stack, one.address)),
        [line for line in lines if not line.component.usage],
        [line for line in lines if line.component.usage],
        [saving for saving in savings if not saving.commitment],
        [saving for saving in savings if saving.commitment],
    )
