"""The cost agent prices what the plan leaves standing, holds it against the base, and looks for savings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from app.agents.base import AgentResult, Context, PriceOf, ProductionOf, language_of
from app.agents.prompts import render_prompt
from app.analysis.pricing.budget import over
from app.domain.cost import Estimate, ResourceCost, cents
from app.domain.planned import Planned
from app.reasoning.base import Data

TOLD = 40
"""Resources that a model is told of, the dearest first."""


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

    def remark(self, context: Context) -> AgentResult:
        """What drives the bill, and what else would make it smaller; every number stays what it is."""
        estimate = context.estimate
        if context.thinker is None or estimate is None or not estimate.monthly:
            return AgentResult()
        from app.reasoning.model.tools.keeping import Kept  # noqa: PLC0415 - only where a model is asked
        from app.reasoning.tasks.remarks import LONGEST, MOST, ask_remarks  # noqa: PLC0415 - as above

        kept = Kept(context.policy.reasoner.keep_back)
        known = [one for one in estimate.resources if one.monthly and not kept.why(one.stack)]
        if not known:
            return AgentResult()
        dearest = sorted(known, key=lambda one: (-one.monthly, one.stack, one.address))
        several = len({one.stack for one in dearest}) > 1
        thought, remarks = ask_remarks(
            context.thinker,
            self.name,
            render_prompt(self.name, language=language_of(context), most=MOST, longest=LONGEST),
            "the estimate",
            [
                (f"{one.stack}: {one.address}" if several else one.address, _told(one, estimate))
                for one in dearest[:TOLD]
            ],
            ("explanation", "proposal", "summary"),
            [Data("the issue", context.text)] if context.text else (),
            _sums(estimate, context),
        )
        return AgentResult(thoughts=(thought,), remarks=remarks)


def _told(resource: ResourceCost, estimate: Estimate) -> Mapping[str, Any]:
    place = (resource.stack, resource.address)
    record: dict[str, Any] = {
        "address": resource.address,
        "size": resource.label,
        "region": resource.region,
        "monthly": str(cents(resource.monthly)),
        "of_it_by_use": str(cents(resource.by_usage)),
    }
    for change in estimate.changes:
        if (change.stack, change.address) == place and change.before is not None:
            record["before"] = str(cents(change.before))
    known = [one for one in estimate.savings if (one.stack, one.address) == place]
    if known:
        record["savings_known"] = [{"action": one.action, "monthly": str(cents(one.monthly))} for one in known]
    return record


def _sums(estimate: Estimate, context: Context) -> Mapping[str, Any]:
    sums: dict[str, Any] = {"currency": estimate.currency, "total_monthly": str(cents(estimate.monthly))}
    if estimate.assumed:
        sums["of_it_for_assumed_use"] = str(cents(estimate.assumed))
    if estimate.before is not None:
        sums["before_monthly"] = str(cents(estimate.before))
        sums["difference_monthly"] = str(cents(estimate.monthly) - cents(estimate.before))
    if context.policy.budget.monthly is not None:
        sums["budget_monthly"] = str(cents(context.policy.budget.monthly))
    return sums | {
        "over_budget": list(over(context.policy.budget, estimate)),
        "without_a_price": len(estimate.unpriced),
    }


def _base(context: Context, missing: Sequence[str]) -> tuple[list[Planned] | None, list[str]]:
    """What is compared with, and the stacks of the base that would have to be and did not plan.

    A stack without a plan now is left out on both sides: its cost is not known, and not gone.
    """
    if context.base is None:
        return None, []
    compared = [result for result in context.base if result.path not in missing]
    untold = [result.path for result in compared if result.planned is None]
    return (None if untold else [result.planned for result in compared if result.planned is not None]), untold
