"""Hours that nobody needs: schedules outside production, and capacity that may be taken away."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.analysis.savings.base import Offer, Rule, View, usd
from app.domain.cost import Component
from app.domain.planned import PlannedResource

OFFICE_HOURS, WEEK = Decimal(60), Decimal(168)
"""Twelve hours on five days, of a week."""
SPOT_DISCOUNT = Decimal("0.6")
"""What spot capacity costs less, at the lower end of what is usual (60 to 70 %)."""
COMPUTE = ("Instance usage", "Database instance", "Linux/UNIX usage", "Per GB per hour", "Per vCPU per hour")


def office_hours(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Stopped on nights and weekends where tags or names say that it is not production."""
    compute = _compute(view, resource)
    if compute and view.production(resource) is False:
        now = sum((line.monthly for line in compute), Decimal(0))
        yield Offer(
            "ec2-nonprod-schedule",
            resource,
            "stop it outside 12 hours on 5 days",
            monthly=now * (1 - OFFICE_HOURS / WEEK),
            arithmetic=f"{usd(now)} USD of compute × (1 − {OFFICE_HOURS} of {WEEK} hours)",
        )


def spot(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Spot capacity for groups of workers; what a load balancer fronts is taken for no worker."""
    if _is_spot(resource) or _serves(resource) or not (compute := _compute(view, resource)):
        return
    now = sum((line.monthly for line in compute), Decimal(0))
    yield Offer(
        "ec2-spot",
        resource,
        "FARGATE_SPOT" if resource.type == "aws_ecs_service" else "machines that may be interrupted",
        monthly=now * SPOT_DISCOUNT,
        arithmetic=f"{usd(now)} USD of compute × {SPOT_DISCOUNT:.0%}",
    )


def _compute(view: View, resource: PlannedResource) -> list[Component]:
    return [line for line in view.lines(resource) if line.quantity and any(word in line.name for word in COMPUTE)]


def _serves(resource: PlannedResource) -> bool:
    fronts = ("load_balancer", "load_balancers", "target_group_arns")
    return any(resource.get(key) or resource.references.get(key) for key in fronts)


def _is_spot(resource: PlannedResource) -> bool:
    distribution = "mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity"
    capacity = str(resource.get("capacity_type", "")), str(resource.get("capacity_provider_strategy", ""))
    return resource.get(distribution) == 0 or "SPOT" in "".join(capacity)


RULES: Mapping[str, tuple[Rule, ...]] = {
    "aws_instance": (office_hours,),
    "aws_db_instance": (office_hours,),
    "azurerm_linux_virtual_machine": (office_hours,),
    "azurerm_windows_virtual_machine": (office_hours,),
    "google_compute_instance": (office_hours,),
    "aws_autoscaling_group": (office_hours, spot),
    "aws_eks_node_group": (office_hours, spot),
    "aws_ecs_service": (office_hours, spot),
}
