"""Compute Engine: instances and groups of them, by machine type, with disks, accelerators and addresses."""

import re
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer, Unknown
from app.analysis.pricing.google.disks import by_gigabyte, charge_disk
from app.analysis.pricing.google.place import in_region
from app.analysis.pricing.reading import Reading
from app.domain.cost import HOURS

_SUSTAINED: Mapping[str, Decimal] = {
    **dict.fromkeys(("n1", "f1", "g1", "m1", "m2"), Decimal("0.7")),
    **dict.fromkeys(("n2", "n2d", "c2"), Decimal("0.8")),
}
"""What is left of the price over a whole month: Google's sustained use discount, which needs no contract."""
_ACCELERATORS = {"nvidia-tesla-k80": "NVIDIA Tesla K80", "nvidia-tesla-a100": "NVIDIA Tesla A100"}
_WITH_ACCELERATOR = ("a2-", "a3-", "g2-")
"""Families whose price holds that of their accelerators."""
_CUSTOM = re.compile(r"(?:(n1|n2|n2d|e2)-)?custom-(\d+)-(\d+)")
_LISTED = re.compile(r"Custom (?:instance CPU|Instance RAM) \(Linux/UNIX, (\S+), (\w+) (\d+) (vCPUs|GB)\)")
_SCRATCH_GB, _LOCAL = 375, "compute.storage.local"
_BOOT_GB = 10
_GROUPS = ("google_compute_instance_group_manager", "google_compute_region_instance_group_manager")


def charge_machine(
    bill: Bill, machine: str, *, spot: bool, count: Decimal | int = 1, within: str = "", hours: Decimal = HOURS
) -> None:
    """Charges ``count`` machines of a type for the hours of a month; all of them bring the sustained use discount."""
    way = "preemptible" if spot else "on-demand"
    custom = _CUSTOM.fullmatch(machine)
    if custom:
        parts = ((int(custom[2]), "vCPUs"), (Decimal(custom[3]) / 1024, "GB"))
        for size, unit in parts:
            _charge_custom(bill, (custom[1] or "n1").upper(), way, Decimal(size), unit, hours * count)
        return
    price = bill.book.gcp_machine(machine, bill.region, spot=spot)
    if price is not None and hours < HOURS:
        price = price.times(1, "without a discount for part of a month")
    factor = Decimal(1) if spot or hours < HOURS else _SUSTAINED.get(machine.partition("-")[0], Decimal(1))
    name = f"Instance usage (Linux/UNIX, {way}, {machine})"
    bill.charge(name, hours * count, price=price, factor=factor, usage=False, within=within)


def _charge_custom(bill: Bill, family: str, way: str, size: Decimal, unit: str, hours: Decimal) -> None:
    """vCPU or memory of a custom machine, by the unit of a listed one (the discount is in its price)."""
    kind = "instance CPU" if unit == "vCPUs" else "Instance RAM"
    name = f"Custom {kind} (Linux/UNIX, {way}, {family} {size.normalize():f} {unit})"
    found = [match for one in bill.book.names("google_compute_instance") if (match := _LISTED.fullmatch(one))]
    same = [match for match in found if match.group(1, 2, 4) == (way, family, unit)]
    largest = max(same, key=lambda match: int(match[3]), default=None)  # its price is rounded least
    listed = bill.book.component("google_compute_instance", largest[0], bill.region) if largest else None
    if largest is None or listed is None:
        bill.unpriced(f"no price for {name}")
        return
    why = f"by the {unit.removesuffix('s')} of one with {largest[3]}"
    bill.charge(name, hours, price=listed.price.times(size / Decimal(largest[3]), why), usage=False)


def is_spot(machine: Reading) -> bool:
    """Whether a machine may be taken away at any time."""
    return (
        machine.flag("preemptible")
        or machine.flag("spot")
        or any(
            one.flag("preemptible") or one.text("provisioning_model") == "SPOT" for one in machine.blocks("scheduling")
        )
    )


