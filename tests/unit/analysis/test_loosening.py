"""What a changed request may not loosen of what the draft has."""

from typing import Any

import pytest

from app.analysis.loosening import loosened
from tests.unit.analysis.test_weakening import proof

OLD: dict[str, Any] = {
    "backup_retention_period": 14,
    "deletion_protection": True,
    "skip_final_snapshot": False,
    "publicly_accessible": False,
    "block_public_acls": True,
    "enabled_cloudwatch_logs_exports": ["audit", "error"],
    "kms_key_id": "k",
    "policy": "{}",
    "tracing_config": [{"mode": "Active"}],
    "allocated_storage": 50,
    "multi_az": True,
    "role": "worker",
}


def told(numbers: tuple[float, ...] = (), **values: Any) -> tuple[str, ...]:
    return loosened(proof({"aws_x.y": OLD}), proof({"aws_x.y": OLD | values}), numbers)


@pytest.mark.parametrize(
    "values",
    [
        {"backup_retention_period": 1},
        {"backup_retention_period": 0},
        {"deletion_protection": False},
        {"deletion_protection": None},
        {"skip_final_snapshot": True},
        {"publicly_accessible": True},
        {"block_public_acls": False},
        {"enabled_cloudwatch_logs_exports": ["error"]},
        {"enabled_cloudwatch_logs_exports": None},
        {"kms_key_id": None},
        {"tracing_config": [{"mode": "PassThrough"}]},
        {"multi_az": False},
        {"role": "another"},
    ],
)
def test_what_is_loosened_is_named(values: dict[str, Any]) -> None:
    (name,) = values
    (sentence,) = told(**values)
    assert f"it sets {name}" in sentence


@pytest.mark.parametrize(
    "values",
    [
        {"backup_retention_period": 30},
        {"publicly_accessible": None},
        {"enabled_cloudwatch_logs_exports": ["audit", "error", "slow"]},
        {"kms_key_id": "another"},
        {"policy": '{"more": 1}'},
        {"allocated_storage": 20},
    ],
)
def test_what_protects_as_much_passes(values: dict[str, Any]) -> None:
    assert told(**values) == ()


@pytest.mark.parametrize(("numbers", "passes"), [((3.0,), True), ((0.5, 3.0), True), ((4.0,), False), ((), False)])
def test_a_time_may_fall_to_what_the_user_said(numbers: tuple[float, ...], passes: bool) -> None:
    assert (told(numbers, backup_retention_period=3) == ()) is passes


def test_what_a_draft_sets_is_not_set_again() -> None:
    old = {"aws_s3_bucket_versioning.x": {"bucket": "up"}}
    again = {"aws_s3_bucket_versioning.y": {"bucket": "up"}}
    assert loosened(proof(old), proof(old | again)) == (
        "aws_s3_bucket_versioning.y takes the place of what the draft has",
    )
