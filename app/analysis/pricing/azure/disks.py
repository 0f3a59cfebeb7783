"""Managed disks: by the size step that holds them, for the system or beside it."""

import re
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.price import Price
from app.analysis.pricing.reading import Reading

_STEPS: tuple[tuple[int, int], ...] = (
    (1, 4), (2, 8), (3, 16), (4, 32), (6, 64), (10, 128), (15, 256), (20, 512), (30, 1024), (40, 2048), (50, 4096),
    (60, 8192), (70, 16384), (80, 32767),
)  # fmt: skip
"""The number of a step and the GiB that it holds (Azure, managed disk types)."""
_LETTERS = {"standard": "S", "standardssd": "E", "premium": "P"}
_SMALLEST = {"S": 32, "E": 4, "P": 4}
_LISTS = (
    "azurerm_managed_disk",
    "azurerm_linux_virtual_machine",
    "azurerm_virtual_machine",
    "azurerm_kubernetes_cluster",
)
"""The types under which the list has steps of disks; they cost the same everywhere in the code."""
_STEP = re.compile(r"Storage \(([SEP])(\d+), LRS\)")
_DISK_OPERATIONS = {"S": "0.0005", "E": "0.002"}
"""Dollars for ten thousand operations; those of premium disks are included."""


def charge_disk(
    bill: Bill, kind: str, size: Decimal, *, count: Decimal | int = 1, within: str = "", key: str = ""
) -> None:
    """Charges disks of a kind (``Premium_LRS``) by the step that holds ``size`` GiB.

    Operations are charged where the usage file states them under ``key``.
    """
    name, _, redundancy = kind.partition("_")
    letter = _LETTERS.get(name.lower())
    if letter is None or redundancy.upper() != "LRS":
        bill.unpriced(f"no price for {kind or 'such'} disks")
        return
    step = next((one for one in _STEPS if size <= one[1] and one[1] >= _SMALLEST[letter]), None)
    if step is None:
        bill.unpriced(f"no disk holds {size} GiB")
        return
    label = f"Storage ({letter}{step[0]}, LRS)"
    bill.charge(label, count, price=_price(bill, letter, step, label), usage=False, within=within)
    stated = bill.stated(key) if key else None
    if stated is not None and letter in _DISK_OPERATIONS:
        bill.charge(
            "Disk operations", stated / 10_000, like="azurerm_linux_virtual_machine", pick=_DISK_OPERATIONS[letter],
            usage=True, keys=(key,), within=within,
        )  # fmt: skip


def _price(bill: Bill, letter: str, step: tuple[int, int], label: str) -> Price | None:
    """The step's own price; else by the GiB of the nearest smaller step that is listed, else of the smallest."""
    for type_ in _LISTS:
        listed = bill.book.component(type_, label, bill.region)
        if listed is not None:
            return listed.price
    sizes = dict(_STEPS)
    found = {
        int(match[2]): (type_, name)
        for type_ in _LISTS
        for name in bill.book.names(type_)
        if (match := _STEP.fullmatch(name)) and match[1] == letter
    }
    if not found:
        return None
    near = max((one for one in found if one < step[0]), default=min(found))
    type_, name = found[near]
    listed = bill.book.component(type_, name, bill.region)
    return (
        None if listed is None else listed.price.times(Decimal(step[1]) / sizes[near], f"by the GiB of {letter}{near}")
    )


def system_disk(bill: Bill, default_gib: int, *, count: Decimal | int = 1) -> None:
    """The system disk of a machine (or of every machine of a set); one on the host itself is free."""
    disk = next(iter(bill.blocks("os_disk")), None)
    if disk is None or disk.blocks("diff_disk_settings"):
        return
    kind = disk.text("storage_account_type", "Standard_LRS")
    size = disk.number("disk_size_gb", default_gib)
    charge_disk(bill, kind, size, count=count, within="os_disk", key="os_disk.monthly_disk_operations")


def ultra(bill: Bill, disk: Reading) -> None:
    """An ultra disk: gigabytes, IOPS and throughput as provisioned."""
    size = disk.number("disk_size_gb", 1024)
    listed = bill.book.component("azurerm_managed_disk", "Storage (ultra, 2048 GiB)", bill.region)
    bill.charge(f"Storage (ultra, {size:f} GiB)", size, price=listed.price if listed else None, usage=False)
    bill.charge("Provisioned IOPS", disk.number("disk_iops_read_write", 2048), usage=False)
    bill.charge("Throughput", disk.number("disk_mbps_read_write", 8), usage=False)


def managed_disk(bill: Bill) -> None:
    """A disk of its own."""
    kind = bill.text("storage_account_type")
    bill.label(kind)
    if kind == "UltraSSD_LRS":
        ultra(bill, bill)
    else:
        charge_disk(bill, kind, bill.number("disk_size_gb", 30), key="monthly_disk_operations")


PRICERS: Mapping[str, Pricer] = {"azurerm_managed_disk": managed_disk}
