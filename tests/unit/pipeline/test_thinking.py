"""Who thinks in a run, as far as the use cases know."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.policy import Policy, ReasonerPolicy
from app.domain.thought import Reasoned, Thought, Usage
from app.pipeline.thinking import Barred, Begun, Offline, offline, reasoned
from app.reasoning.base import Task, Tool

THOUGHT = Thought("architect", "design", "answered", kept=True, usage=Usage(1, usd=Decimal("0.1")))


class Thinker:
    name = "claude"
    id = "claude-x"
    tools: tuple[Tool, ...] = ()

    def think(self, task: Task[Any]) -> Thought:
        raise AssertionError


def test_offline_asks_nobody() -> None:
    assert Offline().begin("r", "w", Policy(), Path()) == Begun()
    assert Offline("claude", "no key").begin("r", "w", Policy(), Path()).why == "no key"
    with offline("r") as one:
        assert one == Offline()


@pytest.mark.parametrize(("use", "why"), [("claude", "a fork"), ("offline", ""), ("", "")])
def test_who_may_not_be_asked_is_told_where_it_was_wanted(use: str, why: str) -> None:
    begun = Barred("claude", "a fork").begin("r", "w", Policy(reasoner=ReasonerPolicy(use)), Path())
    assert begun == Begun(why=why)


@pytest.mark.parametrize(
    ("begun", "thoughts", "expected"),
    [
        (Begun(), (), Reasoned()),
        (Begun(why="no key"), (), Reasoned(why="no key")),
        (Begun(Thinker(), recording="/r"), (), Reasoned(model="claude", id="claude-x")),
        (Begun(Thinker(), recording="/r"), (THOUGHT,), Reasoned("offline", "claude", "claude-x", "", (THOUGHT,), "/r")),
    ],
)
def test_a_recording_is_there_only_where_something_was_asked(
    begun: Begun, thoughts: tuple[Thought, ...], expected: Reasoned
) -> None:
    assert reasoned(Offline(), begun, thoughts) == expected
