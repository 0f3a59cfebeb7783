"""Stated and usual arguments as trees."""

from typing import Any

import pytest

from app.knowledge.schemas import schema_of
from app.reasoning.offline.schema.arguments import Usual, bodies, merged, tree, usual_tree, without_marks


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        (
            "aws_instance",
            {"metadata_options.http_tokens": "required"},
            {"metadata_options": {"http_tokens": "required"}},
        ),
        ("aws_instance", {"nonsense.path": 1, "arn": "x"}, {}),
        (
            "aws_instance",
            {"ebs_block_device.0.device_name": "a", "ebs_block_device.1.device_name": "b"},
            {"ebs_block_device": [{"device_name": "a"}, {"device_name": "b"}]},
        ),
        (
            "aws_instance",
            {"metadata_options": {"http_tokens": "optional"}, "ami": "x"},
            {"metadata_options": {"http_tokens": "optional"}, "ami": "x"},
        ),
    ],
)
def test_tree(kind: str, arguments: dict[str, Any], expected: dict[str, Any]) -> None:
    block = schema_of(kind)
    assert block is not None
    assert tree(arguments, block) == expected


def test_usual_values_are_marked() -> None:
    assert usual_tree({"a.b": "@key", "c": {"@json": {}}, "d": [{"e": 1}], "f": ["g"]}) == {
        "a": {"b": Usual("@key")},
        "c": Usual({"@json": {}}),
        "d": [{"e": Usual(1)}],
        "f": Usual(["g"]),
    }
    assert without_marks({"a": [Usual(1)], "b": Usual("x")}) == {"a": [1], "b": "x"}


def test_what_was_stated_wins() -> None:
    usual = {"a": Usual(1), "b": {"c": Usual(2), "d": Usual(3)}, "e": [{"f": Usual(4)}, {"g": Usual(5)}]}
    stated = {"b": {"c": 20}, "e": {"f": 40}, "h": 6}
    assert merged(usual, stated) == {
        "a": Usual(1),
        "b": {"c": 20, "d": Usual(3)},
        "e": [{"f": 40}, {"g": Usual(5)}],
        "h": 6,
    }


def test_bodies() -> None:
    assert list(bodies({"a": 1})) == [{"a": 1}]
    assert list(bodies([{"a": 1}, "x"])) == [{"a": 1}]
    assert list(bodies("x")) == []
