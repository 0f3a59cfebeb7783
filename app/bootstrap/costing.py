"""Puts together who prices: the price book, the pricers, the usage file, the rules about savings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from app.agents.cost import PriceOf, ProductionOf
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.difference import compare
from app.analysis.pricing.engine import estimate
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import Usage
from app.analysis.pricing.usage_file import NAME, read_usage
from app.analysis.savings.base import changed
from app.analysis.savings.market import view_of
from app.analysis.savings.recommend import recommend
from app.domain.cost import Estimate
from app.domain.errors import UsageFailure
from app.domain.planned import Planned, PlannedResource


class Costing:
    """Prices stacks. ``usage_file`` counts instead of the repository's own."""

    def __init__(self, usage_file: Path | None = None) -> None:
        self._usage_file = usage_file

    @cached_property
    def book(self) -> PriceBook:
        """Opened when something is priced first."""
        return PriceBook()

    def usage(self, root: Path) -> Usage:
        """What is told of the use; raises ``UsageFailure`` for a file that cannot be read."""
        path = self._usage_file or root / NAME
        try:
            return read_usage(path.read_text("utf-8"), path.name)
        except FileNotFoundError:
            if self._usage_file is None:
                return Usage()
            raise UsageFailure(f"reading {path}", "there is no such file", "name a usage file") from None
        except (OSError, UnicodeDecodeError) as error:
            raise UsageFailure(f"reading {path}", str(error), "docs/guides/costs.md shows the file's shape") from error

    def estimate(self, planned: Sequence[Planned], root: Path, base: Sequence[Planned] | None) -> Estimate:
        """What the stacks cost, what could be saved, and with a base what changed; the use is the same for both."""
        usage = self.usage(root)
        found = estimate(planned, self.book, usage, PRICERS)
        found = replace(found, savings=recommend(planned, self.book, usage, PRICERS))
        return found if base is None else compare(estimate(base, self.book, usage, PRICERS), found)

    def what_if(self, planned: Sequence[Planned], root: Path) -> tuple[PriceOf, ProductionOf]:
        """What a resource would cost with other values, and whether it serves production."""
        usage = self.usage(root)
        views = [view_of(stack, self.book, usage, PRICERS) for stack in planned]

        def price_of(address: str, values: Mapping[str, Any]) -> Decimal | None:
            for view in views:
                resource = _found(view.planned, address)
                if resource is not None:
                    bill = view.bill(changed(resource, values))
                    return None if bill.gaps else bill.monthly
            return None

        def production_of(address: str) -> bool | None:
            found = [(_found(view.planned, address), view) for view in views]
            return next((view.production(resource) for resource, view in found if resource is not None), None)

        return price_of, production_of


def _found(planned: Planned, address: str) -> PlannedResource | None:
    """The resource of that address, or the first instance of that block."""
    return planned.get(address) or next((one for one in planned if one.address.startswith(f"{address}[")), None)
