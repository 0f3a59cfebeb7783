"""Where a Google Cloud resource stands: a zone's prices are its region's."""

import re

from app.analysis.pricing.base import Bill

_ZONE = re.compile(r"([a-z]+-[a-z]+\d+)-[a-z]")


def in_region(bill: Bill) -> bool:
    """Turns a zone into its region for all that is charged; says whether the resource named a zone."""
    found = _ZONE.fullmatch(bill.region)
    if found:
        bill.region = found[1]
    zone = bill.resource.get("zone") or bill.resource.get("location")
    return isinstance(zone, str) and _ZONE.fullmatch(zone) is not None
