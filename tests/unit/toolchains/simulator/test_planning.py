"""Planning: unknown values, defaults, sets, replacement."""

from typing import Any

import pytest

from app.knowledge.schemas import Block
from app.toolchains.simulator.planning import agrees, changed, planned_state, replacement_paths
from app.toolchains.simulator.values import UNKNOWN

BLOCK = Block(
    {
        "a": {
            "id": ["string", "oc"],
            "name": ["string", "r"],
            "size": ["number", "o"],
            "token_wo": ["string", "o"],
            "token_wo_version": ["number", "o"],
        },
        "b": {
            "disk": ["set", 0, 0, {"a": {"kind": ["string", "oc"], "gb": ["number", "r"], "keep": ["bool", "o"]}}],
            "rule": ["list", 0, 0, {"a": {"path": ["string", "o"], "etag": ["string", "c"]}}],
            "one": ["single", 0, 0, {"a": {"x": ["string", "c"]}}],
            "named": ["map", 0, 0, {"a": {"x": ["string", "c"]}}],
        },
    }
)
DEFAULTS = {"size": 5, "disk.keep": True, "rule.path": "", "name": "ignored: it is required"}
EMPTY = {"id": None, "name": "n", "size": None, "token_wo": None, "token_wo_version": None}
NONE: dict[str, Any] = {"disk": [], "rule": [], "one": None, "named": {}}


def test_creation_makes_computed_values_unknown_and_fills_defaults() -> None:
    planned = planned_state(BLOCK, {**EMPTY, **NONE, "rule": [{"path": None, "etag": None}]}, None, DEFAULTS)
    assert planned["id"] == UNKNOWN
    assert planned["size"] == 5
    assert planned["rule"] == [{"path": None, "etag": UNKNOWN}], "an empty default says nothing"


@pytest.mark.parametrize(("default", "expected"), [("5", None), (True, None), (7, 7), (1.5, 1.5)])
def test_default_of_another_type_is_ignored(default: object, expected: object) -> None:
    assert planned_state(BLOCK, {**EMPTY, **NONE}, None, {"size": default})["size"] == expected


def test_write_only_value_is_never_planned() -> None:
    assert planned_state(BLOCK, {**EMPTY, **NONE, "token_wo": "s3cret"}, None, {})["token_wo"] is None


def test_update_keeps_what_was_computed() -> None:
    prior = {**EMPTY, **NONE, "id": None, "size": 5, "rule": [{"path": "/", "etag": "e"}], "one": {"x": "1"}}
    proposed = {**prior, "size": None, "rule": [{"path": "/", "etag": "e"}, {"path": "/b", "etag": None}]}
    planned = planned_state(BLOCK, proposed, prior, DEFAULTS)
    assert planned["id"] is None
    assert planned["rule"] == [{"path": "/", "etag": "e"}, {"path": "/b", "etag": UNKNOWN}]
    assert planned["one"] == {"x": "1"}


def test_set_elements_find_their_earlier_selves() -> None:
    old = [{"kind": "gp3", "gb": 10, "keep": True}, {"kind": "io2", "gb": 20, "keep": True}]
    new = [{"kind": None, "gb": 20, "keep": None}, {"kind": None, "gb": 30, "keep": None}]
    planned = planned_state(BLOCK, {**EMPTY, **NONE, "disk": new}, {**EMPTY, **NONE, "disk": old}, DEFAULTS)
    assert planned["disk"] == [{"kind": "io2", "gb": 20, "keep": True}, {"kind": UNKNOWN, "gb": 30, "keep": True}]


def test_named_blocks() -> None:
    prior = {**EMPTY, **NONE, "named": {"a": {"x": "1"}}}
    proposed = {**prior, "named": {"a": {"x": None}, "b": {"x": None}}}
    assert planned_state(BLOCK, proposed, prior, {})["named"] == {"a": {"x": "1"}, "b": {"x": UNKNOWN}}


def test_unknown_block_stays_unknown() -> None:
    assert planned_state(BLOCK, {**EMPTY, **NONE, "rule": UNKNOWN}, None, {})["rule"] == UNKNOWN


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (UNKNOWN, "x", True),
        ({"a": 1, "b": UNKNOWN}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ([{"a": 1}, {"a": 2}], [{"a": 2}, {"a": 1}], True),
        ([1], [1, 2], False),
        (None, "", True),
        (None, 0, False),
    ],
)
def test_agrees(new: object, old: object, expected: bool) -> None:
    assert agrees(new, old) is expected


def test_changed() -> None:
    assert not changed({"a": 1}, {"a": 1})
    assert changed({"a": 1}, {"a": UNKNOWN})


@pytest.mark.parametrize(
    ("path", "prior", "planned", "expected"),
    [
        ("name", {"name": "a"}, {"name": "b"}, [("name",)]),
        ("name", {"name": "a"}, {"name": "a"}, []),
        ("name", {"name": "a"}, {"name": UNKNOWN}, [("name",)]),
        ("name", {"name": None}, {"name": ""}, []),
        ("id", {"id": "a"}, {"id": "b"}, []),
        ("disk.gb", {"disk": [{"gb": 1}]}, {"disk": [{"gb": 2}]}, [("disk", 0, "gb")]),
        ("disk.gb", {"disk": [{"gb": 1}]}, {"disk": [{"gb": 1}, {"gb": 2}]}, [("disk",)]),
        ("gone", {"name": "a"}, {"name": "b"}, []),
    ],
)
def test_replacement_paths(path: str, prior: Any, planned: Any, expected: list[tuple[str | int, ...]]) -> None:
    assert replacement_paths(frozenset({path}), prior, planned) == expected
