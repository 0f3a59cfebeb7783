"""Steps in process."""

import threading

import pytest

from app.durable.inline import InlineSteps


def test_answers_come_in_order_and_side_by_side() -> None:
    gate = threading.Barrier(2, timeout=60)

    def meet(name: str) -> str:
        gate.wait()
        return name

    assert InlineSteps().parallel([("a", lambda: meet("a")), ("b", lambda: meet("b"))]) == ["a", "b"]


def test_the_first_exception_is_raised_when_all_have_ended() -> None:
    ended: list[str] = []

    def fail() -> str:
        raise ValueError("first")

    def last() -> str:
        ended.append("yes")
        return "ok"

    with pytest.raises(ValueError, match="first"):
        InlineSteps().parallel([("a", fail), ("b", last)])
    assert ended == ["yes"]


def test_one_step_runs_on_the_calling_thread() -> None:
    assert InlineSteps().parallel([("a", threading.get_ident)]) == [threading.get_ident()]
