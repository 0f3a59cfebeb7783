"""What stands around a relational database."""

import pytest

from app.domain.resources import Local, Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def test_subnets_are_private() -> None:
    built = composed(part("shop", "rds"))
    subnets = body_of(built, "aws_db_subnet_group")["subnet_ids"]
    assert "private" in str(subnets)
    assert "public" not in str(subnets)


@pytest.mark.parametrize(
    ("kind", "settings", "parameter"),
    [
        ("rds", {"engine": "postgres"}, "rds.force_ssl"),
        ("rds", {"engine": "mysql"}, "require_secure_transport"),
        ("aurora", {"engine": "mysql"}, "require_secure_transport"),
    ],
)
def test_tls_is_required(kind: str, settings: dict[str, str], parameter: str) -> None:
    built = composed(part("shop", kind, **settings))
    group = "aws_db_parameter_group" if kind == "rds" else "aws_rds_cluster_parameter_group"
    assert parameter in {one["name"] for one in body_of(built, group)["parameter"]}
    assert all_of(built, group)["shop"].lifecycle == {"create_before_destroy": True}


@pytest.mark.parametrize(("frameworks", "days"), [((), 14), (("hipaa",), 35)])
def test_backups_are_kept_longer_where_a_framework_is_named(frameworks: tuple[str, ...], days: int) -> None:
    built = composed(part("shop", "rds"), frameworks=frameworks)
    assert body_of(built, "aws_db_instance")["backup_retention_period"] == days


def test_log_groups_exist_before_the_database_writes_to_them() -> None:
    built = composed(part("shop", "rds"))
    groups = all_of(built, "aws_cloudwatch_log_group")
    names = {label: groups[label].body["name"].parts for label in ("shop_postgresql", "shop_upgrade")}
    assert names["shop_upgrade"] == ("/aws/rds/", "instance", "/", Local("name"), "-shop", "/upgrade")
    assert body_of(built, "aws_db_instance")["enabled_cloudwatch_logs_exports"] == ["postgresql", "upgrade"]


def test_metrics_are_written_with_a_role() -> None:
    built = composed(part("shop", "rds"))
    assert body_of(built, "aws_db_instance")["monitoring_role_arn"] == Ref("aws_iam_role.shop_monitoring", "arn")
