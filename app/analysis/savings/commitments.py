"""What a commitment for one or three years would save, and from how much use on it pays. It changes no code."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.analysis.savings.base import Offer, Rule, View, usd
from app.domain.cost import HOURS, Component
from app.domain.planned import PlannedResource

COMPUTE = ("Instance usage", "Database instance", "ElastiCache", "Search instance", "Elasticsearch", "Master")
SINGLE = frozenset({"aws_instance", "google_compute_instance"})
TERMS = {1: "ri-sp-1y", 3: "ri-sp-3y"}


def committed(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Each term for what runs all month. Where it is not known to be production it may not run for a year."""
    if view.production(resource) is False:
        return
    hourly = [line for line in view.lines(resource) if line.unit == "hours" and _is_compute(line)]
    for years, rule in TERMS.items():
        for now in hourly[:1]:  # the same for masters and warm nodes: once is enough to decide
            price, machines = view.book.reserved(resource, now, years), _machines(resource, now)
            if price is None or machines is None or not 0 < price.usd < now.unit_price:
                continue
            yield Offer(
                rule,
                resource,
                f"reserve {machines} for {years} year{'s' if years > 1 else ''}",
                # Reserved hours are paid whether they are used or not.
                monthly=now.monthly - machines * HOURS * price.usd,
                arithmetic=_arithmetic(now, price.usd, years),
                commitment=True,
                doubt=price.estimated,
            )


def _machines(resource: PlannedResource, line: Component) -> int | None:
    """How many a line charges; None where they do not run all month and may be more than one."""
    if resource.type in SINGLE:
        return 1
    count, rest = divmod(line.quantity, HOURS)
    return int(count) if not rest else None


def _arithmetic(now: Component, reserved: Decimal, years: int) -> str:
    """It pays from the hours that would cost as much on demand."""
    share = reserved / now.unit_price
    return (
        f"{usd(now.unit_price)} → {usd(reserved)} USD an hour ({1 - share:.0%} less); pays from {share:.0%} of the "
        f"hours, {share * HOURS:.0f} of {HOURS} a month, in each month of {years * 12}"
    )


def _is_compute(line: Component) -> bool:
    return any(word in line.name for word in COMPUTE)


RULES: Mapping[str, tuple[Rule, ...]] = dict.fromkeys(
    (
        "aws_instance",
        "aws_autoscaling_group",
        "aws_eks_node_group",
        "aws_db_instance",
        "aws_elasticache_cluster",
        "aws_elasticache_replication_group",
        "aws_opensearch_domain",
        "google_compute_instance",
    ),
    (committed,),
)
