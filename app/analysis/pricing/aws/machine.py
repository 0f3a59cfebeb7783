"""EC2 machines: what one is made of, read from an instance, a launch template or configuration, and what it costs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.analysis.pricing.aws.ebs import Disk, charge_disk, read_disk
from app.analysis.pricing.base import Bill, Unknown
from app.analysis.pricing.price import Price
from app.domain.cost import HOURS
from app.domain.planned import PlannedResource

SYSTEM_NAMES = {
    "linux": "Linux/UNIX",
    "windows": "Windows",
    "rhel": "RHEL",
    "suse": "SUSE",
}
METRICS = 7
"""Of detailed monitoring, an instance; source: AWS's CloudWatch price page."""
ROOT = "root_block_device"
WINDOWS_ROOT = Decimal(30)
"""GB of the root volume of Amazon's Windows images."""
UNLIMITED = frozenset({"t3", "t3a", "t4g"})
"""Families whose credit mode is ``unlimited`` unless said otherwise."""
BURSTABLE = UNLIMITED | {"t2"}
IMAGES = (
    ("windows", re.compile(r"windows", re.IGNORECASE)),
    ("rhel", re.compile(r"red.?hat|rhel", re.IGNORECASE)),
    ("suse", re.compile(r"suse|sles", re.IGNORECASE)),
)
"""Systems with a licence, by the words of an image's name, platform, filter or parameter."""
GP3_IMAGES = re.compile(r"al2023|2023-ami")
"""Images whose root volume is gp3."""


@dataclass(frozen=True, slots=True)
class Machine:
    """An EC2 instance in what decides about its price. ``unlimited``: it may go on bursting at a price."""

    type: str
    system: str = "linux"
    tenancy: str = "default"
    spot: bool = False
    monitored: bool = False
    unlimited: bool = False
    ebs_optimized: bool = False
    disks: tuple[Disk, ...] = ()


def read_instance(bill: Bill) -> Machine:
    """Of ``aws_instance``: its own attributes, else those of its launch template."""
    template = (
        bill.related("launch_template.id") or bill.related("launch_template.name") or bill.related("launch_template")
    )
    base = read_template(bill.of(template[0])) if template else Machine("")
    kind = bill.text("instance_type") or base.type
    image = _image(bill, "ami")
    disks = _disks(bill, image)
    return replace(
        base,
        type=kind,
        system=_system(bill, image) if image or not template else base.system,
        tenancy=bill.text("tenancy") or base.tenancy,
        spot=base.spot or bill.text("instance_market_options.market_type") == "spot",
        monitored=bill.flag("monitoring", default=base.monitored),
        unlimited=_unlimited(bill, kind) if bill.has("credit_specification") or not template else base.unlimited,
        ebs_optimized=bill.flag("ebs_optimized", default=base.ebs_optimized),
        disks=disks if not template or bill.has(ROOT) else (base.disks + disks[1:]),
    )


def read_configuration(bill: Bill) -> Machine:
    """Of ``aws_launch_configuration``, which monitors in detail unless told not to."""
    kind = bill.text("instance_type")
    image = _image(bill, "image_id")
    return Machine(
        kind,
        system=_system(bill, image),
        tenancy=bill.text("placement_tenancy") or "default",
        spot=bill.has("spot_price"),
        monitored=bill.flag("enable_monitoring", default=True),
        unlimited=_unlimited(bill, kind),
        ebs_optimized=bill.flag("ebs_optimized"),
        disks=_disks(bill, image),
    )


def read_template(bill: Bill) -> Machine:
    """Of ``aws_launch_template``. Its type is empty where it leaves that to others."""
    kind = bill.text("instance_type")
    image = _image(bill, "image_id")
    mappings = [one for one in bill.blocks("block_device_mappings") if one.blocks("ebs")]
    disks = tuple(
        read_disk(one.blocks("ebs")[0], f"block_device_mapping[{number}]", _root(image) if not number else None)
        for number, one in enumerate(mappings)
    )
    return Machine(
        kind,
        system=_system(bill, image),
        tenancy=bill.text("placement.tenancy") or "default",
        spot=bill.text("instance_market_options.market_type") == "spot",
        monitored=bill.flag("monitoring.enabled"),
        unlimited=_unlimited(bill, kind),
        ebs_optimized=bill.flag("ebs_optimized"),
        disks=disks or (_root(image),),
    )


def _disks(bill: Bill, image: str) -> tuple[Disk, ...]:
    """The root volume, which is there even where nothing is said about it, and the others."""
    roots = bill.blocks(ROOT)
    root = read_disk(roots[0], ROOT, _root(image)) if roots else _root(image)
    others = (
        read_disk(one, f"ebs_block_device[{number}]") for number, one in enumerate(bill.blocks("ebs_block_device"))
    )
    return root, *others


