"""Recorded runs: what is in the file, and that what was sent had nothing to redact."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.redaction import redact_values
from app.domain.thought import OverBudget, Usage
from app.reasoning.base import Data, Message, ModelDown, Reply, Turn
from app.reasoning.model.limits import Limits, OutOfTime
from app.reasoning.model.metered import Metered
from app.reasoning.model.recorded import digest_of
from app.reasoning.model.recording import Recorder
from app.reasoning.model.thinker import ModelThinker
from tests.unit.reasoning.model.scripted import DOWN, ONE, Coins, Scripted, Sorting, call, say, submit, text, tool

PROMPTS = {"architect": 1, "house": 2}
LIMITS = Limits(turns=5)
TURN = Turn("Sort.", (), (Message("user", (text("3 2 1"),)),), 16_000)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def recorder(path: Path, *steps: Any, resume: bool = False) -> Recorder:
    return Recorder(Scripted(*steps), path, PROMPTS, LIMITS, resume=resume)


def test_a_conversation_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    model = Scripted(say(call("look", {"of": "x"})), say(submit(1, 1)), say(submit(1, 2, 3)))
    sorting = Sorting(tools=(tool("look", lambda given: "big"),))
    ModelThinker(Recorder(model, path, PROMPTS, LIMITS), (), LIMITS).think(sorting.task)
    header, *told = lines(path)
    assert header == {
        "recording": 1,
        "name": "claude",
        "id": "claude-test",
        "prompts": PROMPTS,
        "limits": {"turns": 5, "seconds": 240.0, "max_tokens": 16_000},
    }
    assert [line["digest"] for line in told] == [digest_of(turn) for turn in model.turns]
    assert [line["after"] for line in told] == ["", told[0]["digest"], told[1]["digest"]]
    assert [sorted(line["request"]) for line in told] == [
        ["max_tokens", "messages", "system", "tools"],
        ["max_tokens", "messages"],
        ["max_tokens", "messages"],
    ]
    messages = [message for line in told for message in line["request"]["messages"]]
    assert messages == [{"role": m.role, "content": list(m.content)} for m in model.turns[-1].messages]
    assert told[-1]["reply"] == {
        "content": [submit(1, 2, 3)],
        "stop": "tool_use",
        "usage": {
            "requests": 1,
            "input_tokens": 100,
            "output_tokens": 20,
            "cache_write_tokens": 0,
            "cache_read_tokens": 0,
            "usd": "0.01",
        },
    }


def test_nobody_else_may_read_it_and_without_a_request_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    recording = recorder(path, say(text("yes")))
    assert not path.exists()
    recording.ask(TURN, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_errors_are_kept_with_what_they_cost(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    recording = recorder(path, DOWN, OutOfTime("late", ONE), OverBudget("the limit"))
    for kind in (ModelDown, OutOfTime, OverBudget):
        with pytest.raises(kind):
            recording.ask(TURN, 1)
    told = [line["error"] for line in lines(path)[1:]]
    assert [(error["kind"], error["why"]) for error in told] == [
        ("down", "the service is overloaded"),
        ("time", "late"),
        ("over_budget", "the limit"),
    ]
    assert [error.get("spent", {}).get("usd") for error in told] == ["0.01", "0.01", None]


def test_what_was_sent_had_nothing_to_redact(tmp_path: Path) -> None:
    """The file is redacted as it is written; that it changes nothing shows that the requests were clean."""
    path = tmp_path / "reasoner.jsonl"
    secret = "key = AKIAIOSFODNN7EXAMPLE, password: 'hunter22'"
    model = Scripted(say(call("look", {"of": secret})), say(text(secret)), say(submit(1, 2, 3)))
    sorting = Sorting(
        Data("the issue", secret), Data(f"file {secret}", secret), tools=(tool("look", lambda g: secret),)
    )
    thought = ModelThinker(Recorder(model, path, PROMPTS, LIMITS), (), LIMITS).think(sorting.task)
    for turn in model.turns:
        sent = [turn.system, [dict(tool.schema) for tool in turn.tools], [list(m.content) for m in turn.messages]]
        assert redact_values(sent) == sent
        assert "AKIA" not in str(sent)
        assert "hunter22" not in str(sent)
    assert "AKIA" not in path.read_text() + str(thought)
    assert "hunter22" not in path.read_text() + str(thought)


def test_thinking_is_no_part_of_what_was_asked_and_is_kept_only_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    clean = {"type": "thinking", "thinking": "let me see", "signature": "s1"}
    spoilt = {"type": "thinking", "thinking": "password = 'hunter22'", "signature": "s2"}
    model = Scripted(say(clean, spoilt, call("look", {})), say(submit(1, 2, 3)))
    ModelThinker(Recorder(model, path, PROMPTS, LIMITS), (), LIMITS).think(Sorting().task)
    assert model.turns[1].messages[1].content[:2] == (clean, spoilt), "the API wants its own blocks back"
    assert lines(path)[1]["reply"]["content"] == [clean, call("look", {})]
    without = Turn(
        model.turns[1].system,
        model.turns[1].tools,
        tuple(
            Message(m.role, tuple(block for block in m.content if block["type"] != "thinking"))
            for m in model.turns[1].messages
        ),
        3,
    )
    assert digest_of(without) == digest_of(model.turns[1])


def test_tasks_side_by_side_write_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    model = Scripted(lambda turn: say(text("x" * 20_000)))
    thinker = ModelThinker(Recorder(model, path, PROMPTS, LIMITS), (), LIMITS)
    tasks = [Sorting(Data("the issue", str(n))).task for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        thoughts = list(pool.map(thinker.think, tasks))
    assert {thought.ended for thought in thoughts} == {"malformed"}
    told = lines(path)
    assert [sorted(line) for line in told[1:]] == [["after", "digest", "reply", "request"]] * 24
    known = {line["digest"] for line in told[1:]}
    assert all(line["after"] in known for line in told[1:] if line["after"])


def test_an_older_file_is_replaced_with_the_first_request(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    path.write_text("older\n")
    path.chmod(0o644)
    recording = recorder(path, say(text("yes")))
    assert path.read_text() == "older\n"
    recording.ask(TURN, 1)
    assert len(lines(path)) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_after_a_crash_nothing_is_asked_or_paid_twice(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    steps = [say(call("look", {"of": "x"})), say(submit(1, 1, 2)), say(submit(1, 2, 3))]
    whole = tmp_path / "whole.jsonl"
    thinker = ModelThinker(recorder(whole, *steps), (), LIMITS)
    first = thinker.think(Sorting().task)
    text = whole.read_text().splitlines(keepends=True)
    path.write_text("".join(text[:3]) + text[3][:40])  # the third line was cut
    purse, model = Coins(), Scripted(steps[2])
    resumed = Recorder(Metered(model, purse), path, PROMPTS, LIMITS, resume=True)
    again = ModelThinker(resumed, (), LIMITS).think(Sorting().task)
    assert (len(model.turns), purse.spent) == (1, Decimal("0.01"))
    assert (again.ended, again.usage, again.sent) == (first.ended, first.usage, first.sent)
    assert [line.get("recording") for line in lines(path)] == [1, None, None, None]
    assert [line.get("reply") for line in lines(path)] == [line.get("reply") for line in lines(whole)]


@pytest.mark.parametrize("older", ["", "nonsense\n", '{"recording": 2}\n'])
def test_what_cannot_be_gone_on_with_is_begun_anew(tmp_path: Path, older: str) -> None:
    path = tmp_path / "reasoner.jsonl"
    path.write_text(older)
    recorder(path, say(text("yes")), resume=True).ask(TURN, 1)
    assert [line.get("recording") for line in lines(path)] == [1, None]
    other = Recorder(Scripted(say(text("no"))), path, {"architect": 9}, LIMITS, resume=True)
    assert other.ask(TURN, 1).content == (text("no"),), "other prompts: another recording"
    assert len(lines(path)) == 2


def test_an_answer_that_cannot_be_written_down_is_none(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"

    def block(_: Turn) -> Reply:
        path.unlink()
        path.mkdir()
        return say(text("yes"))

    with pytest.raises(ModelDown, match=r"its answer could not be recorded in reasoner\.jsonl: ") as down:
        recorder(path, block).ask(TURN, 1)
    assert down.value.spent == ONE


@pytest.mark.parametrize("place", ["file/reasoner.jsonl", "folder"])
def test_where_there_can_be_no_recording_nothing_is_asked(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    model = Scripted(say(text("yes")))
    with pytest.raises(ModelDown, match="could not be recorded in ") as down:
        Recorder(model, tmp_path / place, PROMPTS, LIMITS).ask(TURN, 1)
    assert (model.turns, down.value.spent, down.value.left) == ([], Usage(), False)


def test_the_bound_is_the_models(tmp_path: Path) -> None:
    recording = recorder(tmp_path / "r", DOWN)
    assert (recording.name, recording.id, recording.most(TURN)) == ("claude", "claude-test", ONE)


def test_an_answer_is_cleaned_before_it_is_used(tmp_path: Path) -> None:
    odd = Reply((text(""), text("\ud800 AKIAIOSFODNN7EXAMPLE")), "end_turn", Usage())
    assert recorder(tmp_path / "r", odd).ask(TURN, 1).content == (text("? [redacted]"),)
