"""What the stacks of a plan cost a month: every resource is priced, or counted free, or listed with why it is not."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache

from app.analysis.pricing.base import Bill, Pricer, Unknown
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.listing import REFERENCE
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import NO_USAGE, Usage, matches
from app.domain.cost import Estimate, ResourceCost, Unpriced
from app.domain.planned import Planned, PlannedResource
from app.knowledge.prices import free_types

Priced = tuple[ResourceCost | None, tuple[Unpriced, ...]]
"""What a resource costs (None: nothing, or not known), and what of it has no known price."""


def estimate(
    planned: Sequence[Planned], book: PriceBook, usage: Usage = NO_USAGE, registry: Mapping[str, Pricer] = PRICERS
) -> Estimate:
    """The bill of all stacks. Data sources cost nothing and are not counted."""
    costs: list[ResourceCost] = []
    gaps: list[Unpriced] = []
    notes: dict[str, int] = {}
    free = 0
    for stack in planned:
        for resource in stack:
            if resource.mode != "managed":
                continue
            bill = drawn(resource, stack, book, usage, registry)
            cost = bill.cost()
            free += cost is None and not bill.missing
            costs += [cost] if cost is not None else []
            gaps += bill.gaps()
            for note in (*bill.notes, *(["the use of {} is not told and not counted"] if bill.use_unknown else [])):
                notes[note] = notes.get(note, 0) + 1
    return Estimate(
        prices_as_of=book.as_of,
        resources=tuple(costs),
        unpriced=tuple(gaps),
        free=free,
        usage=usage.described(),
        notes=tuple(note.replace("{}", _resources(count)) for note, count in notes.items())
        + _unmatched(usage, planned),
    )


def price_one(
    resource: PlannedResource,
    planned: Planned,
    book: PriceBook,
    usage: Usage = NO_USAGE,
    registry: Mapping[str, Pricer] = PRICERS,
) -> Priced:
    """What one resource costs, in its stack; for what-ifs with other values than the plan has."""
    bill = drawn(resource, planned, book, usage, registry)
    return bill.cost(), bill.gaps()


def drawn(
    resource: PlannedResource,
    planned: Planned,
    book: PriceBook,
    usage: Usage = NO_USAGE,
    registry: Mapping[str, Pricer] = PRICERS,
) -> Bill:
    """The bill of one resource."""
    provider = resource.type.partition("_")[0]
    bill = Bill(resource, planned, book, usage, region=resource.region or REFERENCE.get(provider, ""))
    pricer = registry.get(resource.type)
    if pricer is None:
        _without_pricer(bill)
        return bill
    if not resource.region:
        bill.note(f"the region of {{}} is not known; {REFERENCE.get(provider, 'the list')}'s prices stand for it")
    elif provider in REFERENCE and not book.knows(provider, resource.region):
        bill.note(f"{{}} in {resource.region}, for which no prices are known: {REFERENCE[provider]}'s stand for them")
    try:
        pricer(bill)
    except Unknown as unknown:
        bill.unpriced(str(unknown))
    return bill


def _without_pricer(bill: Bill) -> None:
    if is_free(bill.resource.type):
        bill.free()
    else:
        bill.unpriced("no price known for this type")


@cache
def is_free(type_: str) -> bool:
    """Whether resources of a type cost nothing by themselves."""
    types = free_types()
    return type_ in types or any("*" in name and fnmatchcase(type_, name) for name in types)


def _resources(count: int) -> str:
    return "1 resource" if count == 1 else f"{count} resources"


def _unmatched(usage: Usage, planned: Iterable[Planned]) -> tuple[str, ...]:
    """Addresses of the usage file that no stack has."""
    addresses = [resource.address for stack in planned for resource in stack]
    missing = [one for one in usage.resources if not any(matches(one, address) for address in addresses)]
    return tuple(f"{usage.source or 'usage'}: there is no {one} in the plan" for one in missing)
