"""Relational databases."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import BOTH, accepted, all_of, body_of, composed, default_of, part

DB = "aws_db_instance"


def test_a_database_is_private_encrypted_and_keeps_no_password_in_the_code() -> None:
    database = body_of(composed(part("shop", "rds")), DB)
    assert database["publicly_accessible"] is False
    assert database["storage_encrypted"] is True
    assert database["manage_master_user_password"] is True
    assert "password" not in database
    assert database["deletion_protection"] is True
    assert database["skip_final_snapshot"] is False


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {"engine": "postgres", "engine_version": "17", "port": 5432, "storage_type": "gp3"}),
        ({"engine": "mysql"}, {"engine": "mysql", "engine_version": "8.4", "port": 3306}),
        ({"engine": "postgres", "version": "15"}, {"engine_version": "15"}),
        ({"engine": "oracle"}, {"engine": "oracle-se2", "license_model": "license-included"}),
        ({"storage": 200}, {"allocated_storage": 200, "max_allocated_storage": 1000}),
        ({"storage": 20, "max_storage": 40}, {"allocated_storage": 20, "max_allocated_storage": 40}),
        ({"storage": 50, "max_storage": 6}, {"allocated_storage": 50, "max_allocated_storage": 250}),
        ({"instance_class": "db.t3.micro"}, {"instance_class": "db.t3.micro"}),
        ({"multi_az": False}, {"multi_az": False}),
        ({"backup_retention": 30}, {"backup_retention_period": 30}),
        ({"username": "app"}, {"username": "app"}),
        ({"skip_final_snapshot": True}, {"skip_final_snapshot": True}),
    ],
)
def test_what_was_said(settings: dict[str, Any], expected: dict[str, Any]) -> None:
    database = body_of(composed(part("shop", "rds", **settings)), DB)
    assert {name: database[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("label", "settings", "name"),
    [
        ("shop", {}, "shop"),
        ("db", {}, "app"),
        ("my_orders", {}, "myorders"),
        ("shop", {"database": "ledger"}, "ledger"),
        ("products_db", {"engine": "oracle"}, "PRODUCTS"),
        ("shop", {"engine": "sqlserver-ex"}, None),
    ],
)
def test_the_first_database_has_a_legal_name(label: str, settings: dict[str, Any], name: str | None) -> None:
    assert body_of(composed(part(label, "rds", **settings)), DB).get("db_name") == name


def test_sizes_that_nobody_stated_differ_by_environment() -> None:
    built = composed(part("shop", "rds"), environments=BOTH)
    variable = next(one for one in built.resources.variables if one.name == "shop_instance_class")
    assert variable.by_environment == {"dev": "db.t4g.medium", "prod": "db.m7g.large"}
    assert default_of(built, body_of(built, DB)["multi_az"]) is True


def test_a_caller_reaches_the_port_and_may_read_the_password() -> None:
    built = composed(part("api", "lambda"), part("shop", "rds"), relations=["api uses shop"])
    rules = all_of(built, "aws_vpc_security_group_ingress_rule").values()
    assert [
        one.body["from_port"] for one in rules if one.body["security_group_id"] == Ref("aws_security_group.shop")
    ] == [5432]
    assert "secretsmanager:GetSecretValue" in str(body_of(built, "aws_iam_policy_document", "api"))


@pytest.mark.parametrize(("environment", "expected"), [("dev", {"CKV_AWS_157"}), ("prod", set())])
def test_no_standby_is_explained_outside_production(environment: str, expected: set[str]) -> None:
    built = composed(part("shop", "rds"), environment=environment)
    assert accepted(built, "aws_db_instance.shop") == expected
