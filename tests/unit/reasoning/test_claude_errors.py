"""Sentences for what can go wrong."""

import json

import anthropic
import httpx2
import pytest

from app.reasoning.claude_call import Call
from app.reasoning.claude_errors import BROKEN, Impatient, NoStream, told
from app.reasoning.claude_stream import ErrorEvent, Nonsense

REQUEST = httpx2.Request("POST", "https://api.anthropic.com/v1/messages")


def refused(code: int, body: object) -> anthropic.APIStatusError:
    return anthropic.APIStatusError("raw text of the SDK", response=httpx2.Response(code, request=REQUEST), body=body)


def unreached() -> Exception:
    error = anthropic.APIConnectionError(request=REQUEST)
    error.__cause__ = OSError("[Errno -2] Name or service\nnot known")
    return error


ERRORS = {
    "a code nobody knows": (refused(418, {"error": {"message": "I am a teapot"}}), "refuses (418): I am a teapot"),
    "another of the service": (refused(520, "<html>"), "has trouble (520)"),
    "a body of another shape": (refused(400, {"error": ["x"]}), "did not take the request (400)"),
    "a message that is no text": (refused(400, {"error": {"message": 7}}), "did not take the request (400)"),
    "a very long message": (
        refused(400, {"error": {"message": "x y\n" * 200}}),
        f"did not take the request (400): {('x y ' * 50)}…",
    ),
    "no name": (unreached(), "cannot be reached: Name or service not known"),
    "no address": (httpx2.InvalidURL("Invalid port"), "cannot be reached"),
    "time": (anthropic.APITimeoutError(request=REQUEST), "did not answer in time"),
    "time within": (httpx2.ReadTimeout(""), "did not answer in time"),
    "wait": (Impatient(429, 90.4), "answers 429 and asks to wait for 90 seconds, which is too long"),
    "an event": (ErrorEvent("api_error", ""), "broke off its answer, it has trouble"),
    "nonsense": (Nonsense("it lacks a word"), "gave an answer that cannot be read: it lacks a word"),
    "cut JSON": (json.JSONDecodeError("x", "{secret", 0), "gave an answer that cannot be read (JSONDecodeError)"),
    "no event": (AssertionError(), "gave an answer that cannot be read (AssertionError)"),
    "cut": (httpx2.RemoteProtocolError("peer closed"), "broke off its answer (RemoteProtocolError)"),
    "reset": (ConnectionResetError(104, "reset"), "broke off its answer (ConnectionResetError)"),
    "a page": (NoStream(), "was answered for by something else, such as a proxy's page; see ANTHROPIC_BASE_URL"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_the_sentence(name: str) -> None:
    error, sentence = ERRORS[name]
    assert isinstance(error, BROKEN)
    assert told(error, "claude-x", "sk-key") == " ".join(f"the Claude API {sentence}".split())


def test_a_bug_is_none_of_these() -> None:
    assert not isinstance(TypeError(), BROKEN)
    assert not isinstance(KeyError(), BROKEN)


def test_no_secret_is_repeated() -> None:
    error = refused(400, {"error": {"message": "password = 'hunter2hunter2' key my-odd-key AKIAIOSFODNN7EXAMPLE"}})
    said = told(error, "claude-x", "my-odd-key")
    assert [word for word in ("hunter2", "my-odd-key", "AKIA") if word in said] == []


def test_a_bug_of_ours_is_not_taken_for_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised as it is, for the one who counts what it may have cost."""
    from app.reasoning import claude  # noqa: PLC0415
    from app.reasoning.base import Message, Turn  # noqa: PLC0415
    from app.settings import read_settings  # noqa: PLC0415

    def bug(self: Call) -> None:
        self.error = TypeError("ours")

    monkeypatch.setattr(Call, "run", bug)
    model = claude.ClaudeModel.make(read_settings({"ANTHROPIC_API_KEY": "k"}))
    with pytest.raises(TypeError, match="ours"):
        model.ask(Turn("", (), (Message("user", ({"type": "text", "text": "x"},)),), 1), 5)
