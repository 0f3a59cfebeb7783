"""Keys and indexes."""

from typing import Any

import pytest

from tests.unit.knowledge.catalogue.composed import body_of, composed, part


@pytest.mark.parametrize(
    ("settings", "attributes"),
    [
        ({"hash_key": "pk"}, {"pk": "S"}),
        ({"hash_key": "pk", "range_key": "sk"}, {"pk": "S", "sk": "S"}),
        ({"hash_key": "user", "range_key": "timestamp"}, {"user": "S", "timestamp": "N"}),
        ({"hash_key": "year", "hash_key_type": "N"}, {"year": "N"}),
        ({"indexes": ["email"]}, {"id": "S", "email": "S"}),
        ({"indexes": ["status:created_at", "id:email"]}, {"id": "S", "status": "S", "created_at": "N", "email": "S"}),
    ],
)
def test_every_attribute_in_use_is_declared_once(settings: dict[str, Any], attributes: dict[str, str]) -> None:
    found = body_of(composed(part("orders", "dynamodb", **settings)), "aws_dynamodb_table")["attribute"]
    assert {one["name"]: one["type"] for one in found} == attributes
    assert len(found) == len(attributes)


def test_an_index_has_a_name_and_its_keys() -> None:
    built = composed(part("orders", "dynamodb", indexes=["status:created_at"]))
    assert body_of(built, "aws_dynamodb_table")["global_secondary_index"] == [
        {
            "name": "by-status-created-at",
            "key_schema": [
                {"attribute_name": "status", "key_type": "HASH"},
                {"attribute_name": "created_at", "key_type": "RANGE"},
            ],
            "projection_type": "ALL",
        }
    ]
