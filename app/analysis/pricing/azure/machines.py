"""Virtual machines and sets of them: the size by the hour, Windows beside it, and their disks."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from app.analysis.pricing.azure.disks import charge_disk, system_disk
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.price import Price
from app.domain.cost import HOURS

_LINUX_GIB, _WINDOWS_GIB = 30, 127
"""What the system disk of the usual images has, where the configuration does not say."""
_WINDOWS_PER_CPU = {"": Decimal("0.046"), "B": Decimal("0.004")}
"""Dollars an hour and vCPU that Windows adds, by the sizes that are listed with and without it: 96 of 111 (D, E, F and
others) come to the first, those of the burstable series to the second."""
_CPUS = re.compile(r"standard_([a-z]+?)(\d+)", re.IGNORECASE)
_OLDER = re.compile(r"standard_ds?(\d+)(_v2)?", re.IGNORECASE)
_OLDER_CPUS = {1: 1, 2: 2, 3: 4, 4: 8, 5: 16, 11: 2, 12: 4, 13: 8, 14: 16, 15: 20}
"""vCPUs of the first two generations of D, whose number is not that of their processors (Azure, Dv2 series)."""
_OTHERS = ("A", "M", "H")
"""Series whose licence does not follow from their size's number."""
_LISTS = ("azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine")
_LICENSED = ("redhat", "suse", "oracle-linux-pro")


def charge_machine(
    bill: Bill,
    size: str,
    *,
    windows: bool = False,
    own_licence: bool = False,
    count: Decimal | int = 1,
    within: str = "",
) -> None:
    """Charges ``count`` machines of a size, all month; ``own_licence`` is Azure's hybrid benefit."""
    system = "Windows" if windows else "Linux"
    way = "hybrid benefit" if own_licence and windows else "pay as you go"
    price = windows_price(bill, size) if windows and not own_licence else linux_price(bill, size)
    bill.charge(f"Instance usage ({system}, {way}, {size})", HOURS * count, price=price, usage=False, within=within)


def linux_price(bill: Bill, size: str) -> Price | None:
    """A size with Linux, by the hour."""
    return bill.book.azure_vm(size, bill.region) or _listed(bill, f"Instance usage (Linux, pay as you go, {size})")


def windows_price(bill: Bill, size: str) -> Price | None:
    """A size with Windows: as listed, else Linux's price and the licence by vCPU, which is an estimate."""
    listed = _listed(bill, f"Instance usage (Windows, pay as you go, {size})")
    if listed is not None:
        return listed
    linux, licence = linux_price(bill, size), _licence(size)
    if linux is None or licence is None:
        return None
    return replace(linux.times(1, f"with {licence} for Windows"), usd=linux.usd + licence)


def _licence(size: str) -> Decimal | None:
    """What Windows adds to a size an hour; None where nothing tells."""
    older = _OLDER.fullmatch(size)
    if older:
        cpus = _OLDER_CPUS.get(int(older[1]))
        return None if cpus is None else cpus * _WINDOWS_PER_CPU[""]
    named = _CPUS.match(size)
    if named is None or named[1].upper() in _OTHERS:
        return None
    return int(named[2]) * _WINDOWS_PER_CPU["B" if named[1].upper() == "B" else ""]


def _listed(bill: Bill, name: str) -> Price | None:
    found = (bill.book.component(type_, name, bill.region) for type_ in _LISTS)
    return next((one.price for one in found if one is not None), None)


def _machine(bill: Bill, size: str, count: Decimal, *, windows: bool) -> None:
    """Charges machines, for the hours of a month that the usage file states, else for all."""
    bill.label(size)
    if bill.text("priority", "Regular").lower() == "spot":
        bill.unpriced("what spot machines cost changes with supply")
        return
    publisher = str(bill.resource.get("source_image_reference.publisher", "")).lower()
    if publisher in _LICENSED:
        bill.unpriced(f"no price for the licence of {publisher}")
    own = bill.text("license_type").startswith("Windows_")
    stated = bill.stated("monthly_hrs")
    share = 1 if stated is None else min(stated, HOURS) / HOURS
    charge_machine(bill, size, windows=windows, own_licence=own, count=count * share)


def linux(bill: Bill) -> None:
    """A Linux machine and its system disk."""
    _machine(bill, bill.text("size"), Decimal(1), windows=False)
    system_disk(bill, _LINUX_GIB)


def windows(bill: Bill) -> None:
    """A Windows machine and its system disk."""
    _machine(bill, bill.text("size"), Decimal(1), windows=True)
    system_disk(bill, _WINDOWS_GIB)


def linux_set(bill: Bill) -> None:
    """A set of Linux machines."""
    _set(bill, windows=False, default_gib=_LINUX_GIB)


def windows_set(bill: Bill) -> None:
    """A set of Windows machines."""
    _set(bill, windows=True, default_gib=_WINDOWS_GIB)


def _set(bill: Bill, *, windows: bool, default_gib: int) -> None:
    count = bill.number("instances")
    _machine(bill, bill.text("sku"), count, windows=windows)
    system_disk(bill, default_gib, count=count)
    for disk in bill.blocks("data_disk"):
        kind = disk.text("storage_account_type", "Standard_LRS")
        charge_disk(bill, kind, disk.number("disk_size_gb", default_gib), count=count, within="data_disk")


def older(bill: Bill) -> None:
    """A machine of the older type, which tells its system by a block."""
    is_windows = bool(bill.blocks("os_profile_windows_config"))
    is_windows |= str(bill.resource.get("storage_os_disk.os_type", "")).lower() == "windows"
    _machine(bill, bill.text("vm_size"), Decimal(1), windows=is_windows)
    default = _WINDOWS_GIB if is_windows else _LINUX_GIB
    for place in ("storage_os_disk", "storage_data_disk"):
        for disk in bill.blocks(place):
            kind = disk.text("managed_disk_type", "Standard_LRS")
            key = f"{place}.monthly_disk_operations"
            charge_disk(bill, kind, disk.number("disk_size_gb", default), within=place, key=key)


PRICERS: Mapping[str, Pricer] = {
    "azurerm_linux_virtual_machine": linux,
    "azurerm_windows_virtual_machine": windows,
    "azurerm_linux_virtual_machine_scale_set": linux_set,
    "azurerm_windows_virtual_machine_scale_set": windows_set,
    "azurerm_virtual_machine": older,
}
