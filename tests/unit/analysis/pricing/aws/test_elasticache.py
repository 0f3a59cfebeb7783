from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, lines, other

GROUP: dict[str, Any] = {"node_type": "cache.m4.large", "replication_group_id": "g"}


@pytest.mark.parametrize(
    ("values", "cents"),
    [
        ({"engine": "memcached", "node_type": "cache.m4.large", "num_cache_nodes": 2}, "227.76"),
        ({"engine": "redis", "node_type": "cache.m6g.12xlarge"}, "2596.61"),
        ({"engine": "valkey", "node_type": "cache.m6g.large"}, "87.02"),  # 730 × 0.1192
    ],
)
def test_a_cluster_by_its_nodes(values: dict[str, Any], cents: str) -> None:
    assert baseline(bill_of("aws_elasticache_cluster", values)) == Decimal(cents)


def test_a_member_is_billed_with_its_group() -> None:
    bill = bill_of("aws_elasticache_cluster", {"replication_group_id": "g"})
    assert bill.cost() is None
    assert not bill.missing


@pytest.mark.parametrize(
    ("values", "nodes"),
    [
        ({}, 1),
        ({"num_cache_clusters": 3}, 3),
        ({"number_cache_clusters": 2}, 2),
        ({"num_node_groups": 4, "replicas_per_node_group": 3}, 16),
        ({"cluster_mode": [{"num_node_groups": 2, "replicas_per_node_group": 1}]}, 4),
        ({"num_node_groups": 2}, 2),
    ],
)
def test_a_group_by_shards_and_replicas(values: dict[str, Any], nodes: int) -> None:
    found = lines(bill_of("aws_elasticache_replication_group", GROUP | values))
    assert found == {"ElastiCache (on-demand, cache.m4.large)": (730 * nodes, Decimal("0.156"))}


def test_scaled_shards_and_replicas_count_with_their_least() -> None:
    targets = [
        other("aws_appautoscaling_target", dimension, resource_id="replication-group/g", min_capacity=least,
              scalable_dimension=f"elasticache:replication-group:{dimension}")
        for dimension, least in (("NodeGroups", 4), ("Replicas", 2))
    ]  # fmt: skip
    found = lines(bill_of("aws_elasticache_replication_group", GROUP | {"num_node_groups": 2}, others=targets))
    assert found == {"ElastiCache (on-demand, cache.m4.large, autoscaling)": (730 * 12, Decimal("0.156"))}


def test_a_member_of_a_global_group_has_its_primarys_type() -> None:
    primary = other("aws_elasticache_replication_group", "main", id="main-id", node_type="cache.r5.4xlarge")
    over = other("aws_elasticache_global_replication_group", "all", id="g-1", primary_replication_group_id="main-id")
    bill = bill_of("aws_elasticache_replication_group", {"global_replication_group_id": "g-1"}, others=[primary, over])
    assert bill.size == "cache.r5.4xlarge"


def test_snapshots_beyond_a_day_as_far_as_the_memory_goes() -> None:
    kept = GROUP | {"snapshot_retention_limit": 3}
    assert lines(bill_of("aws_elasticache_replication_group", kept, {"snapshot_storage_size_gb": 50}))[
        "Backup storage"
    ] == (100, Decimal("0.085"))
    assumed = lines(bill_of("aws_elasticache_replication_group", kept, assume="medium"))["Backup storage"]
    assert assumed[0] == Decimal("6.42") * 2  # GiB of one cache.m4.large, two further days


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "the node's type is not known"),
        ({"node_type": "cache.zz.large"}, "no price for ElastiCache (on-demand, cache.zz.large) in us-east-1"),
        (GROUP | {"num_cache_clusters": -1}, "num_cache_clusters is negative: -1"),
    ],
)
def test_what_is_not_known_is_said(values: dict[str, Any], why: str) -> None:
    assert bill_of("aws_elasticache_replication_group", values).missing == [why]
