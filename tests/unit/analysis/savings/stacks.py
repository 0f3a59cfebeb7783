"""Small stacks for tests about savings, priced by the shipped book."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.usage import Usage, flat
from app.analysis.savings.base import Offer, Rule, View
from app.analysis.savings.market import view_of
from app.analysis.savings.recommend import recommend
from app.domain.cost import Saving
from app.domain.planned import Planned, PlannedResource

REGION = "us-east-1"
Measured = Mapping[str, Mapping[str, Any]]


@cache
def book() -> PriceBook:
    """The shipped price book."""
    return PriceBook()


def resource(
    address: str, references: Mapping[str, tuple[str, ...]] | None = None, /, **values: Any
) -> PlannedResource:
    """``aws_instance.web`` with its planned values."""
    parts = address.partition("[")[0].split(".")
    module = ".".join(parts[:-2])
    provider = parts[-2].partition("_")[0]
    return PlannedResource(
        address,
        parts[-2],
        parts[-1],
        module,
        provider=provider,
        region=REGION,
        values=values,
        references=references or {},
    )


def usage(measured: Measured | None = None) -> Usage:
    """A usage file that assumes nothing."""
    return Usage(resources={address: flat(keys) for address, keys in (measured or {}).items()}, assume="none")


def view(*resources: PlannedResource, measured: Measured | None = None, stack: str = ".") -> View:
    """A stack as the rules see it."""
    return view_of(Planned(stack, resources), book(), usage(measured))


def offers(rule: Rule, *resources: PlannedResource, measured: Measured | None = None, stack: str = ".") -> list[Offer]:
    """What a rule offers for the first of the resources."""
    return list(rule(view(*resources, measured=measured, stack=stack), resources[0]))


def savings(*resources: PlannedResource, measured: Measured | None = None) -> list[Saving]:
    """What is recommended for a stack."""
    return list(recommend([Planned(".", resources)], book(), usage(measured)))


def dollars(amount: Decimal | None) -> str:
    """To the cent."""
    return "" if amount is None else f"{amount:.2f}"
