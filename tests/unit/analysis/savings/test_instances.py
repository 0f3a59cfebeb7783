"""Sizes by metrics, families by price."""

from typing import Any

import pytest

from app.analysis.savings import instances
from tests.unit.analysis.savings.stacks import dollars, offers, resource, savings

ENOUGH: dict[str, Any] = {"cpu_max_percent": 30, "memory_max_percent": 40, "observed_days": 14}
ON = {"measured_on": "m5.2xlarge"}
WEB = resource("aws_instance.web", instance_type="m5.2xlarge")


@pytest.mark.parametrize(
    ("measured", "safe", "said"),
    [
        (ENOUGH | ON, True, ""),
        (ENOUGH, False, "on which size they were `measured_on`"),
        (ENOUGH | ON | {"observed_days": 13}, False, "span 14 days"),
        ({"cpu_max_percent": 30, "observed_days": 14}, False, "memory was not measured"),
        (ENOUGH | {"network_max_percent": 60}, False, "used 60 % of its network"),
        (ENOUGH | {"disk_max_percent": 41}, False, "used 41 % of its disk bandwidth"),
    ],
)
def test_a_smaller_size_is_safe_where_metrics_prove_it(measured: dict[str, Any], safe: bool, said: str) -> None:
    (offer,) = offers(instances.smaller, WEB, measured={"aws_instance.web": measured})
    assert (offer.action, offer.safe) == ("m5.2xlarge → m5.xlarge", safe)
    assert said in offer.caveat


@pytest.mark.parametrize(
    "measured",
    [
        {},
        ENOUGH | {"cpu_max_percent": 41},
        ENOUGH | {"memory_max_percent": 40.5},
        {"memory_max_percent": 1},
        ENOUGH | {"measured_on": "m5.4xlarge"},
    ],
)
def test_without_room_or_metrics_nothing_gets_smaller(measured: dict[str, Any]) -> None:
    assert offers(instances.smaller, WEB, measured={"aws_instance.web": measured}) == []


@pytest.mark.parametrize(
    ("average", "safe"), [({"cpu_average_percent": 19}, True), ({"cpu_average_percent": 21}, False), ({}, False)]
)
def test_a_burstable_size_has_to_keep_up_with_the_average(average: dict[str, Any], safe: bool) -> None:
    burstable = resource("aws_instance.web", instance_type="t3.large")
    (offer,) = offers(
        instances.smaller, burstable, measured={"aws_instance.web": ENOUGH | {"measured_on": "t3.large"} | average}
    )
    assert (offer.action, offer.safe) == ("t3.large → t3.medium", safe)


def test_sizes_that_do_not_exist_are_passed_over() -> None:
    database = resource("aws_db_instance.a", engine="mysql", instance_class="db.m5.12xlarge", allocated_storage=20)
    (offer,) = offers(instances.smaller, database, measured={"aws_db_instance.a": ENOUGH})
    assert offer.action == "db.m5.12xlarge → db.m5.8xlarge"


@pytest.mark.parametrize(
    ("kind", "advised"), [("m4.large", True), ("t2.large", True), ("c3.xlarge", True), ("i3.xlarge", False)]
)
def test_a_newer_generation_is_advised_for_its_price_never_for_its_age(kind: str, advised: bool) -> None:
    found = savings(resource("aws_instance.a", instance_type=kind, get_password_data=True))
    assert any(one.rule == "ec2-prev-gen" for one in found) is advised


