"""The cost agent prices what the plan leaves standing, holds it against the base, and looks for savings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.agents.base import AgentResult, Context, PriceOf, ProductionOf
from app.domain.cost import Estimate
from app.domain.planned import Planned


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
        base, untold = _base(context, missing)
        why = f"no plan to price: {', '.join(missing)}" if missing else ""
        if untold:
            why = "; ".join(filter(None, (why, f"no difference: what {', '.join(untold)} cost before is not known")))
        if not planned and not base:
            return AgentResult(status="not_run", why=why or "there is no stack here")
        estimate = self.pricing.estimate(planned, context.workdir, base)
        unpriced = len({one.address for one in estimate.unpriced})
        gaps = f"{unpriced} resource(s) without a known price" if unpriced else ""
        return AgentResult(why="; ".join(filter(None, (why, gaps))), estimate=estimate)


def _base(context: Context, missing: Sequence[str]) -> tuple[list[Planned] | None, list[str]]:
    """What is compared with, and the stacks of the base that would have to be and did not plan.

    A stack without a plan now is left out on both sides: its cost is not known, and not gone.
    """
    if context.base is None:
        return None, []
    compared = [result for result in context.base if result.path not in missing]
    untold = [result.path for result in compared if result.planned is None]
    return (None if untold else [result.planned for result in compared if result.planned is not None]), untold
