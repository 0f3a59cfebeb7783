"""A recorded run replayed is the same run, whatever happened in it, without money, clock or network."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import UsageFailure
from app.domain.thought import Thought, Usage
from app.reasoning.base import Data, Message, ModelDown, Reply, Turn
from app.reasoning.model.limits import Limits
from app.reasoning.model.metered import Metered
from app.reasoning.model.recording import Recorder
from app.reasoning.model.replay import UNKNOWN, Replayer
from app.reasoning.model.thinker import ModelThinker
from tests.unit.reasoning.model.scripted import (
    DOWN,
    ONE,
    Clock,
    Coins,
    Scripted,
    Sorting,
    call,
    say,
    submit,
    text,
    tool,
)

PROMPTS = {"architect": 1}
SECRET = "password = 'hunter22'"
LOOK = tool("look", lambda given: f"{given['of']} {SECRET}")


def timeless(thought: Thought) -> Thought:
    return replace(thought, seconds=0)


RUNS: Mapping[str, list[Any]] = {
    "good": [say(text("let me look"), call("look", {"of": "x"})), say(submit(1, 2, 3))],
    "repair": [say(submit(3, 1)), say(submit("x")), say(submit(1, 2, 3))],
    "its own secret": [say(call("look", {"of": SECRET})), say(text(SECRET), submit(1, 2, 3))],
    "thinking": [
        say({"type": "thinking", "thinking": SECRET, "signature": "s"}, call("look", {"of": "y"})),
        say(submit(1, 2, 3)),
    ],
    "numbers that JSON does not know": [say(call("submit", {"numbers": [float("nan")]})), say(submit(1, 2, 3))],
    "malformed": [say(text("no")), say(submit("x")), say(submit())],
    "refusal": [say(submit(1, 1, 2)), say(text("no"), stop="refusal")],
    "down after a kept state": [say(submit(1, 1, 2)), DOWN],
    "a refused key": [ModelDown("it refuses the key", left=True)],
    "nobody there": [ModelDown("it cannot be reached")],
    "a bug": [say(submit(1, 1, 2)), KeyError("x")],
    "endless": [say(call("look", {"of": "x"}))],
    "turns": [lambda turn: say(submit(1, 0, len(turn.messages)))],
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("usd", ["1", "0.025", "0.005"])
@pytest.mark.parametrize("slow", [0.0, 15.0])
def test_a_replay_is_bit_for_bit(name: str, usd: str, slow: float, tmp_path: Path) -> None:
    clock, steps = Clock(), list(RUNS[name])

    def late(step: Any) -> Any:
        def answer(turn: Turn) -> Reply:
            clock.at += slow
            if isinstance(step, Exception):
                raise step
            return step(turn) if callable(step) else step  # type: ignore[no-any-return]

        return answer

    path, limits = tmp_path / "reasoner.jsonl", Limits(turns=5, seconds=20)
    model = Scripted(*[late(step) for step in steps])
    live, then = Sorting(), Sorting()
    recorder = Recorder(Metered(model, Coins(usd), clock), path, PROMPTS, limits)
    thought = ModelThinker(recorder, (LOOK,), limits, clock).think(live.task)
    unbilled = [step for step in RUNS[name] if isinstance(step, ModelDown) and not step.spent.requests]
    assert 0 <= len(model.turns) - thought.usage.requests <= len(unbilled)
    replayed = Replayer.open(path, PROMPTS)
    again = ModelThinker(replayed, (LOOK,), replayed.limits).think(then.task)
    assert timeless(again) == timeless(thought)
    assert (then.judged, then.kept) == (live.judged, live.kept)
    assert "hunter22" not in path.read_text()


def test_the_runs_above_end_in_every_way(tmp_path: Path) -> None:
    ended = set()
    for name, steps in RUNS.items():
        for usd, seconds in (("1", 20), ("0.005", 20), ("1", 0)):
            path, limits = tmp_path / f"{name}{usd}", Limits(turns=5, seconds=seconds)
            recorder = Recorder(Metered(Scripted(*steps), Coins(usd)), path, PROMPTS, limits)
            ended.add(ModelThinker(recorder, (LOOK,), limits).think(Sorting().task).ended)
    assert ended == {"answered", "down", "declined", "over_budget", "malformed", "turns", "time"}


def looked_then_sorted(turn: Turn) -> Reply:
    """Look first, then answer with the number of the issue."""
    number = int(str(turn.messages[0].content[0]["text"]).splitlines()[1])
    return say(call("look", {"of": "x"})) if len(turn.messages) == 1 else say(submit(1, 2, number))


def test_tasks_side_by_side_that_run_out_of_money_do_so_again(tmp_path: Path) -> None:
    """Which of them are refused is a matter of who comes first, and no longer once it is recorded."""
    path = tmp_path / "reasoner.jsonl"
    recorder = Recorder(Metered(Scripted(looked_then_sorted), Coins("0.085")), path, PROMPTS, Limits())
    live = [Sorting(Data("the issue", str(n))) for n in range(3, 11)]
    with ThreadPoolExecutor(8) as pool:
        thoughts = list(pool.map(ModelThinker(recorder, (LOOK,)).think, [sorting.task for sorting in live]))
    assert "over_budget" in {thought.ended for thought in thoughts}
    replayed = Replayer.open(path, PROMPTS)
    then = [Sorting(Data("the issue", str(n))) for n in range(3, 11)]
    again = [ModelThinker(replayed, (LOOK,), replayed.limits).think(sorting.task) for sorting in then]
    assert [timeless(thought) for thought in again] == [timeless(thought) for thought in thoughts]
    assert [sorting.kept for sorting in then] == [sorting.kept for sorting in live]


def test_what_was_not_asked_is_not_answered(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    recorder = Recorder(Scripted(say(submit(1, 2, 3))), path, PROMPTS, Limits())
    ModelThinker(recorder).think(Sorting().task)
    replayed = Replayer.open(path, PROMPTS)
    thought = ModelThinker(replayed).think(Sorting(Data("the issue", "5 6")).task)
    assert (thought.ended, thought.why, thought.usage) == ("down", UNKNOWN, Usage())


def test_it_is_whoever_was_recorded_and_costs_nothing_now(tmp_path: Path) -> None:
    path, turn = tmp_path / "r", Turn("", (), (Message("user", (text("x"),)),), 9)
    Recorder(Scripted(say(submit(1))), path, PROMPTS, Limits(turns=3)).ask(turn, 1)
    replayed = Replayer.open(path, PROMPTS)
    assert (replayed.name, replayed.id, replayed.limits.turns) == ("claude", "claude-test", 3)
    assert replayed.most(turn) == Usage()
    assert replayed.ask(turn, 0).usage == ONE
    with pytest.raises(ModelDown, match="no answer to this request"):
        replayed.ask(replace(turn, system="other"), 1)


@pytest.mark.parametrize(
    ("prompts", "named"),
    [({"architect": 2}, "architect"), ({}, "architect"), ({"architect": 1, "explain": 1}, "explain")],
)
def test_other_prompts_are_told_at_once(prompts: dict[str, int], named: str, tmp_path: Path) -> None:
    path, turn = tmp_path / "r", Turn("", (), (Message("user", (text("x"),)),), 9)
    Recorder(Scripted(say(submit(1))), path, PROMPTS, Limits()).ask(turn, 1)
    with pytest.raises(UsageFailure, match=f"other versions of the prompts {named}$"):
        Replayer.open(path, prompts)


def test_a_file_that_is_not_there_is_a_usage_failure(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(UsageFailure) as refused:
            Replayer.open(path, PROMPTS)
        assert str(path) in refused.value.wrong
