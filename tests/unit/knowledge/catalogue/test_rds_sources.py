"""Where data and password of a database come from."""

from typing import Any

import pytest

from app.domain.request import Component
from app.domain.resources import Ref, Var
from tests.unit.knowledge.catalogue.composed import body_of, composed, part, sids_of

DB = "aws_db_instance"


@pytest.mark.parametrize("kind", ["random_password", "random_string"])
def test_a_generated_password_takes_the_place_of_the_managed_one(kind: str) -> None:
    built = composed(part("shop", "rds"), part("secret", kind))
    database = body_of(built, DB)
    assert database["password"] == Ref(f"{kind}.secret", "result")
    assert "manage_master_user_password" not in database
    assert body_of(built, kind)["length"] == 32


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"snapshot_identifier": "shop-2026"}, "shop-2026"),
        ({"from_snapshot": True}, Var("shop_snapshot_identifier")),
        ({}, None),
    ],
)
def test_a_snapshot_is_restored(settings: dict[str, Any], expected: object) -> None:
    assert body_of(composed(part("shop", "rds", **settings)), DB).get("snapshot_identifier") == expected


def test_a_dump_is_read_from_the_bucket() -> None:
    built = composed(part("shop", "rds", from_s3=True), part("dumps", "s3"))
    database = body_of(built, DB)
    assert database["engine"] == "mysql"
    assert database["s3_import"]["bucket_name"] == Ref("aws_s3_bucket.dumps")
    assert "ReadDump" in sids_of(built, "shop_import")


@pytest.mark.parametrize(("others", "public"), [((), True), ((part("hr", "rds"),), False)])
def test_the_only_database_may_be_asked_to_be_public(others: tuple[Component, ...], public: bool) -> None:
    built = composed(part("shop", "rds"), *others, allowed=("public_database",))
    assert body_of(built, DB, "shop")["publicly_accessible"] is public
    tier = "public" if public else "private"
    assert body_of(built, "aws_db_subnet_group", "shop")["subnet_ids"] == Ref(f"aws_subnet.{tier}", "[*].id")
    assert any(one.rule.startswith("AGT_RISK") for one in built.resources.findings) is public


def test_only_mysql_reads_dumps() -> None:
    assert "s3_import" not in body_of(composed(part("shop", "rds", from_s3=True, engine="postgres")), DB)
