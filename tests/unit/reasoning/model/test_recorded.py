"""The format of a recording: digests, and what is read and refused."""

import json
from dataclasses import replace

import pytest

from app.domain.errors import UsageFailure
from app.domain.thought import OverBudget, Usage
from app.reasoning.base import Message, ModelDown, ToolSpec, Turn, TurnRefused
from app.reasoning.model import recorded
from app.reasoning.model.limits import Limits, OutOfTime
from app.reasoning.model.recorded import Answers, Failed, Header, Line, digest_of, error_of, parse, reply_of, request_of
from tests.unit.reasoning.model.scripted import ONE, say, submit, text

TURN = Turn("Sort.", (ToolSpec("look", "Look.", {"type": "object"}),), (Message("user", (text("1"),)),), 16_000)
HEADER = Header(name="claude", id="c", prompts={"a": 1}, limits=Limits()).model_dump_json()


def line(**changes: object) -> str:
    known: dict[str, object] = {"digest": "d", "after": "", "request": request_of(TURN, whole=True)}
    return json.dumps(known | {"reply": reply_of(say(submit(1)))} | changes)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (replace(TURN, max_tokens=1), True),
        (replace(TURN, system="Sort"), False),
        (replace(TURN, tools=()), False),
        (replace(TURN, tools=(ToolSpec("look", "Look!", {"type": "object"}),)), False),
        (replace(TURN, messages=(Message("assistant", (text("1"),)),)), False),
        (replace(TURN, messages=(Message("user", (text("1"), text(""))),)), False),
        (replace(TURN, messages=(Message("user", ({"text": "1", "type": "text"},)),)), True),
    ],
)
def test_a_digest_is_of_what_was_asked(other: Turn, same: bool) -> None:
    assert (digest_of(TURN) == digest_of(other)) is same
    assert len(digest_of(TURN)) == 64


def test_what_was_written_is_read() -> None:
    header, (one, two) = parse(
        f"{HEADER}\n{line()}\n{line(reply=None, error=error_of(ModelDown('x', ONE)))}\n".encode()
    )
    assert (header.limits, header.prompts) == (Limits(), {"a": 1})
    assert one.reply is not None
    assert one.reply.give() == say(submit(1))
    assert two.error == Failed(kind="down", why="x", spent=ONE)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "line 1 "),
        ("\n", "line 1 "),
        ("{}", "line 1 "),
        ("\x00\xff", "line 1 "),
        ("[" * 100_000, "line 1 "),
        (HEADER.replace("1", "2", 1), "line 1 "),
        (HEADER.replace('"turns":12', '"turns":"many"'), "line 1 "),
        (f"{HEADER}\n{{}}", "line 2 "),
        (f"{HEADER}\n{line()}\n{line(after=3)}", "line 3 "),
        (f"{HEADER}\n{line()[:-9]}", "line 2 "),
        (f"{HEADER}\n{line(error={'kind': 'other', 'why': ''})}", "line 2 "),
        (f"{HEADER}\n{line(more=1)}", "line 2 "),
        (f"{HEADER}\n{line(reply={'content': ['x'], 'stop': '', 'usage': {}})}", "line 2 "),
    ],
    ids=range(13),
)
def test_what_is_no_recording_is_refused(text: str, why: str) -> None:
    with pytest.raises(UsageFailure) as refused:
        parse(text.encode())
    assert refused.value.wrong.startswith(why)
    assert refused.value.hint


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "LARGEST", 1 << 20)
    with pytest.raises(UsageFailure, match="more than 1 MiB"):
        parse(b"x" * ((1 << 20) + 1))


def test_errors_come_back_as_they_were() -> None:
    for error in (ModelDown("down", ONE), TurnRefused("long", ONE), OutOfTime("late", ONE), OverBudget("limit")):
        with pytest.raises(type(error)) as raised:
            Failed.model_validate(error_of(error)).give()
        assert type(raised.value) is type(error)
        assert str(raised.value) == str(error)
        assert getattr(raised.value, "spent", Usage()) == getattr(error, "spent", Usage())


def test_the_same_request_is_answered_in_order_and_the_last_answer_repeats() -> None:
    lines = [Line.model_validate_json(line(reply=reply_of(say(submit(n))))) for n in (1, 2)]
    answers = Answers(lines)
    given = [answers.take("d", again=True) for _ in range(4)]
    assert [one.give().content[0]["input"]["numbers"] for one in given if one] == [[1], [2], [2], [2]]
    assert answers.take("other", again=True) is None
    once = Answers(lines)
    assert [once.take("d", again=False) is None for _ in range(3)] == [False, False, True]
    assert Answers([Line(digest="d", after="", request={})]).take("d", again=True) is None
