"""Lines that depend on use, and pricers told by a table for the many bills of a few hours or metered lines."""

import math
from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from app.analysis.pricing.base import Bill, Pricer, Quantity, Tier
from app.analysis.pricing.listing import REFERENCE

MILLION = 1_000_000


class Use(NamedTuple):
    """A line that depends on use: the component, the usage key, and how much of the use makes one unit."""

    name: str
    key: str
    per: int = 1


def meter(bill: Bill, *lines: Use, **options: Any) -> None:
    """Charges the metered lines; options as of ``Bill.charge``."""
    for line in lines:
        bill.charge(line.name, bill.usage(line.key, per=line.per), usage=True, keys=(line.key,), **options)


def meter_stated(bill: Bill, *lines: Use, **options: Any) -> None:
    """Charges the metered lines as far as the usage file states them; for what an assumption would only invent."""
    for line in lines:
        stated = bill.stated(line.key)
        if stated is not None:
            bill.charge(line.name, stated / line.per, usage=True, keys=(line.key,), **options)


def meter_where(evident: bool, bill: Bill, *lines: Use, **options: Any) -> None:
    """Charges the lines as stated, and assumes use only where the configuration shows that there is some."""
    (meter if evident else meter_stated)(bill, *lines, **options)


def meter_tiers(bill: Bill, quantity: Quantity, tiers: Iterable[Tier], keys: Iterable[str], **options: Any) -> None:
    """Charges a use computed from these keys over tiers in order."""
    bill.tiered(quantity, tuple(tiers), usage=True, keys=tuple(keys), **options)


def priced(*uses: Use, hourly: Iterable[str] = (), monthly: Iterable[str] = ()) -> Pricer:
    """A pricer that charges every hour of these components, a month of those, and the metered lines."""
    hours, months = tuple(hourly), tuple(monthly)

    def price(bill: Bill) -> None:
        for name in hours:
            bill.hourly(name, usage=False)
        for name in months:
            bill.charge(name, 1, usage=False)
        meter(bill, *uses)

    return price


def alike(pricers: Mapping[str, Pricer], regions: Container[str] | None = None) -> dict[str, Pricer]:
    """Pricers of services that are listed at one price in these regions (None: in all), or that have no region."""

    def everywhere(pricer: Pricer) -> Pricer:
        def price(bill: Bill) -> None:
            if regions is None or bill.region in regions:
                bill.listed_in = REFERENCE[bill.resource.type.partition("_")[0]]
            pricer(bill)

        return price

    return {type_: everywhere(pricer) for type_, pricer in pricers.items()}


def chunks(size: Decimal | None, step: int) -> Decimal:
    """How many pieces of ``step`` something is billed as; at least one, and one where its size is not told."""
    return Decimal(1 if size is None else max(1, math.ceil(size / step)))


def product(*factors: Quantity) -> Decimal | None:
    """The factors multiplied, None where one is not known."""
    result = Decimal(1)
    for factor in factors:
        if factor is None:
            return None
        result *= factor
    return result


def beyond(quantity: Decimal | None, included: int) -> Decimal | None:
    """What is billed beyond what is included."""
    return None if quantity is None else max(Decimal(0), quantity - included)
