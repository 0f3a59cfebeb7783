"""What a resource would cost with other values: the price of an option that somebody proposes."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.analysis.pricing.base import Pricer
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import NO_USAGE, Usage
from app.analysis.savings.base import View, changed
from app.analysis.savings.market import view_of
from app.domain.cost import ZERO
from app.domain.planned import Planned, PlannedResource, block_of


class WhatIf:
    """Prices of the stacks' resources as they might be. An address without an index means all of its instances."""

    def __init__(
        self,
        planned: Sequence[Planned],
        book: PriceBook,
        usage: Usage = NO_USAGE,
        registry: Mapping[str, Pricer] = PRICERS,
    ) -> None:
        self._views = [view_of(stack, book, usage, registry) for stack in planned]

    def price_of(self, address: str, values: Mapping[str, Any]) -> Decimal | None:
        """What they cost a month with values changed at dotted paths; None where that is not known."""
        total, known = ZERO, False
        for view, resource in self._meant(address):
            bill = view.bill(changed(resource, values))
            if bill.gaps - view.bill(resource).gaps:
                return None
            total, known = total + bill.monthly, known or bool(bill.lines)
        return total if known else None

    def production_of(self, address: str) -> bool | None:
        """Whether they serve production; None where nothing tells or where they differ."""
        found = {view.production(resource) for view, resource in self._meant(address)}
        return found.pop() if len(found) == 1 else None

    def _meant(self, address: str) -> Iterator[tuple[View, PlannedResource]]:
        for view in self._views:
            for resource in view.planned:
                if resource.mode == "managed" and address in {resource.address, block_of(resource.address)}:
                    yield view, resource
