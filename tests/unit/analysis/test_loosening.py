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
    "engine_version": "16.3",
    "timeout": 30,
    "reserved_concurrent_executions": -1,
    "redrive_policy": '{"deadLetterTargetArn": "q", "maxReceiveCount": 5}',
    "snapshot_identifier": None,
    "rule": [
        {"expiration": [], "transition": [], "noncurrent_version_expiration": [{"noncurrent_days": 90}],
         "object_ownership": "BucketOwnerEnforced"}
    ],
}  # fmt: skip


def rule(**more: Any) -> dict[str, Any]:
    return {"rule": [OLD["rule"][0] | more]}


def told(numbers: tuple[float, ...] = (), said: str = "", **values: Any) -> tuple[str, ...]:
    return loosened(proof({"aws_x.y": OLD}), proof({"aws_x.y": OLD | values}), numbers, said)


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
        {"engine_version": "9.6"},
        {"engine_version": "17"},
        {"timeout": 1},
        {"reserved_concurrent_executions": 0},
        {"redrive_policy": '{"deadLetterTargetArn": "q", "maxReceiveCount": 1}'},
        {"snapshot_identifier": "another"},
        rule(expiration=[{"days": 1, "expired_object_delete_marker": False}]),
        rule(transition=[{"days": 1, "storage_class": "DEEP_ARCHIVE"}]),
        rule(transition=[{"days": 0, "storage_class": "INTELLIGENT_TIERING"}]),
        rule(noncurrent_version_expiration=[{"noncurrent_days": 1}]),
        rule(object_ownership="ObjectWriter"),
        {"rule": [*OLD["rule"], {"expiration": [{"days": 1}]}]},
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
        {"timeout": 60},
        {"redrive_policy": '{"deadLetterTargetArn": "q", "maxReceiveCount": 9}'},
        {"engine_version": "16.3"},
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


@pytest.mark.parametrize(
    ("values", "numbers", "said"),
    [
        ({"timeout": 18}, (3.0,), ""),
        ({"reserved_concurrent_executions": 0}, (0.0,), ""),
        ({"engine_version": "9.6"}, (9.6,), ""),
        ({"engine_version": "17.2"}, (17.0,), ""),
        ({"snapshot_identifier": "orders-1"}, (), "restore it from orders-1"),
        (rule(expiration=[{"days": 14}]), (2.0,), ""),
        (rule(object_ownership="ObjectWriter"), (), "The object writer owns it."),
        (rule(transition=[{"days": 0, "storage_class": "INTELLIGENT_TIERING"}]), (), "intelligent tiering"),
    ],
)
def test_what_the_user_gave_may_be_settled(values: dict[str, Any], numbers: tuple[float, ...], said: str) -> None:
    assert told(numbers, said, **values) == ()
    assert told((77.0,), "words about nothing", **values) != ()


def test_a_key_of_ones_own_stays_one() -> None:
    assert told(kms_key_id="alias/aws/sqs") != ()


@pytest.mark.parametrize("text", ["no JSON", "[]", None])
def test_what_is_no_document_is_a_text(text: str | None) -> None:
    """An empty one takes away what failed messages become."""
    assert (told(redrive_policy=text) == ()) is (text == "no JSON")


def test_a_version_that_is_older_needs_all_of_its_number() -> None:
    assert told((9.0,), engine_version="9.6") != ()


@pytest.mark.parametrize(
    ("address", "values", "numbers", "path"),
    [
        ("aws_s3_bucket_request_payment_configuration.x", {"bucket": "up", "payer": "Requester"}, (), "payer"),
        (
            "aws_s3_bucket_object_lock_configuration.x",
            {"bucket": "new", "rule": [{"default_retention": [{"mode": "COMPLIANCE", "days": 36500}]}]},
            (9.0,),
            "rule",
        ),
        (
            "aws_s3_bucket_lifecycle_configuration.x",
            {"bucket": "up", "rule": [{"expiration": [{"days": 1}]}]},
            (),
            "rule",
        ),
        (
            "aws_lightsail_instance_public_ports.x",
            {"port_info": [{"from_port": 0, "to_port": 65535, "protocol": "tcp"}]},
            (22.0,),
            "port_info",
        ),
        ("aws_s3_bucket_lifecycle_configuration.x", {"bucket": "new", "rule": [{"expiration": [{"days": 1}]}]}, (), ""),
        ("aws_lightsail_instance_public_ports.x", {"port_info": [{"from_port": 22, "to_port": 22}]}, (22.0,), ""),
    ],
)
def test_new_things_settle_nothing_by_themselves(
    address: str, values: dict[str, Any], numbers: tuple[float, ...], path: str
) -> None:
    old: dict[str, dict[str, Any]] = {"aws_s3_bucket.up": {"bucket": "up"}}
    found = loosened(proof(old), proof(old | {address: values}), numbers)
    assert found == ((f"{address} settles {path}, which the request does not",) if path else ())
