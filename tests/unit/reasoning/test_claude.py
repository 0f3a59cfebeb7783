"""Claude behind the wire, asked by the real SDK of a stub on loopback."""

import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise

import pytest

from app.domain.errors import UsageFailure
from app.domain.thought import Usage
from app.reasoning.base import Message, ModelDown, Reply, ToolSpec, Turn, TurnRefused
from app.reasoning.claude import ClaudeModel
from app.settings import read_settings
from tests.fakes import messages_api as api
from tests.fakes.messages_api import KEY, Script, Stub

TOOLS = (
    ToolSpec("look", "Look something up.", {"properties": {"what": {"type": "string"}}}),
    ToolSpec("submit", "Answer.", {"type": "object", "properties": {"n": {"type": "integer"}}}),
)
TURN = Turn("Be brief.", TOOLS, (Message("user", ({"type": "text", "text": "How many?"},)),), 1_000)
NOTHING = Usage()
PATIENCE = 60.0
"""Seconds that no answer takes, however busy the machine is."""


@contextmanager
def claude(script: Script, **variables: str) -> Iterator[tuple[ClaudeModel, Stub]]:
    with Stub(script) as stub:
        given = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": stub.url, **variables}
        model = ClaudeModel.make(read_settings(given))
        try:
            yield model, stub
        finally:
            model.close()


def goes_on(turn: Turn, reply: Reply, *results: str) -> Turn:
    """The turn after a reply whose calls were answered."""
    calls = [block["id"] for block in reply.content if block["type"] == "tool_use"]
    told = tuple(
        {"type": "tool_result", "tool_use_id": call, "content": text, "is_error": False}
        for call, text in zip(calls, results, strict=True)
    )
    return replace(turn, messages=(*turn.messages, Message("assistant", reply.content), Message("user", told)))


def test_a_call_of_a_tool_comes_whole_and_the_conversation_goes_on() -> None:
    """Input in pieces, thinking that is only taken back as it was, several calls at once."""
    script = [
        api.calls(("look", {"what": "ñandú " * 20}), ("look", {}), text="Let me see.", thinking="Two look-ups."),
        api.call("submit", {"n": 2, "deep": {"list": [1, None, {"é": True}]}}, thinking="Enough."),
        api.say("Done."),
    ]
    with claude(script) as (model, stub):
        first = model.ask(TURN, PATIENCE)
        turn = goes_on(TURN, first, "one", "two")
        second = model.ask(turn, PATIENCE)
        third = model.ask(goes_on(turn, second, "good"), PATIENCE)
    assert [block["type"] for block in first.content] == ["thinking", "text", "tool_use", "tool_use"]
    assert (first.content[2]["input"], first.content[3]["input"]) == ({"what": "ñandú " * 20}, {})
    assert second.content[-1]["input"] == {"n": 2, "deep": {"list": [1, None, {"é": True}]}}
    assert (first.stop, second.stop, third.stop) == ("tool_use", "tool_use", "end_turn")
    assert third.content == ({"type": "text", "text": "Done."},)
    assert (stub.refused, [seen.status for seen in stub.seen]) == ([], [200, 200, 200])
    assert api.results(stub.bodies[1]) == [("look", "one", False), ("look", "two", False)]


def test_thinking_that_the_service_does_not_take_back_is_left_out_from_then_on() -> None:
    """The stub can tell thinking that was touched: otherwise the test above would prove nothing."""
    script = [api.call("look", {}, thinking="Hm."), api.call("look", {}, thinking="Well."), api.say("end")]
    with claude(script) as (model, stub):
        turn = goes_on(TURN, model.ask(TURN, PATIENCE), "one")
        changed = replace(turn, system="Be long.")
        reply = model.ask(changed, PATIENCE)
        model.ask(goes_on(changed, reply, "two"), PATIENCE)
    assert [seen.status for seen in stub.seen] == [200, 400, 200, 200]
    assert "different conversation" in stub.refused[0]
    given = [[block["type"] for block in body["messages"][1]["content"]] for body in stub.bodies[1:]]
    assert given == [["thinking", "tool_use"], ["tool_use"], ["tool_use"]]
    assert reply.content[0] == {"type": "thinking", "thinking": "Well.", "signature": reply.content[0]["signature"]}


