"""Edits in words."""

import pytest

from app.toolchains.terraform.repair.edits import (
    Beside,
    Choose,
    Describe,
    Drop,
    Edit,
    Key,
    Lookup,
    Set,
    When,
    described,
)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Set("?a.b", "true"), "set `a.b = true`"),
        (Choose("logs", "engine", {}), "set `logs` as fits `engine`"),
        (Key("kms_key_id"), "point `kms_key_id` at a customer-managed KMS key"),
        (Drop("x"), "remove `x`"),
        (Beside("aws_x", "bucket", ""), "add an `aws_x` whose `bucket` is this resource"),
        (Lookup("x", "aws_y", "z", ""), "set `x` from a data source `aws_y`"),
        (Describe(), "describe the group and each of its rules"),
        (When("x", (), ""), ""),
    ],
)
def test_words(edit: Edit, expected: str) -> None:
    assert described(edit) == expected
