"""Containers on Fargate: an ECS service by the vCPU and memory of its tasks, pods of an EKS profile."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer, Unknown
from app.analysis.pricing.price import Price
from app.domain.cost import HOURS
from app.domain.planned import PlannedResource

_RATES = {"Per vCPU per hour": Decimal("0.00001"), "Per GB per hour": Decimal("0.000001")}
"""To which part of a dollar AWS lists the hourly price; the book holds a month's, rounded."""
_INCLUDED_GIB = 20
_ARM = "0.8"
"""AWS lists Fargate on arm64 at 20 % less than on x86_64."""
_UNITS_PER_CPU, _MIB_PER_GIB = 1024, 1024


def service(bill: Bill) -> None:
    """A service on Fargate: its tasks run all month. On instances it costs nothing beside them."""
    providers = _providers(bill)
    if not any(one.startswith("FARGATE") for one in providers):
        bill.free()
        return
    if "FARGATE" not in providers:
        bill.unpriced("what Fargate Spot costs changes with supply")
        return
    definitions = [one for one in bill.related("task_definition") if one.type == "aws_ecs_task_definition"]
    if not definitions:
        raise Unknown("its task definition is not in this stack")
    task = bill.of(definitions[-1])
    cpu, memory = _cpu(task.text("cpu")), _memory(task.text("memory"))
    count = _tasks(bill)
    bill.label(f"{count:f} × {cpu:f} vCPU, {memory:f} GB")
    _fargate(bill, task, cpu * count, memory * count)
    if "FARGATE_SPOT" in providers:
        bill.note("tasks of {} that run on Fargate Spot cost less than is counted")


def _providers(bill: Bill) -> set[str]:
    """Where the tasks run: as the service says, else by its cluster's default, else on instances."""
    launch = bill.text("launch_type")
    if launch:
        return {launch}
    chosen = bill.blocks("capacity_provider_strategy")
    if not chosen:
        clusters = {one.address for one in bill.related("cluster")}
        for defaults in bill.planned.of_type("aws_ecs_cluster_capacity_providers"):
            if any(one.address in clusters for one in bill.planned.referred(defaults, "cluster_name")):
                chosen = bill.of(defaults).blocks("default_capacity_provider_strategy")
    return {one.text("capacity_provider") for one in chosen}


def _tasks(bill: Bill) -> Decimal:
    """How many tasks run: as desired; where only autoscaling says, its least; none as the provider does otherwise."""
    if bill.get("desired_count") is not None:
        return bill.number("desired_count")
    targets = [one for one in bill.planned.of_type("aws_appautoscaling_target") if _scales(one, bill.resource)]
    return bill.of(targets[0]).number("min_capacity") if targets else Decimal(0)


def _scales(target: PlannedResource, scaled: PlannedResource) -> bool:
    return scaled.address in target.references.get("resource_id", ())


def _cpu(text: str) -> Decimal:
    """vCPU of ``1024`` units or ``1 vCPU``."""
    return _size(text, r"([0-9.]+)\s*vcpu", _UNITS_PER_CPU, "cpu")


def _memory(text: str) -> Decimal:
    """GB of ``2048`` MiB or ``2 GB``."""
    return _size(text, r"([0-9.]+)\s*gb", _MIB_PER_GIB, "memory")


def _size(text: str, named: str, parts: int, what: str) -> Decimal:
    found = re.fullmatch(named, text.strip().lower())
    if found:
        return Decimal(found[1])
    if not text.strip().isdigit():
        raise Unknown(f"the task definition's {what} is not known")
    return Decimal(text) / parts


def _fargate(bill: Bill, task: Bill, cpu: Decimal, memory: Decimal) -> None:
    platform = task.blocks("runtime_platform")
    arm = any(one.text("cpu_architecture") == "ARM64" for one in platform)
    if any(one.text("operating_system_family").startswith("WINDOWS") for one in platform):
        bill.unpriced("no price for Windows on Fargate")
        return
    bill.charge("Per vCPU per hour", cpu, price=_price(bill, "Per vCPU per hour", arm=arm), usage=False)
    bill.charge("Per GB per hour", memory, price=_price(bill, "Per GB per hour", arm=arm), usage=False)
    storage = task.number("ephemeral_storage.size_in_gib", _INCLUDED_GIB)
    if storage > _INCLUDED_GIB:
        bill.unpriced(f"no price for ephemeral storage of a task beyond {_INCLUDED_GIB} GiB")


def _price(bill: Bill, name: str, *, arm: bool = False) -> Price | None:
    """A month of a vCPU or a GB, from the hourly price that the book's month comes from."""
    listed = bill.book.component("aws_ecs_service", name, bill.region)
    if listed is None:
        return None
    price = listed.price
    if not price.estimated:
        price = replace(price, usd=(price.usd / HOURS).quantize(_RATES[name]) * HOURS)
    return price.times(_ARM, "20 % less on arm64") if arm else price


def profile(bill: Bill) -> None:
    """A profile costs by the pods that it runs: those told (``vcpu``, ``memory_gb``), else one of a vCPU and a GB."""
    bill.charge(
        "Per vCPU per hour", bill.usage("vcpu", 1), price=_price(bill, "Per vCPU per hour"), usage=True, keys=("vcpu",)
    )
    bill.charge(
        "Per GB per hour",
        bill.usage("memory_gb", 1),
        price=_price(bill, "Per GB per hour"),
        usage=True,
        keys=("memory_gb",),
    )


PRICERS: Mapping[str, Pricer] = {"aws_ecs_service": service, "aws_eks_fargate_profile": profile}
