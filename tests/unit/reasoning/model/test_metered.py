"""Money is put aside before a request and settled after it, whatever comes of the request."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.errors import Failure
from app.domain.thought import OverBudget, Usage
from app.reasoning.base import Message, ModelDown, Reply, Turn
from app.reasoning.model.limits import OutOfTime
from app.reasoning.model.metered import SHORTEST, Metered
from tests.unit.reasoning.model.scripted import DOWN, ONE, Clock, Coins, Scripted, say, text

TURN = Turn("Sort.", (), (Message("user", (text("3 2 1"),)),), 16_000)


class Priced(Scripted):
    """A thousandth of a cent for each token of an answer."""

    def most(self, turn: Turn) -> Usage:
        return Usage(1, output_tokens=turn.max_tokens, usd=Decimal(turn.max_tokens) / 100_000)


def test_what_is_put_aside_becomes_what_was_spent() -> None:
    purse = Coins()
    model = Priced(lambda turn: say(text(str(purse.spent))))
    reply = Metered(model, purse).ask(TURN, 60)
    assert reply.content[0]["text"] == "0.16"
    assert purse.rows == [ONE]


@pytest.mark.parametrize(
    ("usd", "tokens"), [("0.16", 16_000), ("0.15", 8_000), ("0.05", 4_000), ("0.03", 2_000), ("0.02", 2_000)]
)
def test_where_money_is_short_the_answer_may_be_shorter(usd: str, tokens: int) -> None:
    model = Priced(say(text("yes")))
    Metered(model, Coins(usd)).ask(TURN, 60)
    assert [turn.max_tokens for turn in model.turns] == [tokens]


def test_below_what_is_of_use_nothing_is_asked() -> None:
    model = Priced(say(text("yes")))
    with pytest.raises(OverBudget):
        Metered(model, Coins("0.019")).ask(TURN, 60)
    assert model.turns == []
    assert SHORTEST == 2000


@pytest.mark.parametrize(
    ("error", "takes", "kind", "spent"),
    [
        (DOWN, 1, ModelDown, ONE),
        (ModelDown("no answer in time"), 59, OutOfTime, Usage()),
        (KeyError("x"), 1, ModelDown, Usage(1, output_tokens=16_000, usd=Decimal("0.16"))),
    ],
)
def test_a_request_that_failed_costs_what_may_be_billed(
    error: Exception, takes: float, kind: type[ModelDown], spent: Usage
) -> None:
    clock, purse = Clock(), Coins()

    def failing(turn: Turn) -> Reply:
        clock.at += takes
        raise error

    with pytest.raises(ModelDown) as told:
        Metered(Priced(failing), purse, clock).ask(TURN, 60)
    assert (type(told.value), told.value.spent, purse.rows) == (kind, spent, [spent])


def test_without_time_nothing_is_asked() -> None:
    model, purse = Priced(say(text("yes"))), Coins()
    with pytest.raises(OutOfTime):
        Metered(model, purse).ask(TURN, 0)
    assert (model.turns, purse.rows) == ([], [])


class Shut(Coins):
    """A purse whose database is gone: at once, or when it is settled."""

    def __init__(self, *, at_once: bool) -> None:
        super().__init__()
        self.at_once = at_once

    def reserve(self, most: Usage) -> int:
        if self.at_once:
            raise Failure("reaching the database", "it is gone")
        return super().reserve(most)

    def settle(self, reservation: int, spent: Usage) -> Any:
        raise Failure("reaching the database", "it is gone")


def test_a_purse_that_cannot_be_reached_pays_nothing() -> None:
    model = Priced(say(text("yes")))
    with pytest.raises(ModelDown, match="reaching the database: it is gone"):
        Metered(model, Shut(at_once=True)).ask(TURN, 60)
    assert model.turns == []


def test_an_answer_that_cannot_be_settled_stands_with_what_was_put_aside() -> None:
    purse = Shut(at_once=False)
    assert Metered(Priced(say(text("yes"))), purse).ask(TURN, 60).stop == "end_turn"
    assert purse.spent == Decimal("0.16")


def test_the_bound_is_the_models() -> None:
    metered = Metered(Priced(DOWN), Coins())
    assert metered.most(TURN).output_tokens == 16_000
    assert (metered.name, metered.id) == ("claude", "claude-test")
