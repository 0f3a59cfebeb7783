"""Bills of resources that tests make up."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from app.analysis.pricing.base import Bill
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.engine import drawn
from app.analysis.pricing.usage import Size, Usage, flat
from app.domain.planned import Planned, PlannedResource

BOOK = PriceBook()


def bill_of(
    type_: str,
    values: Mapping[str, Any],
    use: Mapping[str, Any] | None = None,
    *,
    region: str = "us-east-1",
    assume: Size = "none",
    others: Iterable[PlannedResource] = (),
    references: Mapping[str, tuple[str, ...]] | None = None,
    unknown: Mapping[str, Any] | None = None,
) -> Bill:
    """The bill of ``<type>.this`` in a stack with ``others``; nothing is assumed beyond what ``use`` tells."""
    resource = PlannedResource(
        f"{type_}.this", type_, "this", provider="aws", region=region, values=values, references=references or {},
        unknown=unknown or {},
    )  # fmt: skip
    usage = Usage(resources={resource.address: flat(use or {})}, assume=assume)
    return drawn(resource, Planned(".", (resource, *others)), BOOK, usage)


def other(type_: str, name: str = "that", **values: Any) -> PlannedResource:
    """Another resource of the stack."""
    return PlannedResource(f"{type_}.{name}", type_, name, provider="aws", region="us-east-1", values=values)


def lines(bill: Bill) -> dict[str, Any]:
    """Quantity and unit price by component, to compare with whatever numbers."""
    return {one.name: (one.quantity, one.unit_price) for one in bill.components}


def baseline(bill: Bill) -> Decimal:
    """What a month costs without what depends on use, in cents."""
    return sum((one.monthly for one in bill.components if not one.usage), Decimal(0)).quantize(Decimal("0.01"))


def by_usage(bill: Bill) -> Decimal:
    """What the use of a month costs, in cents."""
    return sum((one.monthly for one in bill.components if one.usage), Decimal(0)).quantize(Decimal("0.01"))


def estimated(bill: Bill) -> set[str]:
    """The components whose price was derived, not read."""
    return {one.name for one in bill.components if one.estimated}
