"""Databases: standbys, storage, support, modes."""

from typing import Any

import pytest

from app.analysis.savings import databases
from tests.unit.analysis.savings.stacks import dollars, offers, resource, savings

DEV = {"tags": {"Environment": "dev"}}
PROD = {"tags": {"Environment": "prod"}}
MYSQL: dict[str, Any] = {"engine": "mysql", "instance_class": "db.t4g.medium", "allocated_storage": 100}


@pytest.mark.parametrize(("tags", "count"), [(DEV, 1), (PROD, 0), ({}, 0)])
def test_a_standby_is_given_up_outside_production_only(tags: dict[str, Any], count: int) -> None:
    """db.t4g.medium 0.065 USD an hour and 100 GB at 0.115, doubled."""
    found = [
        one for one in savings(resource("aws_db_instance.a", multi_az=True, **MYSQL, **tags)) if "multi-az" in one.rule
    ]
    assert len(found) == count
    for one in found:
        assert (dollars(one.monthly), one.safe) == ("58.95", False)
        assert [(edit.attribute, edit.value) for edit in one.edits] == [("multi_az", "false")]


def test_cache_replicas_are_given_up_outside_production_only() -> None:
    values = {"engine": "redis", "node_type": "cache.t4g.small", "num_cache_clusters": 3, "multi_az_enabled": True}
    found = offers(databases.one_zone_cache, resource("aws_elasticache_replication_group.a", **values, **DEV))
    assert [(edit.attribute, edit.value) for edit in found[0].edits] == [
        ("num_cache_clusters", "1"),
        ("multi_az_enabled", "false"),
    ]
    assert offers(databases.one_zone_cache, resource("aws_elasticache_replication_group.a", **values, **PROD)) == []


@pytest.mark.parametrize(
    ("size", "iops", "count"), [(100, 3000, 1), (100, 4000, 0), (400, 12000, 1), (400, 13000, 0), (100, 0, 0)]
)
def test_gp3_replaces_iops_that_it_includes(size: int, iops: int, count: int) -> None:
    values = MYSQL | {"storage_type": "io1", "allocated_storage": size, "iops": iops}
    assert len(offers(databases.gp3_storage, resource("aws_db_instance.a", **values))) == count


@pytest.mark.parametrize(
    ("address", "values", "monthly"),
    [
        ("aws_eks_cluster.a", {"version": "1.29"}, "365.00"),  # (0.60 − 0.10) × 730
        ("aws_db_instance.a", MYSQL | {"engine_version": "5.7"}, "292.00"),  # 2 vCPU × 0.20 × 730
        ("aws_db_instance.a", MYSQL | {"engine_version": "8.4"}, ""),
    ],
)
def test_support_that_costs_extra_is_saved_by_an_upgrade(address: str, values: dict[str, Any], monthly: str) -> None:
    found = [one for one in savings(resource(address, **values)) if one.rule == "rds-ext-support"]
    assert [dollars(one.monthly) for one in found] == ([monthly] if monthly else [])


def test_support_and_standby_are_not_counted_twice() -> None:
    """Each step is priced on what the steps before it leave."""
    database = resource("aws_db_instance.a", multi_az=True, **(MYSQL | {"engine_version": "5.7"}), **DEV)
    found = {one.rule: dollars(one.monthly) for one in savings(database)}
    assert found["rds-ext-support"] == "584.00"
    assert found["rds-multi-az-dev"] == "58.95"


def test_io_optimised_storage_pays_with_much_io() -> None:
    cluster = resource("aws_rds_cluster.a", engine="aurora-postgresql")
    instance = resource(
        "aws_rds_cluster_instance.a",
        {"cluster_identifier": ("aws_rds_cluster.a",)},
        engine="aurora-postgresql",
        instance_class="db.r6g.large",
    )
    busy = {"storage_gb": 100, "write_requests_per_sec": 1000, "read_requests_per_sec": 1000}
    idle = {"storage_gb": 100, "write_requests_per_sec": 1, "read_requests_per_sec": 1}
    for measured, count in ((busy, 1), (idle, 0)):
        found = [one.rule for one in savings(cluster, instance, measured={"aws_rds_cluster.a": measured})]
        assert found.count("aurora-io") == count


@pytest.mark.parametrize(
    ("values", "measured", "action"),
    [
        (
            {"billing_mode": "PROVISIONED", "read_capacity": 500, "write_capacity": 500},
            {"read_units_average": 2, "write_units_average": 1},
            "provisioned → on demand",
        ),
        (
            {"billing_mode": "PAY_PER_REQUEST"},
            {
                "read_units_average": 80,
                "write_units_average": 80,
                "read_units_max": 100,
                "write_units_max": 100,
                "monthly_read_request_units": 210000000,
                "monthly_write_request_units": 210000000,
            },
            "on demand → provisioned (126 RCU, 126 WCU)",
        ),
        ({"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}, {}, ""),
        (
            {"billing_mode": "PROVISIONED", "read_capacity": 100, "write_capacity": 100},
            {"read_units_average": 90, "write_units_average": 90},
            "",
        ),
        ({"billing_mode": "PAY_PER_REQUEST"}, {"read_units_average": 1, "write_units_average": 1}, ""),
    ],
)
def test_a_table_gets_the_mode_that_fits_its_use(values: dict[str, Any], measured: dict[str, Any], action: str) -> None:
    found = savings(resource("aws_dynamodb_table.a", **values), measured={"aws_dynamodb_table.a": measured})
    assert [one.action.partition(": ")[2] for one in found] == ([action] if action else [])
