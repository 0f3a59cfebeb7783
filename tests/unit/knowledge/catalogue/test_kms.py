"""Keys."""

from typing import Any

import pytest

from app.domain.resources import Json, Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def test_a_key_is_rotated_and_has_an_alias() -> None:
    built = composed(part("payments", "kms", name="payments"))
    key = body_of(built, "aws_kms_key", "payments")
    assert (key["enable_key_rotation"], key["deletion_window_in_days"]) == (True, 30)
    assert isinstance(key["policy"], Json)
    assert key["policy"].value["Statement"][0]["Sid"] == "AccountAdministersThroughIam"
    assert body_of(built, "aws_kms_alias", "payments")["name"] == "alias/payments"


@pytest.mark.parametrize(
    ("settings", "argument", "expected"),
    [
        ({"rotation": False}, "enable_key_rotation", False),
        ({"rotation_days": 180}, "rotation_period_in_days", 180),
        ({"deletion_window": 7}, "deletion_window_in_days", 7),
        ({"multi_region": True}, "multi_region", True),
        ({"usage": "SIGN_VERIFY", "spec": "ECC_NIST_P256"}, "enable_key_rotation", None),
        ({"replica_regions": ["eu-west-1"]}, "multi_region", True),
    ],
)
def test_what_was_said(settings: dict[str, Any], argument: str, expected: Any) -> None:
    assert body_of(composed(part("payments", "kms", **settings)), "aws_kms_key", "payments").get(argument) == expected


@pytest.mark.parametrize(
    ("kind", "target", "path"),
    [
        ("sqs", "aws_sqs_queue", ("kms_master_key_id",)),
        ("sns", "aws_sns_topic", ("kms_master_key_id",)),
        ("dynamodb", "aws_dynamodb_table", ("server_side_encryption", "kms_key_arn")),
        ("rds", "aws_db_instance", ("kms_key_id",)),
        ("kinesis", "aws_kinesis_stream", ("kms_key_id",)),
    ],
)
def test_it_encrypts_what_is_joined(kind: str, target: str, path: tuple[str, ...]) -> None:
    built = composed(part("payments", "kms"), part("store", kind), relations=["payments encrypts store"])
    value: Any = body_of(built, target, "store")
    for step in path:
        value = value[step]
    assert value == Ref("aws_kms_key.payments", "arn")


def test_it_encrypts_a_bucket_and_the_bucket_may_use_it() -> None:
    built = composed(part("payments", "kms"), part("files", "s3"), relations=["payments encrypts files"])
    rule = body_of(built, "aws_s3_bucket_server_side_encryption_configuration")["rule"]
    assert rule["apply_server_side_encryption_by_default"]["kms_master_key_id"] == Ref("aws_kms_key.payments", "arn")
    sids = [one["Sid"] for one in body_of(built, "aws_kms_key", "payments")["policy"].value["Statement"]]
    assert sids == ["AccountAdministersThroughIam", "UsedByS3"]


def test_a_replica_stands_in_its_region() -> None:
    built = composed(part("payments", "kms", replica_regions=["eu-west-1"]))
    assert all_of(built, "aws_kms_replica_key")["payments_eu_west_1"].provider == "eu_west_1"
