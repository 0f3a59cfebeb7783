"""Backups."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import BOTH, all_of, body_of, composed, default_of, part


@pytest.mark.parametrize("relation", ["nightly backs_up orders", "orders backs_up nightly"])
def test_what_is_joined_is_backed_up(relation: str) -> None:
    built = composed(part("nightly", "backup"), part("orders", "dynamodb"), relations=[relation])
    selection = body_of(built, "aws_backup_selection")
    assert selection["resources"] == [Ref("aws_dynamodb_table.orders", "arn")]
    assert "selection_tag" not in selection


def test_all_stores_are_covered_when_nothing_was_joined() -> None:
    built = composed(part("nightly", "backup"), part("orders", "dynamodb"), part("shop", "rds"))
    assert len(body_of(built, "aws_backup_selection")["resources"]) == 2


def test_a_tag_selects_where_there_is_no_store() -> None:
    tags = body_of(composed(part("nightly", "backup")), "aws_backup_selection")["selection_tag"]
    assert tags == [{"type": "STRINGEQUALS", "key": "Backup", "value": "true"}]


@pytest.mark.parametrize(
    ("settings", "lifecycle"),
    [
        ({"retention": 30}, {"delete_after": 30}),
        ({"retention": 365, "cold_after": 30}, {"delete_after": 365, "cold_storage_after": 30}),
        ({"retention": 60, "cold_after": 30}, {"delete_after": 120, "cold_storage_after": 30}),
    ],
)
def test_cold_storage_lasts_ninety_days(settings: dict[str, Any], lifecycle: dict[str, int]) -> None:
    rule = body_of(composed(part("nightly", "backup", **settings)), "aws_backup_plan")["rule"][0]
    archived = "cold_storage_after" in lifecycle
    assert rule["lifecycle"] == {**lifecycle, "opt_in_to_archive_for_supported_resources": archived}


def test_machines_are_covered_too() -> None:
    built = composed(part("nightly", "backup"), part("server", "ec2"))
    assert body_of(built, "aws_backup_selection")["resources"] == [Ref("aws_instance.server", "arn")]


def test_retention_that_nobody_stated_is_an_input() -> None:
    built = composed(part("nightly", "backup"), environments=BOTH)
    assert default_of(built, body_of(built, "aws_backup_plan")["rule"][0]["lifecycle"]["delete_after"]) == 35


def test_a_bucket_needs_two_more_policies_and_a_lock_is_for_those_who_ask() -> None:
    built = composed(
        part("nightly", "backup", vault_lock=True), part("files", "s3"), relations=["nightly backs_up files"]
    )
    assert len(all_of(built, "aws_iam_role_policy_attachment")) == 4
    assert all_of(built, "aws_backup_vault_lock_configuration")
