"""Tasks side by side: each its own conversation, one purse for all."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from app.reasoning.base import Data, ModelDown, Reply, Turn, TurnRefused
from app.reasoning.model.limits import Limits
from app.reasoning.model.metered import Metered
from app.reasoning.model.thinker import ModelThinker
from tests.unit.reasoning.model.scripted import ONE, Coins, Scripted, Sorting, call, say, submit, tool

LOOK = tool("look", lambda given: "large")


def answer(turn: Turn) -> Reply:
    """Look first, then answer with the number of the issue."""
    if len(turn.messages) == 1:
        return say(call("look", {"of": "x"}))
    first = str(turn.messages[0].content[0]["text"])
    return say(submit(1, 2, int(first.splitlines()[1])))


def test_tasks_side_by_side_do_not_mix() -> None:
    thinker = ModelThinker(Metered(Scripted(answer), Coins()), (LOOK,))
    sortings = [Sorting(Data("the issue", str(n))) for n in range(3, 11)]
    with ThreadPoolExecutor(8) as pool:
        thoughts = list(pool.map(thinker.think, [sorting.task for sorting in sortings]))
    assert [sorting.kept for sorting in sortings] == [(1, 2, n) for n in range(3, 11)]
    assert {(thought.ended, thought.usage) for thought in thoughts} == {("answered", ONE + ONE)}


def test_together_they_never_spend_more_than_there_is() -> None:
    """Eight tasks that would take 16 requests of a cent; there are 9.5 cents, and three are put aside for each."""
    purse = Coins("0.095")
    bound = ONE + ONE + ONE
    model = Scripted(answer, most=bound)
    thinker = ModelThinker(Metered(model, purse), (LOOK,))
    with ThreadPoolExecutor(8) as pool:
        thoughts = list(pool.map(thinker.think, [Sorting(Data("the issue", "7")).task for _ in range(8)]))
    assert purse.highest <= purse.limit
    assert purse.spent == sum((thought.usage.usd for thought in thoughts), Decimal(0)) <= purse.limit
    assert {thought.ended for thought in thoughts} <= {"answered", "over_budget"}
    assert "over_budget" in {thought.ended for thought in thoughts}


def test_who_it_is_and_what_it_looks_up() -> None:
    thinker = ModelThinker(Scripted(answer), (LOOK,), Limits())
    assert (thinker.name, thinker.id, thinker.tools) == ("claude", "claude-test", (LOOK,))


def test_a_service_that_is_down_is_not_asked_for_ever() -> None:
    """Every task would wait for its repeated requests once more."""
    asked: list[Turn] = []

    def down(turn: Turn) -> Reply:
        asked.append(turn)
        raise ModelDown("overloaded")

    thinker = ModelThinker(Metered(Scripted(down), Coins()), (LOOK,))
    thoughts = [thinker.think(Sorting(Data("the issue", "7")).task) for _ in range(4)]
    assert [thought.why for thought in thoughts] == ["overloaded"] * 2 + ["not asked again: overloaded"] * 2
    assert len(asked) == 2


def test_a_turn_that_is_refused_says_nothing_of_the_next_task() -> None:
    def refuses(turn: Turn) -> Reply:
        raise TurnRefused("the prompt is too long")

    thinker = ModelThinker(Metered(Scripted(refuses), Coins()))
    thoughts = [thinker.think(Sorting(Data("the issue", "7")).task) for _ in range(4)]
    assert {(thought.ended, thought.why) for thought in thoughts} == {("down", "the prompt is too long")}
