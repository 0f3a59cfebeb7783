"""Groups of EC2 machines: autoscaling groups, EKS node groups, and the launch templates that are billed with them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from app.analysis.pricing.aws.ebs import Disk
from app.analysis.pricing.aws.machine import (
    Machine,
    charge_machines,
    first,
    read_configuration,
    read_template,
    template_of,
)
from app.analysis.pricing.base import Bill, Block, Pricer, Unknown

MIXED = "mixed_instances_policy.launch_template"
BLOCKS = ("launch_template", f"{MIXED}.launch_template_specification")
TEMPLATES = tuple(
    f"{block}{name}"
    for block in BLOCKS
    for name in (".id", ".name", ".launch_template_id", ".launch_template_name", "")
)
"""Attributes that may point to a launch template."""
NODE_TYPE = "t3.medium"
NODE_DISK, WINDOWS_DISK = Decimal(20), Decimal(50)
"""What EKS gives a node group that names neither; GB."""


def group(bill: Bill) -> None:
    """``aws_autoscaling_group``: as many machines as it wants, else as it needs at least."""
    machine, place = _launched(bill)
    count = _wanted(bill, "desired_capacity", "min_size")
    overrides = bill.blocks(f"{MIXED}.override")
    if overrides:
        machine, count = _overridden(machine, overrides, count)
    bill.label(_labelled(machine, count))
    on_demand, spot = _shares(bill, count)
    if on_demand or not spot:
        charge_machines(bill, machine, on_demand, place)
    if spot:
        charge_machines(bill, replace(machine, spot=True), spot, place)


def _launched(bill: Bill) -> tuple[Machine, str]:
    """The machine that a group launches, and the address of what describes it."""
    for found in bill.related("launch_configuration"):
        return read_configuration(bill.of(found)), found.address
    template = template_of(bill, TEMPLATES)
    if template is not None:
        return read_template(bill.of(template)), template.address
    raise Unknown("its launch template or configuration is not in the plan")


def _wanted(bill: Bill, *paths: str) -> Decimal:
    """How many machines: what the usage file tells, else the first of these attributes that is set."""
    told = bill.stated("instances")
    if told is not None:
        return told
    path = next((one for one in paths if bill.get(one) is not None), paths[-1])
    return bill.number(path)


def _overridden(machine: Machine, overrides: list[Block], count: Decimal) -> tuple[Machine, Decimal]:
    """The first type of a mixed group, fewer of them where one weighs more."""
    kind = overrides[0].text("instance_type")
    weight = overrides[0].number("weighted_capacity", 1) or Decimal(1)
    return replace(machine, type=kind or machine.type), (count / weight).to_integral_value(ROUND_CEILING)


def _shares(bill: Bill, count: Decimal) -> tuple[Decimal, Decimal]:
    """How many of a mixed group are bought on demand, and how many as spot."""
    distribution = "mixed_instances_policy.instances_distribution"
    base = min(bill.number(f"{distribution}.on_demand_base_capacity"), count)
    percent = bill.number(f"{distribution}.on_demand_percentage_above_base_capacity", 100)
    above = ((count - base) * percent / 100).to_integral_value(ROUND_CEILING)
    return base + above, count - base - above


def node_group(bill: Bill) -> None:
    """``aws_eks_node_group``: from its launch template, or with EKS's own defaults."""
    template = template_of(bill, TEMPLATES)
    windows = bill.text("ami_type").startswith("WINDOWS")
    size = bill.number("disk_size", WINDOWS_DISK if windows else NODE_DISK)
    machine, place = Machine("", disks=(Disk(size=size),)), ""
    if template is not None:
        machine, place = read_template(bill.of(template)), template.address
    elif bill.has("launch_template"):
        raise Unknown("its launch template is not in the plan")
    kind = first(bill.get("instance_types")) or machine.type or NODE_TYPE
    unlimited = machine.unlimited if machine.type == kind else kind.startswith(("t3", "t4g"))
    machine = replace(
        machine,
        type=kind,
        system="windows" if windows else machine.system,
        spot=machine.spot or bill.text("capacity_type") == "SPOT",
        unlimited=unlimited,
    )
    count = _wanted(bill, "scaling_config.desired_size", "scaling_config.min_size")
    bill.label(_labelled(machine, count))
    charge_machines(bill, machine, count, place)


def _labelled(machine: Machine, count: Decimal) -> str:
    return f"{count:f} × {machine.type}" if machine.type else ""


def described(bill: Bill) -> None:
    """A launch template or configuration: billed with the group or instance that uses it."""
    bill.part_of("the group or instance")


PRICERS: Mapping[str, Pricer] = {
    "aws_autoscaling_group": group,
    "aws_eks_node_group": node_group,
    "aws_launch_configuration": described,
    "aws_launch_template": described,
}
