"""Prices kept by hand where the list has none. All are estimates: nobody measured them."""

from decimal import Decimal

from app.analysis.pricing.base import Bill
from app.analysis.pricing.price import Price
from app.knowledge.prices.pages import page_prices


def page_price(bill: Bill, name: str, like: str = "") -> Price | None:
    """The price of a component of the bill's type (or of ``like``), elsewhere by the region's multiplier."""
    found = page_prices().get((like or bill.resource.type, name))
    if found is None:
        return None
    price = Price(Decimal(found.usd), found.unit, f"kept by hand, to check at {found.page}", found.kept, estimated=True)
    return price if bill.region == found.region else price.times(*bill.book.factor("aws", bill.region))


def page_names(type_: str) -> tuple[str, ...]:
    """The components of a type that are kept."""
    return tuple(name for kept, name in page_prices() if kept == type_)