def _root(image: str) -> Disk:
    windows = IMAGES[0][1].search(image)
    return Disk(ROOT, "gp3" if GP3_IMAGES.search(image) else "gp2", WINDOWS_ROOT if windows else Decimal(8))


def _image(bill: Bill, path: str) -> str:
    """All words that the plan has for the image."""
    words = [str(bill.resource.get(path, ""))]
    for source in bill.related(path):
        words += [
            str(value) for key in ("name", "platform", "platform_details", "description") if (value := source.get(key))
        ]
        words += [str(value) for block in source.blocks("filter") for value in block.get("values") or ()]
    return " ".join(filter(None, words))


def _system(bill: Bill, image: str) -> str:
    told = bill.told("operating_system")
    if told:
        return told.lower()
    return next((system for system, words in IMAGES if words.search(image)), "linux")


def _unlimited(bill: Bill, kind: str) -> bool:
    credits_ = bill.text("credit_specification.cpu_credits")
    family = kind.partition(".")[0]
    return family in BURSTABLE and (credits_ == "unlimited" or (not credits_ and family in UNLIMITED))


def charge_machines(bill: Bill, machine: Machine, count: Decimal | int = 1, within: str = "") -> None:
    """Charges ``count`` such machines. A spot price is not known: it is told apart, with what on demand would cost."""
    if not machine.type:
        raise Unknown("the instance type is not told")
    system = bill.told("operating_system", machine.system).lower()
    if system not in SYSTEM_NAMES:
        raise Unknown(f"no price for the operating system {system!r}")
    if machine.tenancy != "host":
        _usage(bill, replace(machine, system=system), Decimal(count), within)
    if machine.ebs_optimized and (surcharge := bill.book.ebs_surcharge(machine.type)):
        bill.hourly("EBS-optimized usage", count, price=surcharge, within=within)
    if machine.monitored:
        bill.charge("EC2 detailed monitoring", METRICS * Decimal(count), like="aws_instance", within=within)
    if machine.unlimited:
        _credits(bill, machine.type, Decimal(count), within)
    for disk in machine.disks:
        charge_disk(bill, disk, count, within)


def _usage(bill: Bill, machine: Machine, count: Decimal, within: str) -> None:
    """The machines themselves, on demand or reserved as the usage file tells."""
    hours = bill.stated("monthly_hrs") or HOURS
    tenancy = machine.tenancy if machine.tenancy == "dedicated" else "default"
    reserved = bill.told("reserved_instance_type")
    price = bill.book.ec2(machine.type, bill.region, machine.system, tenancy)
    if machine.spot and count:
        most = f", at most {price.usd * hours * count:.2f} USD a month as on demand" if price else ""
        bill.unpriced(f"the spot price of {machine.type} is not known{most}")
    if machine.spot:
        return
    if reserved:
        price = _reserved(bill, machine, reserved)
    words = f"{SYSTEM_NAMES[machine.system]}, {'reserved' if reserved else 'on-demand'}, {machine.type}"
    name = f"Instance usage ({words})"
    if price is None:
        bill.unpriced(f"no price for {name} in {bill.region}")
    else:
        bill.charge(name, hours * count, price=price, within=within)
    if tenancy == "dedicated":
        bill.note("{} with dedicated tenancy; the fee of 2 USD an hour that AWS takes once for a region is not counted")


def _reserved(bill: Bill, machine: Machine, kind: str) -> Price | None:
    """A standard reservation without or with all upfront; others are not listed."""
    years = 3 if bill.told("reserved_instance_term").startswith("3") else 1
    if kind != "standard" or machine.system != "linux" or machine.tenancy == "dedicated":
        return None
    found = bill.book.ec2_commitment(machine.type, bill.region, years)
    option = bill.told("reserved_instance_payment_option", "no_upfront")
    return {"no_upfront": found.no_upfront, "all_upfront": found.all_upfront}.get(option) if found else None


def _credits(bill: Bill, kind: str, count: Decimal, within: str) -> None:
    specs = bill.book.specs(kind)
    vcpu = bill.stated("vcpu_count") or Decimal(specs.vcpu if specs else 0)
    hours = bill.stated("monthly_cpu_credit_hrs")
    if hours:
        bill.charge("CPU credits", vcpu * hours * count, like="aws_instance", usage=True, within=within)


def template_of(bill: Bill, paths: Iterable[str]) -> PlannedResource | None:
    """The launch template that one of these attributes points to."""
    return next((one for path in paths for one in bill.related(path)), None)


def first(values: Any) -> str:
    """The first of a list of names, empty where there is none."""
    return str(values[0]) if isinstance(values, list) and values else ""
