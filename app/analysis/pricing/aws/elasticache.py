"""Amazon ElastiCache: nodes of clusters and replication groups, and their snapshots."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.reserving import not_listed, term
from app.analysis.pricing.aws.scaling import least
from app.analysis.pricing.base import Bill, Pricer, Unknown
from app.analysis.pricing.metered import product


def cluster(bill: Bill) -> None:
    """A cluster of its own; a member of a replication group is billed with its group."""
    if bill.has("replication_group_id"):
        bill.part_of("the replication group")
        return
    engine = bill.text("engine", "redis")
    nodes(bill, bill.text("node_type"), engine, bill.number("num_cache_nodes", 1))
    snapshots(bill, engine, bill.text("node_type"))


def replication_group(bill: Bill) -> None:
    """A replication group: shards of a primary with its replicas; a member of a global one has its primary's type."""
    primary = next(iter(bill.related("global_replication_group_id")), None)
    first = next(iter(bill.planned.referred(primary, "primary_replication_group_id")), None) if primary else None
    origin = bill.of(first) if first is not None else bill
    kind = bill.text("node_type") or origin.text("node_type")
    engine = bill.text("engine", "redis")
    name = f"replication-group/{bill.resource.get('replication_group_id')}"
    shards, scaled = shard_count(bill, name)
    replicas = least(bill, "elasticache:replication-group:Replicas", name)
    if shards is not None:
        each = replicas if replicas is not None else replica_count(bill)
        count = shards * (each + 1)
    else:
        count = bill.number("num_cache_clusters") or bill.number("number_cache_clusters", 1)
        if replicas is not None:
            count = replicas + 1
    nodes(bill, kind, engine, count, autoscaling=scaled or replicas is not None)
    snapshots(bill, engine, kind, shards or Decimal(1))


def shard_count(bill: Bill, name: str) -> tuple[Decimal | None, bool]:
    """How many shards there are (None: not clustered), and whether they are scaled."""
    scaled = least(bill, "elasticache:replication-group:NodeGroups", name)
    told = bill.number("num_node_groups") or bill.number("cluster_mode.num_node_groups")
    if scaled is not None:
        return max(scaled, Decimal(1)), True
    return told or None, False


def replica_count(bill: Bill) -> Decimal:
    """How many replicas each shard has."""
    return bill.number("replicas_per_node_group") or bill.number("cluster_mode.replicas_per_node_group")


def nodes(bill: Bill, kind: str, engine: str, count: Decimal, *, autoscaling: bool = False) -> None:
    """Nodes by the hour."""
    if not kind:
        raise Unknown("the node's type is not known")
    bill.label(kind)
    price = bill.book.elasticache(kind, engine, bill.region)
    reserved = term(bill)
    if reserved is None:
        shown = f"ElastiCache (on-demand, {kind}{', autoscaling' if autoscaling else ''})"
        bill.hourly(shown, count, price=price, usage=False)
    elif (listed := reserved.of(bill.book.node_commitment(kind, engine, bill.region, reserved.years))) is not None:
        bill.hourly(f"ElastiCache (reserved, {kind})", count, price=listed, usage=False)
    else:
        not_listed(bill, kind, price, count)


def snapshots(bill: Bill, engine: str, kind: str, shards: Decimal = Decimal(1)) -> None:
    """Snapshots of more days than the one that is included; none is assumed larger than what the shards can hold."""
    days, key = bill.number("snapshot_retention_limit"), "snapshot_storage_size_gb"
    if engine == "memcached" or days <= 1:
        return
    size, specs = bill.usage(key), bill.book.node_specs(kind)
    if size is not None and specs is not None and bill.stated(key) is None:
        size = min(size, specs.memory * shards)
    bill.charge("Backup storage", product(size, days - 1), usage=True, keys=(key,))


PRICERS: Mapping[str, Pricer] = {
    "aws_elasticache_cluster": cluster,
    "aws_elasticache_replication_group": replication_group,
}