def charge_accelerators(bill: Bill, machine: Reading, name: str, *, spot: bool, count: Decimal | int = 1) -> None:
    """Charges accelerators that are added to a machine."""
    if name.startswith(_WITH_ACCELERATOR):
        return
    for one in machine.blocks("guest_accelerator"):
        kind, number = one.text("type"), one.number("count")
        words = _ACCELERATORS.get(kind)
        if words is None:
            bill.unpriced(f"no price for {kind or 'an accelerator'}")
            continue
        like = "google_container_node_pool" if words.endswith("A100") else "google_compute_instance"
        way = "preemptible" if spot else "on-demand"
        bill.hourly(f"{words} ({way})", number * count, like=like, usage=False)


def instance(bill: Bill) -> None:
    """An instance; one that is stopped keeps its disks."""
    in_region(bill)
    machine = bill.text("machine_type")
    bill.label(machine)
    if bill.text("desired_status", "RUNNING") == "RUNNING":
        spot = is_spot(bill)
        stated = bill.stated("monthly_hrs")
        charge_machine(bill, machine, spot=spot, hours=HOURS if stated is None else min(stated, HOURS))
        charge_accelerators(bill, bill, machine, spot=spot)
        _addresses(bill)
    for disk in bill.blocks("boot_disk"):
        if not disk.get("source"):
            kind = disk.text("initialize_params.type", "pd-standard")
            charge_disk(bill, kind, disk.number("initialize_params.size", _BOOT_GB), within="boot_disk")
    _scratch(bill, bill)


def _addresses(bill: Bill) -> None:
    """Passing addresses of the instance; reserved ones are resources of their own."""
    passing = [
        access for interface in bill.blocks("network_interface") for access in interface.blocks("access_config")
        if not access.has("nat_ip")
    ]  # fmt: skip
    if passing:
        price = bill.book.gcp_other("compute.network.ip", bill.region, "vm", "hour")
        bill.hourly("IP address (ephemeral)", len(passing), price=price, usage=False)


def _scratch(bill: Bill, machine: Reading, count: Decimal | int = 1) -> None:
    disks = len(machine.blocks("scratch_disk"))
    if disks:
        price = by_gigabyte(bill, _LOCAL)
        bill.charge("Local SSD provisioned storage", disks * _SCRATCH_GB * count, price=price, usage=False)


def group(bill: Bill) -> None:
    """A group, by the template of its machines; where its size is not said, the least that its autoscaler keeps."""
    in_region(bill)
    templates = [one for one in bill.related("version.instance_template") if one.type.endswith("instance_template")]
    if not templates:
        raise Unknown("the template of its machines is not in this stack")
    template, count = bill.of(templates[0]), _size(bill)
    machine, spot = template.text("machine_type"), is_spot(template)
    bill.label(f"{count:f} × {machine}")
    charge_machine(bill, machine, spot=spot, count=count)
    charge_accelerators(bill, template, machine, spot=spot, count=count)
    for disk in template.blocks("disk"):
        if disk.text("type") == "SCRATCH" or disk.text("disk_type") == "local-ssd":
            price = by_gigabyte(bill, _LOCAL)
            bill.charge("Local SSD provisioned storage", _SCRATCH_GB * count, price=price, usage=False)
        elif not disk.get("source"):
            kind = disk.text("disk_type", "pd-standard")
            charge_disk(bill, kind, disk.number("disk_size_gb", _BOOT_GB), count=count, within="disk")


def _size(bill: Bill) -> Decimal:
    if bill.get("target_size") is not None:
        return bill.number("target_size")
    for one in bill.referring("google_compute_autoscaler", "google_compute_region_autoscaler"):
        return bill.of(one).number("autoscaling_policy.0.min_replicas")
    raise Unknown("the size of the group is not known")


PRICERS: Mapping[str, Pricer] = {"google_compute_instance": instance, **dict.fromkeys(_GROUPS, group)}
