from decimal import Decimal
from typing import Any

import pytest

from app.analysis.pricing.engine import drawn
from app.domain.planned import Planned, PlannedResource
from tests.unit.analysis.pricing.bills import BOOK, baseline, bill_of, by_usage, estimated, lines, other


@pytest.mark.parametrize(
    ("values", "cents"),
    [
        ({}, "91.25"),  # 1 GB × 730 × 0.125
        ({"engine": "valkey"}, "6.13"),  # 0.1 GB × 730 × 0.084
        ({"engine": "valkey", "cache_usage_limits": [{"data_storage": [{"minimum": 2}]}]}, "122.64"),
    ],
)
def test_a_serverless_cache_costs_its_least(values: dict[str, Any], cents: str) -> None:
    bill = bill_of("aws_elasticache_serverless_cache", values)
    assert baseline(bill) == Decimal(cents)
    assert estimated(bill) == set(lines(bill))


def test_what_use_adds_to_a_cache() -> None:
    bill = bill_of("aws_elasticache_serverless_cache", {}, {"storage_gb": 3, "monthly_ecpus": 50_000_000})
    assert by_usage(bill) == Decimal("182.67")  # 2 × 730 × 0.125 + 50 × 0.0034


@pytest.mark.parametrize(("replicas", "cents"), [("ENABLED", "350.40"), ("DISABLED", "175.20")])
def test_search_collections_share_their_units(replicas: str, cents: str) -> None:
    kind = "aws_opensearchserverless_collection"
    assert baseline(bill_of(kind, {"standby_replicas": replicas})) == Decimal(cents)
    one, two = (PlannedResource(f"{kind}.{name}", kind, name, region="us-east-1") for name in ("one", "two"))
    bills = [drawn(resource, Planned(".", (one, two)), BOOK) for resource in (one, two)]
    assert [baseline(bill) for bill in bills] == [Decimal("350.40"), Decimal("0.00")]
    assert bills[1].cost() is None


def test_a_workgroup_without_told_use_is_unpriced_not_free() -> None:
    silent = bill_of("aws_redshiftserverless_workgroup", {"base_capacity": 8}, assume="medium")
    assert silent.cost() is None
    assert "RPU-hours" in silent.missing[0]
    told = bill_of("aws_redshiftserverless_workgroup", {}, {"monthly_rpu_hours": 100})
    assert by_usage(told) == Decimal("36.00")
    assert not told.missing


def test_a_serverless_kafka_cluster() -> None:
    bill = bill_of("aws_msk_serverless_cluster", {}, {"partitions": 10, "monthly_data_in_gb": 100})
    assert baseline(bill) == Decimal("547.50")
    assert by_usage(bill) == Decimal("20.95")  # 10 × 730 × 0.0015 + 100 × 0.1


TARGET = PlannedResource(
    "aws_db_proxy_target.t", "aws_db_proxy_target", "t",
    references={"db_proxy_name": ("aws_db_proxy.this",), "db_instance_identifier": ("aws_db_instance.that",)},
)  # fmt: skip
CLUSTER_TARGET = PlannedResource(
    "aws_db_proxy_target.t", "aws_db_proxy_target", "t",
    references={"db_proxy_name": ("aws_db_proxy.this",), "db_cluster_identifier": ("aws_rds_cluster.that",)},
)  # fmt: skip


def member(name: str, kind: str) -> PlannedResource:
    return PlannedResource(
        f"aws_rds_cluster_instance.{name}", "aws_rds_cluster_instance", name, values={"instance_class": kind},
        references={"cluster_identifier": ("aws_rds_cluster.that",)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("others", "cents"),
    [
        ([TARGET, other("aws_db_instance", instance_class="db.m5.2xlarge")], "87.60"),  # 8 × 730 × 0.015
        ([TARGET, other("aws_db_instance", instance_class="db.t4g.micro")], "21.90"),  # two at least
        (
            [CLUSTER_TARGET, other("aws_rds_cluster"), member("a", "db.r6g.large"), member("b", "db.r6g.xlarge")],
            "65.70",
        ),
        ([CLUSTER_TARGET, other("aws_rds_cluster"), member("a", "db.serverless")], "87.60"),
    ],
)
def test_a_proxy_by_the_vcpus_behind_it(others: list[PlannedResource], cents: str) -> None:
    assert baseline(bill_of("aws_db_proxy", {}, others=others)) == Decimal(cents)


def test_a_proxy_of_a_database_elsewhere_is_unpriced() -> None:
    assert bill_of("aws_db_proxy", {}).missing == ["the database behind the proxy is not in this stack"]
