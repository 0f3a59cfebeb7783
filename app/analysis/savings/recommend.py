"""Which savings to recommend: rules in, priced recommendations out, none counted twice.

A resource's savings are steps in a row: each is priced on what the steps before it leave, so that their sum is what
following all of them saves. Safe steps come first; of the rules that would change the same thing the one that saves
most is chosen, and its caveat names the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from app.analysis.pricing.base import Pricer
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import NO_USAGE, Usage
from app.analysis.savings import (
    commitments,
    databases,
    elsewhere,
    functions,
    hours,
    instances,
    network,
    retention,
    storage,
)
from app.analysis.savings.base import PAYERS, Offer, Rule, View, usd
from app.analysis.savings.market import view_of
from app.analysis.savings.replacing import replacing
from app.domain.cost import Confidence, Edit, Saving
from app.domain.planned import Planned, PlannedResource, block_of
from app.knowledge.savings import SLOTS, saving_rules

THEMES: tuple[Mapping[str, tuple[Rule, ...]], ...] = (
    instances.RULES,
    storage.RULES,
    databases.RULES,
    network.RULES,
    retention.RULES,
    functions.RULES,
    elsewhere.RULES,
    hours.RULES,
    commitments.RULES,
)
LEAST = Decimal("0.01")
"""USD a month below which nothing is recommended."""
SHOWN = 2


@dataclass(frozen=True, slots=True)
class _Priced:
    offer: Offer
    monthly: Decimal
    estimated: bool = False


class _Step(NamedTuple):
    """A saving and the resource that it leaves."""

    priced: _Priced
    after: PlannedResource


def recommend(
    planned: Sequence[Planned],
    book: PriceBook,
    usage: Usage = NO_USAGE,
    registry: Mapping[str, Pricer] = PRICERS,
) -> tuple[Saving, ...]:
    """The savings of all stacks, those that save most first; commitments last.

    Measurements come from the usage file, by resource: ``measured_on``
    (the size that it had), ``observed_days``, ``cpu_max_percent``, ``cpu_average_percent``, ``memory_max_percent``,
    ``network_max_percent``, ``disk_max_percent``, ``memory_max_mb``, ``iops_max``, ``throughput_max_mbps``,
    ``read_units_average``, ``read_units_max``, ``write_units_average``, ``write_units_max``, ``s3_dynamodb_data_gb``.
    """
    found = [saving for stack in planned for saving in _of_stack(view_of(stack, book, usage, registry))]
    return tuple(sorted(found, key=lambda one: (one.commitment, -one.monthly, one.address, one.rule)))


def _of_stack(view: View) -> Iterator[Saving]:
    managed = [one for one in view.planned if one.mode == "managed"]
    paths = {one.address: list(_steps(view, one)) for one in managed if one.type in PAYERS}
    view = view.with_all({address: steps[-1].after for address, steps in paths.items() if steps})
    paths |= {one.address: list(_steps(view, one)) for one in managed if one.type not in PAYERS}
    found = [_saving(step.priced, view) for steps in paths.values() for step in steps]
    yield from _whole(found, managed)


def _steps(view: View, resource: PlannedResource) -> Iterator[_Step]:
    """The steps that are worth taking: safe ones, what could be committed to after them, the others."""
    offers, taken = _offers(view, resource), {"commitment"}
    for safe in (True, False):
        if not safe:
            committed = _priced(view, resource, offers, "commitment", safe=False)
            yield from (_Step(_explained(view, resource, [one]), resource) for one in committed)
        for slot in SLOTS[:-1]:
            if slot in taken or "existence" in taken:
                continue
            ranked = _priced(view, resource, offers, slot, safe=safe)
            if not ranked:
                continue
            taken.add(slot)
            after = ranked[0].offer.after
            yield _Step(_explained(view, resource, ranked), after or resource)
            if after is not None:
                resource = after
                # After the safe steps, looking again is worth it only where something else was on offer.
                again = safe or any(_slot(offer) not in taken for offer in offers)
                offers = _offers(view, after) if again else []


def _slot(offer: Offer) -> str:
    return saving_rules()[offer.rule].slot


def _offers(view: View, resource: PlannedResource) -> list[Offer]:
    rules = chain.from_iterable(theme.get(resource.type, ()) for theme in THEMES)
    return [_in_place(offer) for offer in chain.from_iterable(rule(view, resource) for rule in rules)]


def _in_place(offer: Offer) -> Offer:
    """As it is, where Terraform changes the resource; a replacement loses what is in it and is never safe."""
    attribute = replacing(offer.resource, offer.edits)
    if not attribute:
        return offer
    warning = f"changing {attribute} makes Terraform replace it"
    return replace(offer, safe=False, caveat="; ".join(part for part in (offer.caveat, warning) if part))


def _priced(view: View, resource: PlannedResource, offers: Iterable[Offer], slot: str, *, safe: bool) -> list[_Priced]:
    """The offers of a slot that are worth something, the best one first."""
    found = []
    for offer in offers:
        if offer.safe == safe and _slot(offer) == slot:
            monthly = offer.monthly if offer.after is None else view.saved(resource, offer.after)
            if monthly is not None and monthly >= LEAST:
                found.append(_Priced(offer, monthly))
    return sorted(found, key=lambda one: -one.monthly)


def _explained(view: View, resource: PlannedResource, ranked: Sequence[_Priced]) -> _Priced:
    """The best, with both bills in the arithmetic where the saving is their difference.

    The others would change the same thing: they are named, and left out of the sum.
    """
    best, *others = ranked
    offer = best.offer
    arithmetic, caveat = [offer.arithmetic], [offer.caveat]
    if offer.after is not None:
        bills = f"{usd(view.bill(resource).monthly)} → {usd(view.bill(offer.after).monthly)} USD a month"
        arithmetic.insert(0, bills)
    if others:
        named = (f"{one.offer.action} ({usd(one.monthly)} USD)" for one in others[:SHOWN])
        caveat.append(f"instead: {' or '.join(named)}")
    told = replace(offer, arithmetic="; ".join(filter(None, arithmetic)), caveat="; ".join(filter(None, caveat)))
    estimated = any(line.estimated for line in view.lines(offer.after or resource))
    return _Priced(told, best.monthly, estimated)


def _saving(step: _Priced, view: View) -> Saving:
    offer, row = step.offer, saving_rules()[step.offer.rule]
    confidence: Confidence = "low" if offer.doubt else row.confidence
    if step.estimated and confidence == "high":
        confidence = "medium"
    caveat = "; ".join(part for part in (row.caveat, offer.caveat) if part)
    return Saving(
        rule=row.id,
        address=offer.resource.address,
        action=f"{row.title}: {offer.action}",
        monthly=step.monthly,
        confidence=confidence,
        caveat=caveat,
        arithmetic=offer.arithmetic,
        stack=view.planned.stack,
        safe=offer.safe and bool(offer.edits),
        commitment=offer.commitment,
        edits=offer.edits,
    )


def _whole(savings: Sequence[Saving], managed: Sequence[PlannedResource]) -> Iterator[Saving]:
    """Instances of one block share its code: where not all of them want the same edit, it is nobody's."""
    instances_of: dict[str, int] = {}
    for resource in managed:
        instances_of[block_of(resource.address)] = instances_of.get(block_of(resource.address), 0) + 1
    agreeing: dict[tuple[str, str, tuple[tuple[str, str | None], ...]], int] = {}
    for saving in savings:
        key = (block_of(saving.address), saving.rule, _written(saving.edits))
        agreeing[key] = agreeing.get(key, 0) + 1
    for saving in savings:
        block = block_of(saving.address)
        if saving.edits and agreeing[block, saving.rule, _written(saving.edits)] < instances_of[block]:
            caveat = f"{saving.caveat}; only some instances of {block} would gain by it: divide them first"
            yield replace(saving, edits=(), safe=False, caveat=caveat.removeprefix("; "))
        else:
            yield saving


def _written(edits: Sequence[Edit]) -> tuple[tuple[str, str | None], ...]:
    return tuple((edit.attribute, edit.value) for edit in edits)
