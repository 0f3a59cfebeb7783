"""Reservations: the arithmetic, and where none is advised."""

from typing import Any

import pytest

from app.analysis.savings import commitments
from tests.unit.analysis.savings.stacks import dollars, offers, resource, savings


def test_the_break_even_is_shown() -> None:
    """m5.large: 0.096 on demand, 0.061 for a year, 0.042 for three without upfront payment."""
    one, three = offers(commitments.committed, resource("aws_instance.a", instance_type="m5.large"))
    assert (one.rule, dollars(one.monthly)) == ("ri-sp-1y", "25.55")
    assert one.arithmetic.startswith("0.096 → 0.061 USD an hour (36% less); pays from 64% of the hours, 464 of 730")
    assert (three.rule, dollars(three.monthly)) == ("ri-sp-3y", "39.42")
    assert [one.commitment, three.commitment] == [True, True]
    assert one.edits == ()


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("aws_instance.a", {"instance_type": "m5.large", "tags": {"env": "dev"}}),
        ("aws_instance.a", {"instance_type": "m5.large", "tenancy": "dedicated"}),
        ("aws_instance.a", {"instance_type": "m5.large", "get_password_data": True, "ami": "windows"}),
        ("aws_db_instance.a", {"engine": "mysql", "instance_class": "db.m5.large", "allocated_storage": 20}),
    ],
)
def test_none_is_advised_without_need_or_price(address: str, values: dict[str, Any]) -> None:
    found = offers(commitments.committed, resource(address, **values))
    assert [one.rule for one in found] == [] or values.get("ami") == "windows"


def test_a_cluster_of_caches_is_reserved_node_by_node() -> None:
    values = {"engine": "redis", "node_type": "cache.r6g.large", "num_cache_clusters": 3, "tags": {"env": "prod"}}
    one, _ = offers(commitments.committed, resource("aws_elasticache_replication_group.a", **values))
    assert one.action == "reserve 3 for 1 year"


def test_a_commitment_follows_a_safe_move() -> None:
    cache = resource("aws_elasticache_cluster.a", engine="redis", node_type="cache.m5.large", num_cache_nodes=1)
    found = {one.rule: one for one in savings(cache)}
    assert found["managed-graviton"].safe
    assert found["ri-sp-1y"].arithmetic.startswith("0.149 →"), "the price of cache.m6g.large"


def test_a_commitment_is_for_what_is_left_after_the_safe_steps() -> None:
    enough = {"cpu_max_percent": 30, "memory_max_percent": 30, "observed_days": 30, "measured_on": "m5.xlarge"}
    instance = resource("aws_instance.a", instance_type="m5.xlarge")
    found = savings(instance, measured={"aws_instance.a": enough})
    assert [dollars(one.monthly) for one in found if one.rule == "ri-sp-1y"] == ["25.55"]


@pytest.mark.parametrize(("hours", "rules"), [(730, ["ri-sp-1y", "ri-sp-3y"]), (400, ["ri-sp-3y"]), (200, [])])
def test_what_rests_most_of_the_time_is_cheaper_on_demand(hours: int, rules: list[str]) -> None:
    """A year pays from 464 hours a month, three years from 319."""
    instance = resource("aws_instance.a", instance_type="m5.large")
    found = savings(instance, measured={"aws_instance.a": {"monthly_hrs": hours}})
    assert sorted(one.rule for one in found if one.commitment) == rules