@pytest.mark.parametrize(
    ("address", "values", "offered", "safe"),
    [
        ("aws_instance.a", {"instance_type": "m5.large"}, True, False),
        ("aws_instance.a", {"instance_type": "m5.large", "get_password_data": True}, False, False),
        ("aws_instance.a", {"instance_type": "m6g.large"}, False, False),
        (
            "aws_db_instance.a",
            {"instance_class": "db.m5.large", "engine": "postgres", "engine_version": "16"},
            True,
            True,
        ),
        (
            "aws_db_instance.a",
            {"instance_class": "db.m5.large", "engine": "mysql", "engine_version": "8.0"},
            True,
            True,
        ),
        ("aws_db_instance.a", {"instance_class": "db.m5.large", "engine": "mysql"}, True, True),
        (
            "aws_db_instance.a",
            {"instance_class": "db.m5.large", "engine": "mysql", "engine_version": "5.7.44"},
            False,
            False,
        ),
        ("aws_db_instance.a", {"instance_class": "db.m5.large", "engine": "sqlserver-ex"}, False, False),
        ("aws_db_instance.a", {"instance_class": "db.m5.large", "engine": "oracle-se2"}, False, False),
        (
            "aws_elasticache_cluster.a",
            {"node_type": "cache.m5.large", "engine": "redis", "engine_version": "7.0"},
            True,
            True,
        ),
        (
            "aws_elasticache_cluster.a",
            {"node_type": "cache.m5.large", "engine": "memcached", "engine_version": "1.4.5"},
            False,
            False,
        ),
        (
            "aws_opensearch_domain.a",
            {"cluster_config": [{"instance_type": "m5.large.search"}], "engine_version": "OpenSearch_2.5"},
            True,
            True,
        ),
        ("aws_docdb_cluster_instance.a", {"instance_class": "db.r5.large"}, False, False),
    ],
)
def test_graviton_is_safe_where_the_service_brings_the_software(
    address: str, values: dict[str, Any], offered: bool, safe: bool
) -> None:
    found = offers(instances.graviton, resource(address, **values))
    assert bool(found) is offered
    assert all(one.safe is safe for one in found)
    assert all(one.rule == ("managed-graviton" if safe else "ec2-graviton") for one in found)


def test_windows_stays_on_x86() -> None:
    """The usage file may be the only one that knows."""
    instance = resource("aws_instance.a", instance_type="m5.large")
    measured = {"aws_instance.a": {"operating_system": "windows"}}
    assert offers(instances.graviton, instance, measured=measured) == []
    assert offers(instances.amd, instance, measured=measured) != []


def test_what_it_saves_is_priced() -> None:
    """m5.large costs 0.096, m6g.large 0.077 USD an hour: 0.019 × 730."""
    (best,) = [one for one in savings(resource("aws_instance.a", instance_type="m5.large")) if not one.commitment]
    assert (best.rule, dollars(best.monthly)) == ("ec2-graviton", "13.87")
    assert "m5a.large (7.30 USD)" in best.caveat.replace("m5.large → ", "")


def test_a_node_group_with_several_types_is_not_edited() -> None:
    one, several = (
        offers(instances.amd, resource("aws_instance.a", instance_type="m5.large")),
        offers(instances.graviton, resource("aws_eks_node_group.a", instance_types=["m5.large", "m5a.large"])),
    )
    assert one[0].edits[0].value == '"m5a.large"'
    assert several[0].edits == ()
    listed = offers(instances.graviton, resource("aws_eks_node_group.a", instance_types=["m5.large"]))
    assert (listed[0].edits[0].attribute, listed[0].edits[0].value) == ("instance_types", '["m6g.large"]')


def test_dedicated_hardware_and_surplus_credits_can_be_given_up() -> None:
    dedicated = resource("aws_instance.a", instance_type="m5.large", tenancy="dedicated")
    assert [one.edits[0].value for one in offers(instances.shared_tenancy, dedicated)] == ['"default"']
    assert offers(instances.shared_tenancy, WEB) == []
    burstable = resource("aws_instance.a", instance_type="t3.large")
    assert [one.edits[0].value for one in offers(instances.standard_credits, burstable)] == ['"standard"']
    assert offers(instances.standard_credits, WEB) == []


@pytest.mark.parametrize(("version", "offered"), [("15.4", True), ("8.0.mysql_aurora.3.05.2", True), ("11.9", False)])
def test_an_aurora_instance_has_its_clusters_version(version: str, offered: bool) -> None:
    engine = "aurora-mysql" if "mysql" in version else "aurora-postgresql"
    cluster = resource("aws_rds_cluster.c", engine=engine, engine_version=version)
    one = resource(
        "aws_rds_cluster_instance.a",
        {"cluster_identifier": ("aws_rds_cluster.c",)},
        engine=engine,
        instance_class="db.r5.large",
    )
    assert bool(offers(instances.graviton, one, cluster)) is offered
    assert offers(instances.graviton, one) == [], "without its cluster nobody knows"
