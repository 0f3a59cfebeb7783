"""Policies."""

from typing import Any

import pytest

from tests.unit.knowledge.catalogue.composed import body_of, composed, part, statements_of


def test_relations_become_statements() -> None:
    built = composed(part("reader", "iam_policy"), part("files", "s3"), relations=["reader reads files"])
    statement = statements_of(built, "reader_policy")[0]
    assert statement["sid"] == "ReadsFiles"
    assert "s3:GetObject" in statement["actions"]
    assert "*" not in statement["resources"]


@pytest.mark.parametrize(
    ("kind", "attachment"),
    [
        ("iam_role", "aws_iam_role_policy_attachment"),
        ("iam_user", "aws_iam_user_policy_attachment"),
        ("iam_group", "aws_iam_group_policy_attachment"),
    ],
)
@pytest.mark.parametrize("relation", ["reader attached holder", "holder uses reader", "holder attached reader"])
def test_it_is_attached_from_either_side(kind: str, attachment: str, relation: str) -> None:
    built = composed(part("reader", "iam_policy"), part("holder", kind), relations=[relation])
    assert body_of(built, attachment)["policy_arn"].address == "aws_iam_policy.reader"


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (None, ["iam:GetUser", "iam:ListAccessKeys"]),
        (["*"], ["iam:GetUser"]),
        (["s3:*", "iam:ListUsers"], ["iam:ListUsers"]),
    ],
)
def test_wildcards_are_never_written(actions: Any, expected: list[str]) -> None:
    built = composed(part("mine", "iam_policy", **({"actions": actions} if actions else {})))
    assert statements_of(built, "mine_policy")[0]["actions"] == expected
