"""A turn as the service wants it, and the most that it can cost."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reasoning.base import Message, ToolSpec, Turn
from app.reasoning.claude_request import ADDED, Manner, manner
from app.settings import read_settings
from tests.fakes.messages_api import KEY
from tests.fakes.messages_rules import check

HOW = manner(read_settings({"ANTHROPIC_API_KEY": KEY}))
LOOK = ToolSpec("look", "Look.", {"type": "object", "properties": {}})
SUBMIT = ToolSpec("submit", "Answer.", {"properties": {}})
HEADERS = {"x-api-key": KEY, "anthropic-version": "2026-10-21"}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def marks(value: Any) -> list[str]:
    """What is marked for the cache, in the order of the prompt."""
    places = [("tool", tool) for tool in value.get("tools", ())] + [("system", one) for one in value.get("system", ())]
    places += [(f"{n}", block) for n, message in enumerate(value["messages"]) for block in message["content"]]
    names = [(place, block.get("name") or block.get("text"), "cache_control" in block) for place, block in places]
    return [f"{place} {name}" for place, name, marked in names if marked]


def test_the_marks_for_the_cache() -> None:
    """At the end of the tools, of the instructions, and of our last two messages; never more than four."""
    turn = Turn("Be brief.", (LOOK, SUBMIT), (Message("user", (text("a"), text("b"))),), 100)
    assert marks(HOW.parameters(turn)) == ["tool submit", "system Be brief.", "0 b"]
    replies = [Message("assistant", (text("c"),)), Message("user", (text("d"),))]
    long = replace(turn, messages=(*turn.messages, *replies * 3))
    assert marks(HOW.parameters(long)) == ["tool submit", "system Be brief.", "4 d", "6 d"]
    bare = Turn("", (), (Message("user", (text("a"),)),), 100)
    assert marks(HOW.parameters(bare)) == ["0 a"]
    assert {"system", "tools"} & set(HOW.parameters(bare)) == set()


def test_thinking_has_no_mark() -> None:
    turn = Turn("", (), (Message("user", ({"type": "thinking", "thinking": "", "signature": "x"},)),), 100)
    assert marks(HOW.parameters(turn)) == []


def test_the_turn_itself_stays_as_it_is() -> None:
    block = text("a")
    turn = Turn("s", (LOOK,), (Message("user", (block,)),), 100)
    first = json.dumps(HOW.parameters(turn))
    assert json.dumps(HOW.parameters(turn)) == first
    assert block == text("a")
    assert "cache_control" not in json.dumps([LOOK.schema, SUBMIT.schema])


def test_what_is_made_is_what_the_service_takes() -> None:
    turn = Turn("s", (LOOK, SUBMIT), (Message("user", (text("a"),)),), 100)
    check("/v1/messages", HEADERS, HOW.parameters(turn), KEY)


def test_the_most_is_made_of_bytes_at_the_dearest_rate() -> None:
    """2.50 to write a million into the cache and 10 for a million of the answer, a tenth more for one country."""
    turn = Turn("s" * 500_000, (), (Message("user", (text("ñ" * 250_000),)),), 10_000)
    most = HOW.most(turn)
    assert (most.requests, most.output_tokens, most.input_tokens, most.cache_read_tokens) == (1, 10_000, 0, 0)
    assert 1_000_000 + ADDED < most.cache_write_tokens < 1_001_000 + ADDED
    expected = (Decimal(most.cache_write_tokens) * Decimal("2.5") + 10_000 * 10) / 1_000_000 * Decimal("1.1")
    assert most.usd == expected


@given(st.text(max_size=60), st.integers(1, 9))
def test_no_text_has_more_tokens_than_the_bound(words: str, times: int) -> None:
    """Every byte a token of its own, in each block: even that is within the bound, with surrogates too."""
    blocks = (text(words),) * times
    turn = Turn(words, (SUBMIT,), (Message("user", blocks),), 1)
    worst = (times + 1) * len(words.encode("utf-8", "surrogatepass"))
    assert HOW.most(turn).cache_write_tokens >= worst + ADDED


def test_settings_of_the_request() -> None:
    turn = Turn("s", (), (Message("user", (text("a"),)),), 100)
    given = Manner(HOW.card, "claude-x", "", 0.0).parameters(turn)
    assert given["extra_body"] == {"temperature": 0.0}
    assert given["extra_headers"] == {"anthropic-version": "2023-06-01"}
    assert "output_config" not in given
    assert HOW.parameters(turn)["output_config"] == {"effort": "medium"}
    assert "extra_body" not in HOW.parameters(turn)


@pytest.mark.parametrize(
    ("variables", "effort", "rates"),
    [
        ({}, "medium", ("2", "10", "2.5", "0.1")),
        ({"AGENTS_MODEL": "claude-haiku-4-5"}, "", ("1", "5", "1.25", "0.1")),
        ({"AGENTS_MODEL": "claude-opus-4-6", "AGENTS_EFFORT": "max"}, "max", ("5", "25", "6.25", "0.5")),
        ({"AGENTS_MODEL_PRICE": "3,15"}, "medium", ("3", "15", "3.75", "3")),
        ({"AGENTS_MODEL": "mine", "AGENTS_MODEL_PRICE": "0.5,1"}, "", ("0.5", "1", "0.625", "0.5")),
    ],
)
def test_a_price_that_is_stated_and_one_that_is_known(
    variables: dict[str, str], effort: str, rates: tuple[str, ...]
) -> None:
    how = manner(read_settings({"ANTHROPIC_API_KEY": KEY, **variables}))
    known = how.card.rates
    assert (known.input, known.output, known.cache_write, known.cache_read) == tuple(map(Decimal, rates))
    assert how.effort == effort
