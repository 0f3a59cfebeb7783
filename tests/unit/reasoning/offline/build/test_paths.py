from typing import Any

import pytest

from app.reasoning.offline.build.paths import append_at, get_at, plain, set_at


def test_plain_leaves_none_out_and_copies() -> None:
    inner = {"b": None, "c": [1, None, {"d": None}]}
    body = plain({"a": inner})
    assert body == {"a": {"c": [1, {}]}}
    inner["c"].append(2)  # type: ignore[union-attr]
    assert body == {"a": {"c": [1, {}]}}


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ({"a": {"b": 1}}, "a.b", 1),
        ({"a": [{"b": 1}, {"b": 2}]}, "a.b", 1),
        ({"a": [{"b": 1}, {"b": 2}]}, "a.1.b", 2),
        ({"a": [{"b": 1}]}, "a.3.b", None),
        ({"a": []}, "a.b", None),
        ({"a": 1}, "a.b", None),
        ({}, "a", None),
    ],
)
def test_get(body: dict[str, Any], path: str, expected: object) -> None:
    assert get_at(body, path) == expected


@pytest.mark.parametrize(
    ("body", "path", "value", "expected"),
    [
        ({}, "a.b.c", 1, {"a": {"b": {"c": 1}}}),
        ({"a": [{"b": 1}, {"b": 2}]}, "a.b", 3, {"a": [{"b": 3}, {"b": 2}]}),
        ({"a": [{"b": 1}, {"b": 2}]}, "a.1.b", 3, {"a": [{"b": 1}, {"b": 3}]}),
        ({"a": []}, "a.b", 3, {"a": [{"b": 3}]}),
        ({"a": 1}, "a", None, {}),
        ({"a": [1, 2]}, "a.1", 5, {"a": [1, 5]}),
    ],
)
def test_set(body: dict[str, Any], path: str, value: object, expected: object) -> None:
    set_at(body, path, value)
    assert body == expected


def test_set_beyond_a_list_is_an_error() -> None:
    with pytest.raises(IndexError):
        set_at({"a": [1]}, "a.4", 2)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"a": [{"x": 1}]}),
        ({"a": [{"x": 0}]}, {"a": [{"x": 0}, {"x": 1}]}),
        ({"a": {"x": 0}}, {"a": [{"x": 0}, {"x": 1}]}),
    ],
)
def test_append(body: dict[str, Any], expected: object) -> None:
    append_at(body, "a", {"x": 1})
    assert body == expected
