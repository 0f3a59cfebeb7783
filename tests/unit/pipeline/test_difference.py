"""What a change does, from two simulated plans."""

from typing import Any

import pytest

from app.domain.plan import Plan, StackResult
from app.pipeline.difference import differences
from tests.builders import stack_result


def entry(address: str, after: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    kind = address.partition(".")[0]
    return {"address": address, "type": kind, "change": {"actions": ["create"], "after": after, **more}}


def planned(*entries: dict[str, Any], path: str = "infra", **fields: Any) -> StackResult:
    return stack_result(path, plan=Plan(len(entries), 0, 0, tuple(entries)), **fields)


def actions(result: StackResult) -> list[tuple[str, str]]:
    return [(one["address"], one["change"]["actions"][0]) for one in result.plan.resource_changes]


A, B = entry("aws_a.x", {"n": 1}), entry("aws_b.x", {"n": 1})


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ([A], [A], []),
        ([A], [A, B], [("aws_b.x", "create")]),
        ([A, B], [A], [("aws_b.x", "delete")]),
        ([A], [entry("aws_a.x", {"n": 2})], [("aws_a.x", "update")]),
        ([A], [entry("aws_a.x", {"n": 1}, after_unknown={"id": True})], [("aws_a.x", "update")]),
        ([], [A], [("aws_a.x", "create")]),
        ([A], [], [("aws_a.x", "delete")]),
        ([A], [entry("aws_a.x", None)], [("aws_a.x", "delete")]),
        ([A], [B, entry("aws_c.x", {})], [("aws_a.x", "delete"), ("aws_b.x", "create"), ("aws_c.x", "create")]),
    ],
)
def test_head_against_base(base: list[Any], head: list[Any], expected: list[tuple[str, str]]) -> None:
    (result,) = differences([planned(*head)], [planned(*base)])
    assert actions(result) == expected
    counts = [sum(action == kind for _, action in expected) for kind in ("create", "update", "delete")]
    assert [result.plan.add, result.plan.change, result.plan.destroy] == counts


def test_before_and_after_of_each() -> None:
    (result,) = differences([planned(entry("aws_a.x", {"n": 2}))], [planned(A, B)])
    changes = {one["address"]: one["change"] for one in result.plan.resource_changes}
    assert (changes["aws_a.x"]["before"], changes["aws_a.x"]["after"]) == ({"n": 1}, {"n": 2})
    assert (changes["aws_b.x"]["before"], changes["aws_b.x"]["after"]) == ({"n": 1}, None)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ([], planned(A)),
        ([planned(A, path="other")], planned(A)),
        ([planned(A, status="failed")], planned(A)),
        ([planned(A)], planned(A, status="failed")),
        ([planned(A)], planned(A, status="not_run")),
    ],
)
def test_without_two_plans_the_heads_own_stays(base: list[StackResult], head: StackResult) -> None:
    assert differences([head], base) == (head,)


def test_each_stack_is_held_against_its_own_base() -> None:
    found = differences(
        [planned(A, path="one"), planned(A, B, path="two")], [planned(A, path="two"), planned(path="one")]
    )
    assert [(one.path, actions(one)) for one in found] == [
        ("one", [("aws_a.x", "create")]),
        ("two", [("aws_b.x", "create")]),
    ]
