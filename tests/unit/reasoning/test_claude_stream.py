"""Events put together, whatever they hold."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.thought import Usage
from app.knowledge.models import ModelCard, known_model
from app.reasoning.claude_stream import LARGEST, ErrorEvent, Heard, Nonsense

MOST = Usage(1, output_tokens=100, cache_write_tokens=5_000, usd=Decimal("0.5"))
TOLD = {"input_tokens": 10, "cache_creation_input_tokens": 20, "cache_read_input_tokens": 30, "output_tokens": 1}
START = {"type": "message_start", "message": {"usage": TOLD}}
TEXT = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
END = {"type": "message_stop"}


def card() -> ModelCard:
    known = known_model("claude-sonnet-5-5")
    assert known is not None
    return known


def heard(*events: object) -> Heard:
    it = Heard(card(), MOST)
    it.begun = True
    for event in events:
        it.take(event)
    return it


def delta(index: int, **fields: object) -> dict[str, object]:
    return {"type": "content_block_delta", "index": index, "delta": fields}


def end(stop: object = "end_turn", **usage: object) -> dict[str, object]:
    return {"type": "message_delta", "delta": {"stop_reason": stop}, "usage": usage}


def test_counts_are_cumulative_and_priced() -> None:
    told = heard(START, end(output_tokens=7, input_tokens=10), END)
    assert told.spent() == Usage(1, 10, 7, 20, 30, Decimal("0.000143"))  # 20 + 70 + 50 + 3 millionths
    assert told.reply().usage == told.spent()


def test_one_country_costs_a_tenth_more() -> None:
    start = {"type": "message_start", "message": {"usage": {**TOLD, "inference_geo": "us"}}}
    assert heard(start, end(output_tokens=7), END).spent().usd == Decimal("0.0001573")


@pytest.mark.parametrize(
    ("events", "spent"),
    [
        ([], MOST),
        ([START], Usage(1, 10, 100, 20, 30, Decimal("0.001073"))),
        ([START, end(output_tokens=50)], Usage(1, 10, 100, 20, 30, Decimal("0.001073"))),
        ([{"type": "message_start", "message": {}}, END], MOST),
        ([{"type": "message_start", "message": {"usage": {"input_tokens": -1, "output_tokens": 2}}}, END], MOST),
        ([{"type": "message_start", "message": {"usage": {"input_tokens": True, "output_tokens": 2}}}, END], MOST),
        ([{"type": "message_start", "message": {"usage": {"input_tokens": 10**12, "output_tokens": 2}}}, END], MOST),
        ([{"type": "message_start", "message": {"usage": {"input_tokens": 5}}}, END], MOST),
    ],
)
def test_what_was_not_told_may_have_been_the_most(events: list[dict[str, Any]], spent: Usage) -> None:
    assert heard(*events).spent() == spent


def test_nothing_before_it_began() -> None:
    assert Heard(card(), MOST).spent() == Usage()


NONSENSE: dict[str, list[object]] = {
    "no mapping": [["message_start"]],
    "no type": [{"message": {}}],
    "type is a number": [{"type": 1}],
    "a start without a message": [{"type": "message_start"}],
    "a block that is a text": [{"type": "content_block_start", "index": 0, "content_block": "text"}],
    "a block without a type": [{"type": "content_block_start", "index": 0, "content_block": {}}],
    "a text without text": [{"type": "content_block_start", "index": 0, "content_block": {"type": "text"}}],
    "a call without id": [{**TEXT, "content_block": {"type": "tool_use", "name": "x"}}],
    "no index": [{"type": "content_block_start", "content_block": {"type": "text", "text": ""}}],
    "a true index": [{"type": "content_block_start", "index": True, "content_block": {"type": "text", "text": ""}}],
    "a negative index": [{"type": "content_block_start", "index": -1, "content_block": {"type": "text", "text": ""}}],
    "the same twice": [TEXT, TEXT],
    "more of nothing": [delta(0, type="text_delta", text="x")],
    "more of no text": [TEXT, delta(0, type="text_delta", text=1)],
    "more without a type": [TEXT, delta(0, text="x")],
    "an end without words": [{"type": "message_delta"}],
    "without end": [TEXT, delta(0, type="text_delta", text="x" * (LARGEST + 1))],
    "an error without a kind": [{"type": "error", "error": {}}],
}  # fmt: skip


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_called_so(name: str) -> None:
    with pytest.raises(Nonsense):
        heard(START, *NONSENSE[name])


def test_an_error_of_the_service() -> None:
    with pytest.raises(ErrorEvent, match="overloaded_error: Busy"):
        heard(START, {"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}})


def test_an_answer_without_its_end_is_none() -> None:
    with pytest.raises(Nonsense, match="before its end"):
        heard(START, TEXT, end(output_tokens=1)).reply()


def test_unknown_events_blocks_and_additions() -> None:
    """Events are passed over; a block of its own kind stays as it is; one that grew in an unknown way is left out."""
    whole = {"type": "hologram", "data": {"x": [1]}}
    told = heard(
        START,
        {"type": "weather", "sun": True},
        {"type": "content_block_start", "index": 2, "content_block": whole},
        TEXT,
        delta(0, type="text_delta", text="a"),
        delta(0, type="text_delta", text="b"),
        {"type": "content_block_start", "index": 1, "content_block": {"type": "smell"}},
        delta(1, type="smell_delta", smell="rose"),
        end(output_tokens=1),
        END,
    )
    assert told.reply().content == ({"type": "text", "text": "ab"}, whole)


def test_a_call_whose_input_came_whole() -> None:
    block = {"type": "tool_use", "id": "t", "name": "look", "input": {"a": 1}}
    told = heard(START, {"type": "content_block_start", "index": 0, "content_block": block}, end("tool_use"), END)
    assert (told.reply().content, told.reply().stop) == ((block,), "tool_use")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KINDS = st.sampled_from(
    ["message_start", "content_block_start", "content_block_delta", "message_delta", "message_stop", "error", "ping"]
)
EVENTS = st.fixed_dictionaries(
    {"type": KINDS | VALUES},
    optional={
        "index": st.integers(0, 2) | VALUES,
        "message": st.fixed_dictionaries(
            {}, optional={"usage": st.dictionaries(st.sampled_from(sorted(TOLD)), VALUES)}
        ),
        "content_block": st.sampled_from([TEXT["content_block"], {"type": "tool_use", "id": "a", "name": "b"}])
        | VALUES,
        "delta": st.fixed_dictionaries(
            {"type": st.sampled_from(["text_delta", "input_json_delta", "signature_delta"]) | VALUES},
            optional={"text": st.text(max_size=4), "partial_json": st.text(max_size=4), "stop_reason": VALUES},
        )
        | VALUES,
        "usage": VALUES,
        "error": VALUES,
    },
)


@given(st.lists(EVENTS | VALUES, max_size=8))
def test_whatever_comes_there_is_an_answer_or_a_word_for_it(events: list[object]) -> None:
    it = Heard(card(), MOST)
    it.begun = True
    try:
        for event in events:
            it.take(event)
        reply = it.reply()
    except (Nonsense, ErrorEvent):
        assert it.spent().requests == 1
        return
    json.dumps(reply.content)
    assert reply.stop in {"end_turn", "tool_use", "max_tokens", "refusal"}
    assert reply.usage.usd >= 0
    assert all(isinstance(block.get("input", {}), dict) for block in reply.content)
