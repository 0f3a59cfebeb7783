"""What a rule about savings works with: the plan, what things cost, how much they were used, and what it offers."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from app.analysis.pricing.price import Price
from app.domain.cost import ZERO, Component, Edit
from app.domain.planned import Planned, PlannedResource

Metrics = Mapping[str, Decimal]
"""What was measured or is expected of one resource, by the keys of the usage file."""
PAYERS: Mapping[str, tuple[str, ...]] = {
    "aws_launch_template": ("aws_autoscaling_group", "aws_eks_node_group", "aws_spot_fleet_request", "aws_ec2_fleet"),
    "aws_launch_configuration": ("aws_autoscaling_group",),
    "aws_ecs_task_definition": ("aws_ecs_service",),
    "aws_rds_cluster": ("aws_rds_cluster_instance",),
}
"""Types whose attributes decide what others cost."""


class Book(Protocol):
    """Unit prices, as of the price book."""

    def rate(self, type_: str, component: str, region: str) -> Decimal | None:
        """What one unit of a component costs, None where the book lists nothing like it."""
        ...

    def reserved(self, resource: PlannedResource, line: Component, years: int) -> Price | None:
        """The hourly price of what a line of its bill charges, committed for so long without upfront payment."""
        ...


class Bill(NamedTuple):
    """What a resource costs a month, line by line, and what of it has no known price."""

    lines: tuple[Component, ...] = ()
    gaps: frozenset[str] = frozenset()

    @property
    def monthly(self) -> Decimal:
        """All lines together."""
        return sum((line.monthly for line in self.lines), ZERO)


@dataclass(frozen=True)
class View:
    """One stack as the rules see it.

    ``price`` makes the bill of one resource as it stands in a plan; ``metrics`` are what was measured of it;
    ``measured_on`` the size that they were measured on, empty where nobody said; ``production`` says True or False
    where tags or names tell, else None.
    """

    planned: Planned
    book: Book
    price: Callable[[PlannedResource, Planned], Bill]
    metrics: Callable[[PlannedResource], Metrics]
    measured_on: Callable[[PlannedResource], str]
    production: Callable[[PlannedResource], bool | None]
    _bills: dict[int, tuple[PlannedResource, Bill]] = field(init=False, default_factory=dict, repr=False)

    def bill(self, resource: PlannedResource) -> Bill:
        """The bill of a resource as given here, with the bills that its attributes decide."""
        known = self._bills.get(id(resource))
        if known is None:
            # The resource is kept with its bill, so that no other one gets its id.
            known = self._bills[id(resource)] = (resource, self._bill(resource))
        return known[1]

    def _bill(self, resource: PlannedResource) -> Bill:
        payers = self.payers(resource)
        within = self.planned.with_all({resource.address: resource}) if payers else self.planned
        bills = [self.price(one, within) for one in (resource, *payers)]
        lines = tuple(line for bill in bills for line in bill.lines)
        return Bill(lines, frozenset(gap for bill in bills for gap in bill.gaps))

    def lines(self, resource: PlannedResource) -> tuple[Component, ...]:
        """The lines of that bill."""
        return self.bill(resource).lines

    def saved(self, before: PlannedResource, after: PlannedResource) -> Decimal | None:
        """What the change saves a month; None where a price that the change needs is not known."""
        old, new = self.bill(before), self.bill(after)
        return old.monthly - new.monthly if old.lines and new.gaps <= old.gaps else None

    def payers(self, resource: PlannedResource) -> list[PlannedResource]:
        """The resources whose bill this one's attributes decide."""
        types = PAYERS.get(resource.type)
        original = self.planned.get(resource.address)
        return self.planned.referring(original, *types) if types and original is not None else []

    def used(self, resource: PlannedResource) -> Metrics:
        """What was measured of it, or of what it decides about."""
        found: dict[str, Decimal] = {}
        for one in (*self.payers(resource), resource):
            found |= self.metrics(one)
        return found

    def used_on(self, resource: PlannedResource) -> str:
        """The size on which that was measured; empty where nobody said."""
        found = [self.measured_on(one) for one in (resource, *self.payers(resource))]
        return next((size for size in found if size), "")

    def with_all(self, resources: Mapping[str, PlannedResource]) -> "View":
        """The same stack with some resources as they would be."""
        return replace(self, planned=self.planned.with_all(resources))


@dataclass(frozen=True, slots=True)
class Offer:
    """What a rule offers for one resource.

    ``after`` is the resource as it would be, priced by the plan's bill; where the saving does not come from attributes
    ``monthly`` says it. ``arithmetic`` says how the figure comes about where the two bills do not say it all;
    ``caveat`` is added to the rule's; ``doubt`` lowers the confidence to low.
    """

    rule: str
    resource: PlannedResource
    action: str
    after: PlannedResource | None = None
    monthly: Decimal | None = None
    arithmetic: str = ""
    caveat: str = ""
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    commitment: bool = False
    doubt: bool = False


Rule = Callable[[View, PlannedResource], Iterable[Offer]]
"""Looks at one resource."""


def changed(resource: PlannedResource, values: Mapping[str, Any]) -> PlannedResource:
    """The resource with other values at dotted paths (``root_block_device.0.volume_type``); None unsets one.

    A block on the way that is not there is made. What is not on the way is shared with the original.
    """
    tree: Any = resource.values
    for path, value in values.items():
        tree = _with(tree, path.split("."), value)
    return replace(resource, values=tree)


def _with(node: Any, parts: Sequence[str], value: Any) -> Any:
    if not parts:
        return value
    first, *rest = parts
    if first.isdigit():
        listed = list(node) if isinstance(node, list) else []
        listed += [{} for _ in range(int(first) + 1 - len(listed))]
        listed[int(first)] = _with(listed[int(first)], rest, value)
        return listed
    known = dict(node) if isinstance(node, Mapping) else {}
    return known | {first: _with(known.get(first), rest, value)}


def setting(resource: PlannedResource, attribute: str, value: str | int | bool) -> Edit:
    """An edit that writes a value."""
    return Edit(resource.address, attribute, json.dumps(value))


def usd(amount: Decimal) -> str:
    """Money as it is shown in arithmetic: cents, or four significant places below a dollar."""
    return f"{amount:,.2f}" if abs(amount) >= 1 or amount == 0 else f"{amount:.4f}".rstrip("0")
