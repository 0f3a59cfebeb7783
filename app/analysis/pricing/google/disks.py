"""Persistent disks by the gigabyte, and their IOPS where they are provisioned."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.google.place import in_region
from app.analysis.pricing.price import Price


class _Kind(NamedTuple):
    """A disk type: what its line is called, the list's name for it, the GB where none are said, and dollars an IOPS."""

    words: str
    item: str
    default_gb: int
    iops: str = ""


_KINDS: Mapping[str, _Kind] = {
    "pd-standard": _Kind("Standard provisioned storage", "hdd", 500),
    "pd-balanced": _Kind("Balanced provisioned storage", "balanced", 100),
    "pd-ssd": _Kind("SSD provisioned storage", "ssd", 100),
    "pd-extreme": _Kind("Extreme provisioned storage", "extreme", 1000, "0.065"),
    "hyperdisk-extreme": _Kind("Hyperdisk provisioned storage", "hyperdisk-extreme", 1000, "0.032"),
}


def by_gigabyte(bill: Bill, item: str, region: str = "") -> Price | None:
    """A GB of an item of the list for a month."""
    listed = bill.book.gcp_other(item, region or bill.region)
    return replace(listed, unit="GB") if listed is not None else None


def charge_disk(
    bill: Bill, kind: str, size: Decimal | None, *, count: Decimal | int = 1, within: str = "", replicated: bool = False
) -> None:
    """Charges disks of a type and size in GB (None: what Google makes them without one)."""
    found = _KINDS.get(kind)
    if found is None:
        bill.unpriced(f"no price for {kind} disks")
        return
    item = f"compute.storage.{found.item}{'-replicated' if replicated else ''}"
    price = by_gigabyte(bill, item)
    gigabytes = (Decimal(found.default_gb) if size is None else size) * count
    bill.charge(f"{found.words} ({kind})", gigabytes, price=price, usage=False, within=within)


def disk(bill: Bill) -> None:
    """A disk in one zone."""
    in_region(bill)
    _disk(bill, replicated=False)


def regional_disk(bill: Bill) -> None:
    """A disk that is there in two zones."""
    _disk(bill, replicated=True)


def _disk(bill: Bill, *, replicated: bool) -> None:
    kind = bill.text("type", "pd-standard")
    bill.label(kind)
    charge_disk(bill, kind, bill.number("size") if bill.get("size") is not None else None, replicated=replicated)
    iops, found = bill.number("provisioned_iops"), _KINDS.get(kind)
    if iops and found is not None and found.iops:
        bill.charge("Provisioned IOPS", iops, like="google_compute_disk", pick=found.iops, usage=False)


PRICERS: Mapping[str, Pricer] = {
    "google_compute_disk": disk,
    "google_compute_region_disk": regional_disk,
}
