"""How keys are kept and used."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.keys.custody import observe
from tests.unit.analysis.graphs import graph, resource

ROTATED: dict[str, Any] = {"enable_key_rotation": True, "deletion_window_in_days": 30}
REF = {"kms_key_id": "aws_kms_key.k"}


def look(*resources: Any) -> list[tuple[str, str, str]]:
    """Rule, resource, title."""
    seen = Observations("s")
    observe(graph(*resources), seen)
    return [(one.rule, one.resource, one.title) for one in seen.result().findings]


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        (ROTATED, []),
        ({}, ["AGT_KEY_NO_ROTATION"]),
        ({"unknown": {"enable_key_rotation": True}}, []),
        ({"customer_master_key_spec": "RSA_2048"}, []),
        (ROTATED | {"deletion_window_in_days": 7}, ["AGT_KEY_SHORT_WINDOW"]),
    ],
)
def test_keeping(values: dict[str, Any], rules: list[str]) -> None:
    assert [rule for rule, _, _ in look(resource("aws_kms_key.k", **values))] == rules


@pytest.mark.parametrize(
    ("key", "user", "objected"),
    [
        ({}, {}, False),
        ({"region": "us-east-1"}, {}, True),
        ({"region": "us-east-1", "multi_region": True}, {}, False),
        ({"region": ""}, {}, False),
    ],
)
def test_a_key_of_another_region(key: dict[str, Any], user: dict[str, Any], objected: bool) -> None:
    made = resource("aws_kms_key.k", **(ROTATED | key))
    found = look(made, resource("aws_efs_file_system.f", REF, **user))
    assert bool(found) is objected


def test_a_key_meant_for_another_region_or_behind_an_alias() -> None:
    key = resource("aws_kms_key.k", region="us-east-1", **ROTATED)
    far = resource("aws_db_instance_automated_backups_replication.r", {"destination_kms_key_id": key.address})
    assert look(key, far) == []
    alias = resource("aws_kms_alias.a", {"target_key_id": key.address})
    near = resource("aws_efs_file_system.f", {"kms_key_id": alias.address})
    assert [rule for rule, _, _ in look(key, alias, near)] == ["AGT_KEY_OTHER_REGION"]


def test_one_key_for_data_of_different_classes() -> None:
    key = resource("aws_kms_key.k", **ROTATED)
    users = [
        resource("aws_s3_bucket_server_side_encryption_configuration.a", {"rule.kms_master_key_id": key.address}),
        resource("aws_efs_file_system.a", REF, tags={"DataClassification": "public"}),
        resource("aws_db_instance.a", REF, tags_all={"dataclassification": "Restricted"}),
    ]
    assert look(key, *users) == [
        ("AGT_KEY_ONE_FOR_ALL", key.address, "One key for data classified as public, restricted")
    ]
    assert look(key, *users[:2]) == []


def test_one_key_for_nearly_every_kind_of_store() -> None:
    key = resource("aws_kms_key.k", **ROTATED)
    types = ("aws_secretsmanager_secret", "aws_cloudwatch_log_group", "aws_db_instance", "aws_sqs_queue")
    users = [resource(f"{type_}.a", REF) for type_ in types]
    (found,) = look(key, *users)
    assert found[2] == "One key for databases, logs, messages, secrets"
    assert look(key, *users[1:]) == []
