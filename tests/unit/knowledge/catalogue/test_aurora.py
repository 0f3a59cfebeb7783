"""Aurora clusters."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import BOTH, accepted, all_of, body_of, composed, default_of, part

CLUSTER = "aws_rds_cluster"


def test_a_cluster_is_serverless_private_and_encrypted() -> None:
    built = composed(part("shop", "aurora"), environments=BOTH)
    cluster = body_of(built, CLUSTER)
    assert cluster["storage_encrypted"] is True
    assert cluster["manage_master_user_password"] is True
    assert "master_password" not in cluster
    assert default_of(built, cluster["serverlessv2_scaling_configuration"]["max_capacity"]) == 8
    assert body_of(built, "aws_rds_cluster_instance")["instance_class"] == "db.serverless"
    assert accepted(built, "aws_rds_cluster.shop") == {"CKV2_AWS_8"}


@pytest.mark.parametrize(
    ("settings", "engine", "port", "backtrack"),
    [
        ({}, "aurora-postgresql", 5432, None),
        ({"engine": "aurora-postgresql"}, "aurora-postgresql", 5432, None),
        ({"engine": "mysql"}, "aurora-mysql", 3306, 86400),
        ({"engine": "aurora-mysql", "backtrack": 3600}, "aurora-mysql", 3306, 3600),
    ],
)
def test_engines(settings: dict[str, Any], engine: str, port: int, backtrack: int | None) -> None:
    cluster = body_of(composed(part("shop", "aurora", **settings)), CLUSTER)
    assert (cluster["engine"], cluster["port"], cluster.get("backtrack_window")) == (engine, port, backtrack)


def test_a_stated_class_means_no_serverless_scaling() -> None:
    built = composed(part("shop", "aurora", instance_class="db.r6g.large", instances=3))
    assert "serverlessv2_scaling_configuration" not in body_of(built, CLUSTER)
    instances = all_of(built, "aws_rds_cluster_instance")["shop"]
    assert (instances.body["instance_class"], instances.count) == ("db.r6g.large", 3)
    assert instances.body["cluster_identifier"] == Ref("aws_rds_cluster.shop")


@pytest.mark.parametrize(
    ("others", "relations", "planned"),
    [
        ([], [], False),
        (["backup"], [], True),
        (["backup", "dynamodb"], ["backup backs_up dynamodb"], False),
        (["backup", "dynamodb"], ["backup backs_up dynamodb", "backup backs_up shop"], True),
    ],
)
def test_who_backs_the_cluster_up_is_said_as_it_is(others: list[str], relations: list[str], planned: bool) -> None:
    built = composed(part("shop", "aurora"), *map(part, others), relations=relations)
    (reason,) = (one.reason for one in built.resources.acceptances if one.rule == "CKV2_AWS_8")
    assert reason.endswith("the stack's plan of AWS Backup covers it as well.") == planned