def test_a_refusal_that_stays_is_told_after_one_more_request() -> None:
    wrong = api.error(400, "messages.1.content.0: `thinking` blocks cannot be modified")
    with claude([wrong] * 5) as (model, stub):
        for times in (2, 3):
            with pytest.raises(TurnRefused, match="cannot be modified"):
                model.ask(TURN, PATIENCE)
            assert len(stub.seen) == times


@pytest.mark.parametrize("thought", ["", "So far, "])
def test_thinking_that_was_cut_off_before_its_signature_is_not_given_back(thought: str) -> None:
    with claude([api.cut_thinking(thought)]) as (model, _):
        reply = model.ask(TURN, PATIENCE)
    assert (reply.content, reply.stop) == ((), "max_tokens")


def test_blocks_of_other_kinds_are_given_back_as_they_came() -> None:
    strange = {"type": "redacted_thinking", "data": "x" * 40}
    with claude([replace(api.call("look", {}), content=(strange, *api.call("look", {}).content)), api.say("b")]) as (
        model,
        stub,
    ):
        reply = model.ask(TURN, PATIENCE)
        model.ask(goes_on(TURN, reply, "one"), PATIENCE)
    assert reply.content[0] == strange
    assert stub.bodies[1]["messages"][1]["content"][0] == strange


def test_the_prompt_is_cached_from_turn_to_turn() -> None:
    long = Turn("word " * 400, TOOLS, (Message("user", ({"type": "text", "text": "data " * 800},)),), 1_000)
    with claude([*(api.call("look", {"n": n}) for n in range(30)), api.say("end")]) as (model, stub):
        turn, usages = long, []
        for _ in range(6):
            reply = model.ask(turn, PATIENCE)
            usages.append(reply.usage)
            turn = goes_on(turn, reply, "r" * 400)
    assert usages[0].cache_read_tokens == 0
    assert usages[0].cache_write_tokens > 1_400
    for before, after in pairwise(usages):
        assert after.cache_read_tokens == before.cache_read_tokens + before.cache_write_tokens
        assert 0 < after.cache_write_tokens < 200
    marks = [json.dumps(body).count("cache_control") for body in stub.bodies]
    assert marks == [3, 4, 4, 4, 4, 4]


def test_many_calls_in_one_turn_do_not_lose_the_cache() -> None:
    """The service looks back twenty blocks from a mark: the mark before stands for what lies further back."""
    many = api.calls(*(("look", {"n": n}) for n in range(15)))
    with claude([many, many, api.say("end")]) as (model, _):
        first = model.ask(TURN, PATIENCE)
        turn = goes_on(TURN, first, *("r" * 50 for _ in range(15)))
        second = model.ask(turn, PATIENCE)
        third = model.ask(goes_on(turn, second, *("r" * 50 for _ in range(15))), PATIENCE)
    assert second.usage.cache_read_tokens == first.usage.cache_write_tokens
    assert third.usage.cache_read_tokens == second.usage.cache_write_tokens + second.usage.cache_read_tokens


