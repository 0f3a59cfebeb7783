"""Tables."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part

TABLE = "aws_dynamodb_table"


def test_a_table_is_on_demand_encrypted_and_recoverable() -> None:
    table = body_of(composed(part("orders", "dynamodb")), TABLE)
    assert table["billing_mode"] == "PAY_PER_REQUEST"
    assert table["point_in_time_recovery"] == {"enabled": True}
    assert table["server_side_encryption"] == {"enabled": True, "kms_key_arn": Ref("aws_kms_key.main", "arn")}
    assert table["attribute"] == [{"name": "id", "type": "S"}]


@pytest.mark.parametrize(
    ("settings", "mode", "read"),
    [
        ({"billing_mode": "PROVISIONED"}, "PROVISIONED", 5),
        ({"read_capacity": 20}, "PROVISIONED", 20),
        ({"autoscaling": True}, "PROVISIONED", 5),
        ({"billing_mode": "PAY_PER_REQUEST", "read_capacity": 20}, "PAY_PER_REQUEST", None),
    ],
)
def test_capacity(settings: dict[str, Any], mode: str, read: int | None) -> None:
    table = body_of(composed(part("orders", "dynamodb", **settings)), TABLE)
    assert (table["billing_mode"], table.get("read_capacity")) == (mode, read)


@pytest.mark.parametrize(
    ("settings", "argument", "expected"),
    [
        ({"ttl": "gone_at"}, "ttl", {"attribute_name": "gone_at", "enabled": True}),
        ({"ttl": True}, "ttl", {"attribute_name": "expires_at", "enabled": True}),
        ({"stream": True}, "stream_view_type", "NEW_AND_OLD_IMAGES"),
        ({"stream_view": "KEYS_ONLY"}, "stream_view_type", "KEYS_ONLY"),
        ({"point_in_time_recovery": False}, "point_in_time_recovery", {"enabled": False}),
        ({"table_class": "STANDARD_INFREQUENT_ACCESS"}, "table_class", "STANDARD_INFREQUENT_ACCESS"),
        ({}, "stream_view_type", None),
    ],
)
def test_what_was_said(settings: dict[str, Any], argument: str, expected: Any) -> None:
    assert body_of(composed(part("orders", "dynamodb", **settings)), TABLE).get(argument) == expected


def test_replicas_in_other_regions() -> None:
    table = body_of(composed(part("orders", "dynamodb", replica_regions=["eu-west-1"])), TABLE)
    assert table["replica"][0]["region_name"] == "eu-west-1"
    assert table["stream_enabled"] is True
