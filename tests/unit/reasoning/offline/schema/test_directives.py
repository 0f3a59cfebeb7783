"""Directives of the argument data."""

from typing import Any

import pytest

from app.domain.resources import Json, Ref, Template, Var
from app.reasoning.offline.schema.directives import resolve
from tests.unit.reasoning.offline.schema.answering import PlainAnswers


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ("plain", "plain"),
        (3, 3),
        ("@key", Var("key")),
        ("@aws_s3_bucket.arn", Ref("aws_s3_bucket.it", "arn")),
        (["@key", "x"], [Var("key"), "x"]),
        ({"a": "@key"}, {"a": Var("key")}),
        ({"@json": {"a": "@key"}}, Json({"a": Var("key")})),
        ("@text:no places", "no places"),
        ("@text:a/{account}/b", Template(("a/", Var("account"), "/b"))),
        ("@text:{unknown}", "{unknown}"),
    ],
)
def test_resolve(value: Any, resolved: Any) -> None:
    assert resolve(value, PlainAnswers(), "x") == resolved


def test_lists_lose_what_has_no_answer() -> None:
    assert resolve(["@key", "x"], PlainAnswers(known=False), "x") == ["x"]