ELSEWHERE = {"location": "http://127.0.0.1:9/v1/messages"}
DEFLATED = {"content-type": "Text/Event-Stream", "content-encoding": "deflate"}
SLOW = {"retry_after": "0.01"}
DOWN = {
    "bad request": (api.error(400, "max: too many"), r"did not take the request \(400\): max", "nothing", 1),
    "key": (api.error(401), "refuses the key in ANTHROPIC_API_KEY", "nothing", 1),
    "billing": (api.error(402, "No credit."), "billing", "nothing", 1),
    "forbidden": (api.error(403), "does not let this key", "nothing", 1),
    "model": (api.error(404), "does not know the model claude-sonnet-5-5", "nothing", 1),
    "too large": (api.error(413), "too large", "nothing", 1),
    "rate": (api.error(429, **SLOW), r"asked too often, also when asked again \(429\)", "nothing", 3),
    "trouble": (api.error(500, **SLOW), r"has trouble \(500\)", "nothing", 3),
    "overloaded": (api.error(529, **SLOW), r"is overloaded, also when asked again \(529\)", "nothing", 3),
    "wait for an hour": (api.error(429, retry_after="3600"), "asks to wait for 3600 seconds", "nothing", 1),
    "wait for a date": (api.error(429, retry_after="Fri, 01 Jan 2100 00:00:00 GMT"), "asks to wait for", "nothing", 1),
    "trouble for long": (api.error(500, retry_after="3600"), "answers 500 and asks to wait", "nothing", 1),
    "a page": (api.html(), "something else", "nothing", 1),
    "a page that refuses": (api.html(403), r"does not let this key do that \(403\)$", "nothing", 1),
    "an error of another shape": (api.raw(b"[1]", 400, "application/json"), r"request \(400\)$", "nothing", 1),
    "an error without end": (api.raw(b"[" * 99_999, 401, "application/json"), r"API_KEY \(401\)$", "nothing", 1),
    "no such encoding": (api.Answer(headers=DEFLATED, body=b"event: x\n"), "DecodingError", "most", 1),
    "closed unanswered": (api.nothing(), r"cannot be reached: .*disconnected", "most", 1),
    "a gateway's time": (api.html(504), r"has trouble \(504\)$", "most", 1),
    "a gateway's trouble": (api.html(502), r"has trouble \(502\)$", "most", 1),
    "a page of trouble": (api.html(503), r"overloaded, also when asked again \(503\)$", "nothing", 3),
    "the service's own time": (api.error(504, **SLOW), r"has trouble \(504\)", "nothing", 3),
    "redirect": (api.Answer(status=307, headers=ELSEWHERE, body=b""), r"leads elsewhere \(307\)", "nothing", 1),
    "cut JSON": (api.raw(b'{"type": "mess', kind="application/json"), "something else", "most", 1),
    "no event": (api.ends_after(0), "it ended too early", "most", 1),
    "cut at once": (api.cut_after(0), "broke off its answer", "most", 1),
    "cut later": (api.cut_after(4), "broke off its answer", "begun", 1),
    "ends later": (api.ends_after(4), "it ended too early", "begun", 1),
    "no message_stop": (api.ends_after(6, api.say("a")), "it ended too early", "begun", 1),
    "error event": (api.error_event(after=4), "broke off its answer, it is overloaded: Overloaded", "begun", 1),
    "unknown error event": (api.error_event("odd_error", "", 2), "it odd_error$", "begun", 1),
    "event that is no JSON": (api.raw(b"event: x\ndata: {oops\n\n"), r"cannot be read \(JSONDecodeError\)", "most", 1),
    "event that is a list": (api.raw(b"event: x\ndata: [1]\n\n"), "cannot be read", "most", 1),
    "event without end": (api.raw(b"event: x\ndata: " + b"[" * 99_999 + b"\n\n"), "RecursionError", "most", 1),
    "no text at all": (api.raw(b"event: x\ndata: \xff\n\n"), "UnicodeDecodeError", "most", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", DOWN)
def test_everything_that_goes_wrong_is_told_and_what_it_may_have_cost(name: str) -> None:
    answer, why, spent, times = DOWN[name]
    with claude([answer] * 3) as (model, stub), pytest.raises(ModelDown, match=why) as caught:
        model.ask(TURN, PATIENCE)
    assert caught.value.why.startswith("the Claude API ")
    assert caught.value.left
    assert len(stub.seen) == times
    most = model.most(TURN)
    if spent == "begun":
        assert caught.value.spent.output_tokens == TURN.max_tokens
        assert 0 < caught.value.spent.cache_write_tokens < most.cache_write_tokens
        assert caught.value.spent.usd < most.usd
    else:
        assert caught.value.spent == {"nothing": NOTHING, "most": most}[spent]


def test_what_passes_is_tried_again() -> None:
    with claude([api.error(429, **SLOW), api.error(529, **SLOW), api.say("yes")]) as (model, stub):
        assert model.ask(TURN, PATIENCE).content[0]["text"] == "yes"
    assert [seen.status for seen in stub.seen] == [429, 529, 200]
    assert len({seen.raw for seen in stub.seen}) == 1


@pytest.mark.parametrize(
    ("answer", "spent"),
    [(api.drip(), "begun"), (api.drip(b": comment\n\n"), "begun"), (api.drip(after=0), "most"), (api.hang(), "most")],
)
def test_the_time_is_that_of_the_whole_call(answer: api.Answer, spent: str) -> None:
    """Bytes without end, comments without end, and silence; the thread that asked does not stay."""
    with claude([api.say("ready"), *[answer] * 5]) as (model, stub):
        model.ask(TURN, PATIENCE)
        for seconds in (0.2, 0.5, 2, 8, 30):  # a busy machine may not have come so far sooner
            asked = len(stub.seen)
            with pytest.raises(ModelDown, match="in time") as caught:
                model.ask(TURN, seconds)
            most = caught.value.spent == model.most(TURN)
            if len(stub.seen) > asked and most is (spent == "most"):
                break
        for thread in threading.enumerate():  # the service would go on for ever
            if thread.name == "claude":
                thread.join(PATIENCE)
                assert not thread.is_alive()
    assert most is (spent == "most")
    assert caught.value.spent.output_tokens == TURN.max_tokens


def test_nobody_there() -> None:
    with Stub([]) as stub:
        url = stub.url
    model = ClaudeModel.make(read_settings({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": url}))
    with pytest.raises(ModelDown, match=r"cannot be reached: .*refused|in time") as caught:
        model.ask(TURN, PATIENCE)
    assert (caught.value.spent, caught.value.left) == (NOTHING, False)
    model.close()


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("ALL_PROXY", "socks5://me:hunter2hunter2@127.0.0.1:9", "not supported; set HTTPS_PROXY or NO_PROXY"),
        ("HTTP_PROXY", "gopher://127.0.0.1:9", "gopher"),
        ("SSL_CERT_FILE", "/nowhere/at/all.pem", "No such file"),
    ],
)
def test_an_environment_in_which_nobody_can_be_asked(
    name: str, value: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was sent, so nothing was spent."""
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_PROXY", "")
    with claude([api.say("yes")]) as (model, stub), pytest.raises(ModelDown, match="cannot be asked from here") as down:
        model.ask(TURN, PATIENCE)
    assert why.casefold() in down.value.why.casefold()
    assert re.search(r"hunter2|Errno|pip install", down.value.why) is None
    assert (down.value.spent, down.value.left, stub.seen) == (NOTHING, False, [])


STOPS = {
    "end_turn": "end_turn",
    "stop_sequence": "end_turn",
    "pause_turn": "end_turn",
    "max_tokens": "max_tokens",
    "model_context_window_exceeded": "max_tokens",
    "refusal": "refusal",
    "tool_use": "end_turn",
    "something_new": "end_turn",
}


@pytest.mark.parametrize("stop", STOPS)
def test_how_an_answer_ends(stop: str) -> None:
    """An answer that claims a call and has none has ended."""
    with claude([api.say("Words.", stop)]) as (model, _):
        assert model.ask(TURN, PATIENCE).stop == STOPS[stop]


@pytest.mark.parametrize("text", ["{", "[1]", '"x"', "NaN", '{"a": Infinity}', '{"n": -1e400}', "[" * 99_999, "{}{}"])
def test_input_that_is_no_object_fits_no_schema_and_can_be_given_back(text: str) -> None:
    with claude([api.broken_call("submit", text), api.say("Sorry.")]) as (model, stub):
        reply = model.ask(TURN, PATIENCE)
        model.ask(goes_on(TURN, reply, "no JSON"), PATIENCE)
    (given,) = [block["input"] for block in reply.content]
    assert set(given) <= {"no_json", "no_object"}
    assert len(json.dumps(given)) < 3_000
    assert stub.refused == []


def test_a_key_that_the_service_repeats_is_told_to_nobody() -> None:
    odd = "no-shape-of-a-key-at-all"
    with claude([api.error(400, f"bad {odd} " + "z" * 900)], ANTHROPIC_API_KEY=odd) as (model, stub):
        stub.key = odd
        with pytest.raises(ModelDown) as caught:
            model.ask(TURN, PATIENCE)
    assert odd not in caught.value.why
    assert len(caught.value.why) < 400


def test_neither_key_nor_prompt_is_logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_LOG", "debug")
    with caplog.at_level(logging.DEBUG), claude([api.error(500, **SLOW), api.say("yes")]) as (model, _):
        model.ask(TURN, PATIENCE)
    assert [word for word in (KEY, "How many?", "Be brief.") if word in caplog.text] == []


def test_the_key_travels_in_its_header_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "another-token")
    with claude([api.say("yes")]) as (model, stub):
        model.ask(TURN, PATIENCE)
        assert repr(model).count(KEY) == 0
    (seen,) = stub.seen
    assert [name for name, value in seen.headers.items() if KEY in value] == ["authorization"]
    assert KEY not in seen.raw.decode()
    assert not [name for name, value in seen.headers.items() if "another-token" in value]


def test_several_may_ask_at_once() -> None:
    with claude(lambda request: api.say(api.said(request))) as (model, _), ThreadPoolExecutor(4) as pool:
        turns = [replace(TURN, messages=(Message("user", ({"type": "text", "text": f"n {n}"},)),)) for n in range(12)]
        replies = list(pool.map(lambda turn: model.ask(turn, PATIENCE), turns))
    assert [reply.content[0]["text"] for reply in replies] == [f"n {n}" for n in range(12)]


def test_a_closed_model_asks_no_more() -> None:
    """A run that was cancelled leaves its step's thread behind, which must not go on spending."""
    with claude([api.say("one"), api.say("two")]) as (model, stub):
        model.ask(TURN, PATIENCE)
        model.close()
        with pytest.raises(ModelDown, match="the run has ended") as down:
            model.ask(TURN, PATIENCE)
    assert down.value.spent == Usage()
    assert len(stub.seen) == 1


@pytest.mark.parametrize(
    ("variables", "wrong"),
    [
        ({"AGENTS_MODEL": "claude-nobody-9"}, "what claude-nobody-9 costs is not known"),
        ({"AGENTS_TEMPERATURE": "0"}, "claude-sonnet-5-5 takes no temperature"),
        ({"AGENTS_MODEL": "claude-haiku-4-5", "AGENTS_EFFORT": "low"}, "takes no effort low"),
        ({"AGENTS_MODEL": "claude-sonnet-4-6", "AGENTS_EFFORT": "xhigh"}, "takes no effort xhigh"),
    ],
)
def test_what_a_model_does_not_take_is_a_mistake_of_the_settings(variables: dict[str, str], wrong: str) -> None:
    with pytest.raises(UsageFailure, match=wrong) as caught:
        ClaudeModel.make(read_settings({"ANTHROPIC_API_KEY": KEY, **variables}))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("variables", "sent"),
    [
        ({}, {"effort": "medium", "temperature": None, "version": "2026-10-21"}),
        ({"AGENTS_EFFORT": "max"}, {"effort": "max", "temperature": None, "version": "2026-10-21"}),
        (
            {"AGENTS_MODEL": "claude-haiku-4-5-20251001", "AGENTS_TEMPERATURE": "0"},
            {"effort": None, "temperature": 0, "version": "2023-06-01"},
        ),
        (
            {"AGENTS_MODEL": "claude-new-6", "AGENTS_MODEL_PRICE": "1,2", "AGENTS_EFFORT": "low"},
            {"effort": "low", "temperature": None, "version": "2026-10-21"},
        ),
    ],
)
def test_the_settings_reach_the_service(variables: dict[str, str], sent: dict[str, object]) -> None:
    with claude([api.say("yes")], **variables) as (model, stub):
        model.ask(TURN, PATIENCE)
    (seen,) = stub.seen
    assert seen.status == 200
    assert seen.body["model"] == model.id == variables.get("AGENTS_MODEL", "claude-sonnet-5-5")
    assert seen.body.get("output_config", {}).get("effort") == sent["effort"]
    assert seen.body.get("temperature") == sent["temperature"]
    assert seen.headers["anthropic-version"] == sent["version"]


def test_the_sdk_is_loaded_with_the_first_request_alone() -> None:
    words = "import sys, app.reasoning.claude, app.cli; print([m for m in ('anthropic', 'httpx2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
