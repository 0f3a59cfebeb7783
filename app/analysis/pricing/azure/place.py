"""Where a resource stands that has no location of its own."""

from app.analysis.pricing.base import Bill


def stands_with(bill: Bill, path: str) -> None:
    """Takes the location from what an attribute points to (a node pool's cluster, a database's server)."""
    owner = next(iter(bill.related(path)), None)
    if owner is not None and owner.region:
        bill.region = owner.region
