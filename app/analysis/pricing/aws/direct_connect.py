"""Direct Connect ports and what leaves a region over them."""

from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer

_LOCATION = "EqDC2"
"""The location whose prices the list holds; a port elsewhere is estimated by it."""
_FROM = "monthly_outbound_from_region_to_dx_connection_location"
_REGIONS = ("ap_east_1", "eu_west_1", "us_east_1")
_OTHERS = ("us_east_2", "us_west_1", "us_west_2", "eu_west_2", "eu_central_1", "ap_northeast_1", "ap_southeast_1")


def connection(bill: Bill) -> None:
    """A port by the hour; traffic out by the region it comes from, as the usage file states it."""
    bandwidth, location = bill.text("bandwidth"), bill.text("location")
    bill.label(bandwidth)
    if bandwidth == "1Gbps" and bill.told("dx_connection_type", "dedicated") == "dedicated":
        listed = bill.book.component(bill.resource.type, "DX connection", _LOCATION)
        other = listed is not None and location != _LOCATION
        bill.hourly(
            "DX connection",
            region=_LOCATION,
            price=listed.price.times(1, f"of {_LOCATION}") if other and listed else None,
        )
    else:
        bill.unpriced(f"no price for a {bandwidth or 'Direct Connect'} port")
    for region in (*_REGIONS, *_OTHERS):
        _outbound(bill, region)


def _outbound(bill: Bill, region: str) -> None:
    key = f"{_FROM}.{region}"
    stated = bill.stated(key)
    if stated is not None:
        name = f"Outbound data transfer (from {region.replace('_', '-')}, to {_LOCATION})"
        bill.charge(name, stated, usage=True, keys=(key,), region=_LOCATION)


PRICERS: Mapping[str, Pricer] = {"aws_dx_connection": connection}
