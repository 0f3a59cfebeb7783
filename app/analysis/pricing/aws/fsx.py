"""Amazon FSx: storage, throughput, IOPS and backups of file systems.

The list has Windows file systems in several zones and OpenZFS in one; others are derived from them, or have no price.
"""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.pages import page_price
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, meter
from app.analysis.pricing.price import Price
from app.domain.cost import ZERO

SINGLE_ZONE: Mapping[str, Decimal] = {
    "SSD storage": Decimal("0.13") / Decimal("0.23"),
    "HDD storage": Decimal("0.013") / Decimal("0.025"),
    "Throughput capacity": Decimal("2.2") / Decimal("4.5"),
}
"""A Windows file system in one zone against one in several, https://aws.amazon.com/fsx/windows/pricing/ (us-east-1)."""
OPENZFS = ("SINGLE_AZ_1", "SINGLE_AZ_2")
"""Deployments with prices: the first is listed, the second taken for as dear."""
FREE_IOPS_PER_GB = 3
LUSTRE_THROUGHPUT = 125
"""MBps by the TiB where nothing is told."""
BACKUP = Use("Backup storage", "backup_storage_gb")


def windows(bill: Bill) -> None:
    """A file system for Windows."""
    single = not bill.text("deployment_type", "SINGLE_AZ_1").startswith("MULTI_AZ")
    disk = "HDD storage" if bill.text("storage_type", "SSD") == "HDD" else "SSD storage"
    for name, key in ((disk, "storage_capacity"), ("Throughput capacity", "throughput_capacity")):
        bill.charge(name, bill.number(key), price=zoned(bill, name, single=single), usage=False)
    if extra_iops(bill):
        bill.unpriced("no price for IOPS of a Windows file system beyond what is included")
    backup(bill)


def zoned(bill: Bill, name: str, *, single: bool) -> Price | None:
    """The price of a Windows file system's part in one zone or several."""
    listed = bill.book.component(bill.resource.type, name, bill.region)
    if listed is None:
        return None
    return listed.price.times(SINGLE_ZONE[name], "one zone") if single else listed.price


def openzfs(bill: Bill) -> None:
    """A file system for OpenZFS in one zone; compression saves no capacity that is paid for."""
    deployment = bill.text("deployment_type", "SINGLE_AZ_1")
    if deployment not in OPENZFS:
        bill.unpriced(f"no price for OpenZFS with {deployment}")
        return
    parts = {"Throughput capacity": bill.number("throughput_capacity"), "SSD storage": bill.number("storage_capacity")}
    if more := extra_iops(bill):
        parts["Provisioned IOPS"] = more
    for name, quantity in parts.items():
        listed = bill.book.component(bill.resource.type, name, bill.region)
        price = listed.price if listed is not None else None
        if price is not None and deployment != OPENZFS[0]:
            price = price.times(1, f"price of {OPENZFS[0]}")
        bill.charge(name, quantity, price=price, usage=False)
    backup(bill)


def lustre(bill: Bill) -> None:
    """A file system for Lustre, by the GB, at a price that its deployment, disk and throughput decide."""
    deployment, disk = bill.text("deployment_type", "SCRATCH_1"), bill.text("storage_type", "SSD")
    throughput = f"{bill.number('per_unit_storage_throughput', LUSTRE_THROUGHPUT):f}"
    kind = "SCRATCH" if deployment.startswith("SCRATCH") else f"{deployment}, {disk}, {throughput}"
    name = f"Storage ({kind})"
    bill.label(kind)
    bill.charge(name, bill.number("storage_capacity"), price=page_price(bill, name), usage=False)
    if bill.number("automatic_backup_retention_days"):
        listed = bill.book.component("aws_fsx_openzfs_file_system", BACKUP.name, bill.region)
        price = listed.price.times(1, "price of OpenZFS") if listed is not None else None
        bill.charge(BACKUP.name, bill.usage(BACKUP.key), price=price, usage=True, keys=(BACKUP.key,))


def extra_iops(bill: Bill) -> Decimal:
    """IOPS beyond the three that come with each GB of SSD."""
    if bill.text("disk_iops_configuration.mode") != "USER_PROVISIONED":
        return ZERO
    included = bill.number("storage_capacity") * FREE_IOPS_PER_GB
    return max(bill.number("disk_iops_configuration.iops") - included, ZERO)


def backup(bill: Bill) -> None:
    """Automatic backups, which are on unless they are kept for no days."""
    if bill.number("automatic_backup_retention_days", 7) or bill.stated(BACKUP.key) is not None:
        meter(bill, BACKUP)


PRICERS: Mapping[str, Pricer] = {
    "aws_fsx_windows_file_system": windows,
    "aws_fsx_openzfs_file_system": openzfs,
    "aws_fsx_lustre_file_system": lustre,
}
