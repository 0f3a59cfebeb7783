"""Databases: one zone outside production, storage types, support that costs extra, capacity modes."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from app.analysis.savings.base import Offer, Rule, View, changed, setting, usd
from app.domain.cost import HOURS, Edit
from app.domain.planned import PlannedResource

GP3_STRIPED_FROM = 400
"""GB from which RDS stripes gp3 over four volumes and includes 12,000 IOPS; 3,000 below (Amazon RDS User Guide)."""
EXTENDED = "extended support"
SECONDS = Decimal(3600)
REQUESTS = ("Read request unit (RRU)", "Write request unit (WRU)")
CAPACITY = frozenset({"Read capacity unit (RCU)", "Write capacity unit (WCU)"})


def one_zone(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """No standby outside production."""
    if resource.get("multi_az") is True and view.production(resource) is False:
        after = changed(resource, {"multi_az": False})
        yield Offer(
            "rds-multi-az-dev",
            resource,
            "Multi-AZ → one zone",
            after,
            edits=(setting(resource, "multi_az", value=False),),
        )


def one_zone_cache(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """No replicas outside production."""
    nodes = resource.get("num_cache_clusters", 0)
    if isinstance(nodes, int) and nodes > 1 and view.production(resource) is False:
        values: dict[str, Any] = {
            "num_cache_clusters": 1,
            "automatic_failover_enabled": False,
            "multi_az_enabled": False,
        }
        edits = tuple(setting(resource, key, value) for key, value in values.items() if resource.get(key) is not None)
        yield Offer("rds-multi-az-dev", resource, f"{nodes} nodes → 1", changed(resource, values), edits=edits)


def gp3_storage(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """gp3 where it includes the IOPS that are paid for."""
    size, iops = _number(resource, "allocated_storage"), _number(resource, "iops")
    included = 12000 if size >= GP3_STRIPED_FROM else 3000
    if resource.get("storage_type") in ("io1", "io2") and 0 < iops <= included:
        after = changed(resource, {"storage_type": "gp3", "iops": None})
        edits = (setting(resource, "storage_type", "gp3"), Edit(resource.address, "iops", None))
        action = f"{resource.get('storage_type')} with {iops} IOPS → gp3, which includes {included}"
        yield Offer("rds-storage-gp3", resource, action, after, edits=edits)


def supported(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """An upgrade to a version that has standard support, where the bill holds more than that."""
    if any(EXTENDED in line.name.lower() for line in view.lines(resource)):
        key = "version" if resource.type == "aws_eks_cluster" else "engine_version"
        # Without a version it would be the latest.
        after = changed(resource, {key: None})
        yield Offer("rds-ext-support", resource, f"upgrade from {resource.get(key)}", after)


def io_optimised(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """The storage kind that is cheaper with the cluster's I/O."""
    if str(resource.get("engine", "")).startswith("aurora") and resource.get("storage_type", "") in ("", "aurora"):
        after = changed(resource, {"storage_type": "aurora-iopt1"})
        edits = (setting(resource, "storage_type", "aurora-iopt1"),)
        yield Offer("aurora-io", resource, "storage aurora → aurora-iopt1", after, edits=edits)


def capacity_mode(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Provisioned capacity where use is steady and told; on demand where what is provisioned is hardly used."""
    used = view.used(resource)
    reads, writes = used.get("read_units_average"), used.get("write_units_average")
    if reads is None or writes is None:
        return
    if resource.get("billing_mode", "PROVISIONED") == "PAY_PER_REQUEST":
        if "read_units_max" not in used or "write_units_max" not in used:
            return
        values: dict[str, Any] = {
            "billing_mode": "PROVISIONED",
            "read_capacity": int(used["read_units_max"] * Decimal("1.25")) + 1,
            "write_capacity": int(used["write_units_max"] * Decimal("1.25")) + 1,
        }
        action = f"on demand → provisioned ({values['read_capacity']} RCU, {values['write_capacity']} WCU)"
        yield Offer("dynamodb-mode", resource, action, changed(resource, values))
        return
    per_month = HOURS * SECONDS
    rates = [view.book.rate(resource.type, name, resource.region) for name in REQUESTS]
    now = [line for line in view.lines(resource) if line.name in CAPACITY]
    if None not in rates and now:
        demand = [Decimal(rate or 0) * units * per_month for rate, units in zip(rates, (reads, writes), strict=True)]
        monthly = sum((line.monthly for line in now), Decimal(0)) - sum(demand)
        arithmetic = f"capacity minus {usd(sum(demand, Decimal(0)))} USD for {reads} reads and {writes} writes a second"
        yield Offer("dynamodb-mode", resource, "provisioned → on demand", monthly=monthly, arithmetic=arithmetic)


def _number(resource: PlannedResource, path: str) -> Decimal:
    value = resource.get(path, 0)
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else Decimal(0)


RULES: Mapping[str, tuple[Rule, ...]] = {
    "aws_db_instance": (one_zone, gp3_storage, supported),
    "aws_elasticache_replication_group": (one_zone_cache,),
    "aws_rds_cluster": (io_optimised,),
    "aws_rds_cluster_instance": (supported,),
    "aws_eks_cluster": (supported,),
    "aws_dynamodb_table": (capacity_mode,),
}
