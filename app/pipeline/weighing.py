"""Settling what security and cost disagree about, with the price of each side."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from app.agents.base import Agent, Context
from app.agents.cost import Cost, Pricing
from app.agents.settling import Circumstances, settle_costs
from app.pipeline.runner import Weigh


def weigher(agents: Sequence[Agent]) -> Weigh:
    """What settles their disagreements; nothing where nobody prices."""
    pricing = next((agent.pricing for agent in agents if isinstance(agent, Cost)), None)
    return partial(_weigh, pricing=pricing) if pricing else lambda context: context


def _weigh(context: Context, pricing: Pricing) -> Context:
    """The context with findings that lost explained, savings that lost gone, and how it was decided."""
    if context.estimate is None:
        return context
    planned = [result.planned for result in context.results if result.planned is not None]
    price_of, production_of = pricing.what_if(planned, context.workdir)
    circumstances = Circumstances(context.estimate, context.policy, context.request, price_of, production_of)
    done = settle_costs(context.findings, context.estimate.savings, circumstances)
    return replace(
        context,
        findings=done.findings,
        estimate=replace(context.estimate, savings=done.savings),
        settled=tuple(dict.fromkeys((*context.settled, *done.settlements))),
    )
