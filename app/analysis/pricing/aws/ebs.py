"""EBS: volumes of every type, snapshots, and the disks of machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.pricing.base import Bill, Block, Pricer
from app.domain.planned import PlannedResource

NAMES = {
    "gp2": "general purpose SSD, gp2",
    "gp3": "general purpose SSD, gp3",
    "io1": "provisioned IOPS SSD, io1",
    "io2": "provisioned IOPS SSD, io2",
    "sc1": "cold HDD, sc1",
    "st1": "throughput optimized HDD, st1",
    "standard": "magnetic",
}
"""As the price list calls the volume types."""
DEFAULT_TYPE = "gp2"
DEFAULT_SIZE = Decimal(8)
"""GB of a volume that names none: what Amazon's Linux images have."""
INCLUDED_IOPS, INCLUDED_THROUGHPUT = 3000, 125
"""What gp3 has without more cost (IOPS, MB/s)."""
IO2_TIERS = (
    (Decimal(32_000), "1", ""),
    (Decimal(32_000), "0.7", " (32,001 to 64,000)"),
    (None, "0.49", " (over 64,000)"),
)
"""io2's IOPS get cheaper by 30 % a tier; source: AWS's EBS price page."""


@dataclass(frozen=True, slots=True)
class Disk:
    """A volume. ``place`` is where it stands in the code; ``size`` in GB, ``throughput`` in MB/s."""

    place: str = ""
    kind: str = DEFAULT_TYPE
    size: Decimal = DEFAULT_SIZE
    iops: Decimal = Decimal(0)
    throughput: Decimal = Decimal(0)


def read_disk(block: Bill | Block, place: str = "", like: Disk | None = None) -> Disk:
    """A disk of a block with ``volume_type`` and so on; what it leaves out is as in ``like``."""
    usual = like or Disk()
    kind = block.text("volume_type") or block.text("type") or usual.kind
    size = "volume_size" if block.get("volume_size") is not None else "size"
    return Disk(
        place, kind, block.number(size, usual.size), block.number("iops"), block.number("throughput")
    )  # fmt: skip


def charge_disk(bill: Bill, disk: Disk, count: Decimal | int = 1, within: str = "") -> None:
    """Charges ``count`` such disks: storage, and what IOPS and throughput cost beyond what is included."""
    if disk.kind not in NAMES:
        bill.unpriced(f"no price for volumes of type {disk.kind}")
        return
    place = " > ".join(filter(None, (within, disk.place)))
    bill.charge(f"Storage ({NAMES[disk.kind]})", disk.size * count, like="aws_ebs_volume", within=place, usage=False)
    if disk.kind in {"io1", "io2"}:
        _provisioned(bill, disk, count, place)
    if disk.kind == "gp3":
        more = max(disk.iops - INCLUDED_IOPS, Decimal(0)) * count
        faster = max(disk.throughput - INCLUDED_THROUGHPUT, Decimal(0)) * count
        if more:
            bill.charge("Provisioned IOPS", more, like="aws_ebs_volume", pick="0.005", within=place)
        if faster:
            bill.charge("Provisioned throughput", faster, like="aws_ebs_volume", within=place)
    if disk.kind == "standard":
        key = ".".join(filter(None, (disk.place, "monthly_standard_io_requests")))
        requests = bill.usage(key, per=1_000_000)
        bill.charge("I/O requests", requests, like="aws_ebs_volume", within=place, keys=[key])


def _provisioned(bill: Bill, disk: Disk, count: Decimal | int, place: str) -> None:
    left = disk.iops
    tiers = IO2_TIERS if disk.kind == "io2" else ((None, "1", ""),)
    listed = bill.book.component("aws_ebs_volume", "Provisioned IOPS", bill.region)
    price = listed.pick(Decimal("0.065")) if listed else None
    for size, share, words in tiers:
        part = left if size is None else min(left, size)
        left -= part
        if part:
            name = f"Provisioned IOPS{words}"
            bill.charge(name, part * count, price=price, within=place, factor=Decimal(share))


def volume(bill: Bill) -> None:
    """``aws_ebs_volume``. Restored from a snapshot without a size, it is as large as that."""
    source = size_of(bill, bill.resource)
    disk = read_disk(bill)
    if source is None:
        bill.unpriced("its size is the snapshot's, which the plan does not tell")
        return
    charge_disk(bill, Disk("", disk.kind, source, disk.iops, disk.throughput))
    bill.label(f"{disk.kind} {source:f} GB")


def size_of(bill: Bill, resource: PlannedResource, depth: int = 8) -> Decimal | None:
    """GB of a volume or snapshot, through what it was made of; None where the plan does not tell."""
    reading = bill.of(resource)
    for path in ("size", "volume_size"):
        if reading.get(path) is not None:
            return reading.number(path)
    for path in ("volume_id", "source_snapshot_id", "snapshot_id"):
        for origin in reading.related(path):
            if depth:
                return size_of(bill, origin, depth - 1)
        if reading.has(path):
            return None
    return DEFAULT_SIZE


def snapshot(bill: Bill) -> None:
    """``aws_ebs_snapshot`` and copies: at most the volume's size, which a first full snapshot has."""
    size = size_of(bill, bill.resource)
    if size is None:
        bill.unpriced("the size of the volume is not in the plan")
    elif bill.text("storage_tier", "standard") == "archive":
        bill.unpriced("no price for the archive tier")
    else:
        bill.charge("EBS snapshot storage", size)
    if bill.resource.type == "aws_ebs_snapshot":
        requests = "API requests"
        bill.charge("Fast snapshot restore", bill.usage("fast_snapshot_restore_hours"))
        bill.charge(
            f"ListChangedBlocks & ListSnapshotBlocks {requests}", bill.usage("monthly_list_block_requests", per=1000)
        )
        bill.charge(f"GetSnapshotBlock {requests}", bill.usage("monthly_get_block_requests", per=1000))
        bill.charge(f"PutSnapshotBlock {requests}", bill.usage("monthly_put_block_requests", per=1000))


PRICERS: Mapping[str, Pricer] = {
    "aws_ebs_snapshot": snapshot,
    "aws_ebs_snapshot_copy": snapshot,
    "aws_ebs_volume": volume,
}
