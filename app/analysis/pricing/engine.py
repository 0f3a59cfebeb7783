"""What the stacks of a plan cost a month: every resource is priced, or counted free, or listed with why it is not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache

from app.analysis.pricing.aws.data_transfer import TYPE, traffic
from app.analysis.pricing.base import Bill, Pricer, Unknown
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.listing import REFERENCE
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import NO_USAGE, Usage, matches
from app.domain.cost import Estimate, ResourceCost, Unpriced
from app.domain.planned import Planned, PlannedResource
from app.knowledge.prices import free_types

MALFORMED = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What reading a plan that was made elsewhere may run into: nobody has held it against the provider's schema."""
Priced = tuple[ResourceCost | None, tuple[Unpriced, ...]]
"""What a resource costs (None: nothing, or not known), and what of it has no known price."""


def estimate(
    planned: Sequence[Planned], book: PriceBook, usage: Usage = NO_USAGE, registry: Mapping[str, Pricer] = PRICERS
) -> Estimate:
    """The bill of all stacks. Data sources cost nothing and are not counted."""
    bills = [
        drawn(resource, stack, book, usage, registry)
        for stack in planned
        for resource in stack
        if resource.mode == "managed"
    ]
    bills += [drawn(told, planned[0], book, usage, registry) for told in traffic(usage) if planned]
    costs = [bill.cost() for bill in bills]
    return Estimate(
        prices_as_of=book.as_of,
        resources=tuple(cost for cost in costs if cost is not None),
        unpriced=tuple(gap for bill in bills for gap in bill.gaps()),
        free=sum(cost is None and not bill.missing for bill, cost in zip(bills, costs, strict=True)),
        usage=usage.described(),
        notes=(*_notes(bills), *_unmatched(usage, planned), *_unread(usage, bills)),
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
    bill = Bill(resource, planned, book, usage, region=resource.region)
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
    except MALFORMED as error:
        bill.unpriced(f"a value is not of the kind that the type has: {error}")
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


def _notes(bills: Sequence[Bill]) -> Iterator[str]:
    """What the bills say, each once, with how many resources it is said of."""
    said = [note for bill in bills for note in dict.fromkeys(bill.notes)]
    said += ["the use of {} is not told and not counted"] * sum(bill.use_unknown for bill in bills)
    for note, count in Counter(said).items():
        yield note.replace("{}", "1 resource" if count == 1 else f"{count} resources")


def _unmatched(usage: Usage, planned: Iterable[Planned]) -> Iterator[str]:
    """Addresses of the usage file that no stack has."""
    addresses = [resource.address for stack in planned for resource in stack]
    for one in usage.resources:
        if not any(matches(one, address) for address in addresses) and not one.startswith(f"{TYPE}."):
            yield f"{usage.source or 'usage'}: there is no {one} in the plan"


def _unread(usage: Usage, bills: Sequence[Bill]) -> Iterator[str]:
    """Keys of the usage file that no price of the type depends on."""
    asked = {(bill.resource.type, key) for bill in bills for key in bill.asked}
    for type_, key in sorted({(bill.resource.type, key) for bill in bills for key in bill.unread()} - asked):
        yield f"{usage.source or 'usage'}: no price of {type_} depends on {key}"
