"""The cost agent prices what the plan leaves standing, holds it against the base, and looks for savings."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from app.agents.base import AgentResult, Context
from app.domain.cost import Estimate
from app.domain.planned import Planned

PriceOf = Callable[[str, Mapping[str, Any]], Decimal | None]
"""What the resource of an address costs a month with these values changed; None where that is not known."""
ProductionOf = Callable[[str], bool | None]
"""Whether the resource of an address serves production, as far as anything tells."""


class Pricing(Protocol):
    """Prices graphs."""

    def estimate(self, planned: Sequence[Planned], root: Path, base: Sequence[Planned] | None) -> Estimate:
        """What they cost a month, with savings; with a base also what changed. ``root`` holds the usage file."""
        ...

    def what_if(self, planned: Sequence[Planned], root: Path) -> tuple[PriceOf, ProductionOf]:
        """What a resource would cost with other values, and whether it serves production."""
        ...


class Cost:
    """Every number traceable, nothing unpriced counted as nothing."""

    name = "cost"
    reads: tuple[str, ...] = ("results",)
    writes: tuple[str, ...] = ("estimate",)

    def __init__(self, pricing: Pricing) -> None:
        self.pricing = pricing

    def run(self, context: Context) -> AgentResult:
        """Price every stack that planned; those that did not are named, and where none did the stage did not run."""
        planned = [result.planned for result in context.results if result.planned is not None]
        missing = [result.path for result in context.results if result.planned is None]
        why = f"no plan to price: {', '.join(missing)}" if missing else ""
        if not planned and not context.base:
            return AgentResult(status="not_run", why=why or "there is no stack here")
        base = None
        if context.base is not None:
            base = [result.planned for result in context.base if result.planned is not None]
        estimate = self.pricing.estimate(planned, context.workdir, base)
        unpriced = len({one.address for one in estimate.unpriced})
        gaps = f"{unpriced} resource(s) without a known price" if unpriced else ""
        return AgentResult(why="; ".join(filter(None, (why, gaps))), estimate=estimate)
