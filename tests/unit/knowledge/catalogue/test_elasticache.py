"""Caches."""

import pytest

from app.domain.resources import Expression, Ref, Var
from tests.unit.knowledge.catalogue.composed import BOTH, accepted, all_of, body_of, composed, part


def test_encrypted_at_rest_and_on_the_way_with_iam_sign_in() -> None:
    built = composed(part("sessions", "elasticache"))
    body = body_of(built, "aws_elasticache_replication_group")
    assert body["at_rest_encryption_enabled"] == "true"
    assert body["transit_encryption_enabled"] is True
    assert body_of(built, "aws_elasticache_user", "sessions")["authentication_mode"] == {"type": "iam"}
    assert accepted(built, "aws_elasticache_replication_group.sessions") == {"CKV_AWS_31"}


@pytest.mark.parametrize(("nodes", "failover"), [(1, False), (3, True)])
def test_several_nodes_take_over_from_each_other(nodes: int, failover: bool) -> None:
    body = body_of(composed(part("c", "elasticache", nodes=nodes)), "aws_elasticache_replication_group")
    assert (body["num_cache_clusters"], body["automatic_failover_enabled"]) == (nodes, failover)


def test_open_numbers_depend_on_the_environment() -> None:
    body = body_of(composed(part("c", "elasticache"), environments=BOTH), "aws_elasticache_replication_group")
    assert body["multi_az_enabled"] == Var("c_multi_az")
    assert body["num_cache_clusters"] == Expression("var.c_multi_az ? 2 : 1")


def test_shards_have_a_replica_each() -> None:
    body = body_of(composed(part("c", "elasticache", shards=3)), "aws_elasticache_replication_group")
    assert (body["num_node_groups"], body["replicas_per_node_group"]) == (3, 1)
    assert "num_cache_clusters" not in body


@pytest.mark.parametrize(
    ("engine", "version", "users"), [("valkey", "8.0", {"c"}), ("redis", "7.1", {"c", "c_default"})]
)
def test_redis_also_wants_its_default_user_closed(engine: str, version: str, users: set[str]) -> None:
    built = composed(part("c", "elasticache", engine=engine))
    assert body_of(built, "aws_elasticache_replication_group")["engine_version"] == version
    assert set(all_of(built, "aws_elasticache_user")) == users


def test_memcached_is_a_cluster() -> None:
    body = body_of(composed(part("c", "elasticache", engine="memcached", nodes=2)), "aws_elasticache_cluster")
    assert (body["num_cache_nodes"], body["az_mode"], body["port"]) == (2, "cross-az", 11211)


def test_callers_reach_it_and_may_connect() -> None:
    built = composed(part("app", "ecs"), part("c", "elasticache"), relations=("app uses c",))
    assert "c_from_app_6379" in all_of(built, "aws_vpc_security_group_ingress_rule")
    actions = [one["actions"] for one in body_of(built, "aws_iam_policy_document", "app_task")["statement"]]
    assert ["elasticache:Connect"] in actions
    assert body_of(built, "aws_elasticache_subnet_group")["subnet_ids"] == Ref("aws_subnet.private", "[*].id")
