"""The stub of the Messages API: it refuses what the service refuses, and the real SDK can talk with it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anthropic
import pytest

from tests.fakes import messages_api as api
from tests.fakes.messages_api import KEY, Script, Stub

LOOK: dict[str, Any] = {"name": "look", "description": "Look.", "input_schema": {"type": "object", "properties": {}}}
ASK: dict[str, Any] = {"role": "user", "content": "How many?"}
CALL: dict[str, Any] = {"type": "tool_use", "id": "t1", "name": "look", "input": {}}
RESULT: dict[str, Any] = {"type": "tool_result", "tool_use_id": "t1", "content": "2"}
GOOD: dict[str, Any] = {"model": "claude-sonnet-5-5", "max_tokens": 100, "tools": [LOOK], "messages": [ASK]}
MARK = {"cache_control": {"type": "ephemeral"}}


@contextmanager
def client(script: Script, key: str = KEY) -> Iterator[tuple[anthropic.Anthropic, Stub]]:
    with Stub(script) as stub, anthropic.Anthropic(base_url=stub.url, api_key=key, max_retries=0) as made:
        yield made, stub


def said(role: str, *blocks: Any) -> dict[str, Any]:
    return {"role": role, "content": list(blocks)}


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, **more}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no room for an answer": ({"max_tokens": -1}, "max_tokens"),
    "no messages": ({"messages": []}, "at least one message"),
    "the assistant begins": ({"messages": [said("assistant", text("a"))]}, "roles must alternate"),
    "twice the user": ({"messages": [ASK, ASK]}, "roles must alternate"),
    "empty content": ({"messages": [said("user")]}, "non-empty"),
    "blank text": ({"messages": [said("user", text(" \n"))]}, "non-whitespace"),
    "a block without a type": ({"messages": [said("user", {"text": "a"})]}, "no type"),
    "an answer begun": ({"messages": [ASK, said("assistant", text("It is"))]}, "prefill"),
    "a call without its result": ({"messages": [ASK, said("assistant", CALL), said("user", text("a"))]}, "without"),
    "a result without its call": ({"messages": [said("user", RESULT)]}, "unexpected `tool_use_id`"),
    "two results of one call": ({"messages": [ASK, said("assistant", CALL), said("user", RESULT, RESULT)]}, "single"),
    "a result behind words": ({"messages": [ASK, said("assistant", CALL), said("user", text("a"), RESULT)]}, "first"),
    "an error without words": (
        {"messages": [ASK, said("assistant", CALL), said("user", {**RESULT, "content": "", "is_error": True})]},
        "cannot be empty",
    ),
    "input that is no object": (
        {"messages": [ASK, said("assistant", {**CALL, "input": "x"}), said("user", RESULT)]},
        "should be an object",
    ),
    "the same id again": (
        {"messages": [ASK, *[said("assistant", CALL), said("user", RESULT)] * 2]},
        "ids must be unique",
    ),
    "five marks": ({"messages": [said("user", *[text("a", **MARK)] * 5)]}, "maximum of 4"),
    "a name with a blank": ({"tools": [{**LOOK, "name": "look up"}]}, "should match"),
    "the same name twice": ({"tools": [LOOK, LOOK]}, "unique"),
    "a schema of a list": ({"tools": [{**LOOK, "input_schema": {"type": "array"}}]}, "not an object"),
    "a tool with a field of its own": ({"tools": [{**LOOK, "what": "x"}]}, "Extra inputs"),
    "an empty instruction": ({"system": [text("")]}, "non-empty"),
    "an instruction that is a number": ({"system": 7}, "valid string"),
    "a forced tool": ({"tool_choice": {"type": "tool", "name": "look"}}, "tool_choice"),
    "thinking with a budget": ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, "between_tools"),
    "a temperature": ({"extra_body": {"temperature": 0}}, "temperature"),
    "a temperature in the new version": (
        {"model": "claude-haiku-4-5", "extra_body": {"temperature": 0}},
        "temperature",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_service_refuses(name: str) -> None:
    changes, why = REFUSED[name]
    with client([api.say("never")]) as (made, stub), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(anthropic.BadRequestError, match=why):
            made.messages.create(**{**GOOD, **changes})
        assert len(stub.refused) == 1
        assert made.messages.create(**GOOD).content[0].type == "text"  # the script has lost nothing


def test_a_conversation_that_is_taken() -> None:
    messages = [ASK, said("assistant", text("a"), CALL), said("user", RESULT, text("b", **MARK))]
    with client([api.say("yes")]) as (made, stub):
        answer = made.messages.create(**{**GOOD, "messages": messages, "system": [text("s", **MARK)]})
    assert (answer.content[0].to_dict(), stub.refused) == (text("yes"), [])


def test_an_old_model_takes_a_temperature_in_the_old_version() -> None:
    given = {**GOOD, "model": "claude-haiku-4-5", "extra_body": {"temperature": 0}}
    with client([api.say("yes")]) as (made, stub):
        made.messages.create(**given, extra_headers={"anthropic-version": "2023-06-01"})
    assert stub.refused == []


@pytest.mark.parametrize(
    ("changes", "key", "error"),
    [
        ({}, "another", anthropic.AuthenticationError),
        ({"model": "gpt-6"}, KEY, anthropic.NotFoundError),
    ],
)
def test_key_and_model(changes: dict[str, Any], key: str, error: type[Exception]) -> None:
    with client([api.say("never")], key) as (made, _), pytest.raises(error):
        made.messages.create(**{**GOOD, **changes})


def test_the_sdk_puts_a_stream_together() -> None:
    script = [api.calls(("look", {"a": ["é"] * 40}), ("look", {}), text="Let me see.", thinking="Hm.")]
    with client(script) as (made, _), made.messages.stream(**GOOD) as stream:
        message = stream.get_final_message()
    assert [block.type for block in message.content] == ["thinking", "text", "tool_use", "tool_use"]
    assert message.content[2].to_dict()["input"] == {"a": ["é"] * 40}
    assert message.stop_reason == "tool_use"


def test_a_refusal_has_its_reason() -> None:
    with client([api.refusal("bio")]) as (made, _):
        message = made.messages.create(**GOOD)
    assert (message.stop_reason, message.stop_details.category if message.stop_details else "") == ("refusal", "bio")


def test_prompts_are_cached_at_their_marks() -> None:
    """What is marked is written; a prefix that was written is read; what stands behind the last mark is fresh."""
    system = [text("s" * 4_000, **MARK)]
    with client([api.say("1"), api.say("2"), api.say("3")]) as (made, _):
        first = made.messages.create(**{**GOOD, "system": system}).usage
        other = [said("user", text("other", **MARK))]
        second = made.messages.create(**{**GOOD, "system": system, "messages": other}).usage
        third = made.messages.create(**{**GOOD, "system": [text("t" * 4_000, **MARK)]}).usage
    assert first.cache_read_input_tokens == 0
    assert first.cache_creation_input_tokens is not None
    assert first.cache_creation_input_tokens > 1_000
    assert second.cache_read_input_tokens == first.cache_creation_input_tokens
    assert 0 < (second.cache_creation_input_tokens or 0) < 50
    assert third.cache_read_input_tokens == 0


def test_a_script_that_looks_at_the_request() -> None:
    def script(request: dict[str, Any]) -> api.Answer:
        if api.results(request):
            return api.say(f"{api.results(request)} {api.said(request)}")
        return api.call(api.tools_of(request)[0], {})

    with client(script) as (made, _):
        first = made.messages.create(**GOOD)
        call = first.content[0].to_dict()
        result = {"type": "tool_result", "tool_use_id": call["id"], "content": [text("2")], "is_error": True}
        messages = [ASK, said("assistant", call), said("user", result)]
        second = made.messages.create(**{**GOOD, "messages": messages})
    assert second.content[0].to_dict()["text"] == "[('look', '2', True)] How many?"


def test_a_script_at_its_end_says_so() -> None:
    with client([]) as (made, stub), pytest.raises(anthropic.BadRequestError, match="at its end"):
        made.messages.create(**GOOD)
    assert stub.refused == ["the script is at its end"]


def test_a_script_that_fails_says_so() -> None:
    with client(lambda request: request["no such field"]) as (made, stub):
        with pytest.raises(anthropic.BadRequestError, match="KeyError"):
            made.messages.create(**GOOD)
        assert stub.refused == ["the script failed: KeyError('no such field')"]
