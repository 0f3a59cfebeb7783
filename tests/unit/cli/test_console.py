"""Where things are shown."""

import json

import pytest

from app.cli.console import Console
from app.domain.errors import Failure
from app.domain.run import StageResult


def test_json_is_one_document_on_stdout_and_progress_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console.make(json=True)
    console.started("tester")
    console.finished(StageResult("tester", "not_run", "no stack", 0.1))
    console.table("t", ("a",), (("row",),))
    console.answer({"ok": True, "word": "ñ"}, "text")
    seen = capsys.readouterr()
    assert json.loads(seen.out) == {"ok": True, "word": "ñ"}
    assert "tester not run (0.1 s)  no stack" in seen.err


def test_text_without_json(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console.make()
    console.answer({}, "text")
    console.table("Findings", ("rule",), (("CKV_1",),))
    assert capsys.readouterr().out.startswith("text\nFindings")


def test_quiet_says_only_failures(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console.make(quiet=True)
    console.say("x")
    console.finished(StageResult("tester", "passed"))
    console.fail(Failure("a", "b", "c"))
    assert capsys.readouterr().err == "a: b\n→ c\n"


def test_foreign_text_brings_no_escape_sequences_and_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console.make()
    console.say("\x1b[31mred [bold]x[/bold]")
    assert capsys.readouterr().err == "red [bold]x[/bold]\n"


def test_no_colour_is_written_to_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    Console.make().finished(StageResult("tester", "failed", "x"))
    assert "\x1b" not in capsys.readouterr().err


def test_foreign_text_begins_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console.make()
    console.table("Findings", ("what",), (("a\n::error::x",),))
    console.finished(StageResult("tester", "failed", "a\n::error::x"))
    seen = capsys.readouterr()
    assert not any(line.startswith("::") for line in (seen.out + seen.err).splitlines())
    assert "a ::error::x" in seen.out
    assert "a ::error::x" in seen.err


def test_a_name_that_is_no_text_is_still_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    Console.make(json=True).answer({"path": "a\udcff.tf"})
    assert json.loads(capsys.readouterr().out) == {"path": "a?.tf"}


def test_no_secret_reaches_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    token = "ghp_" + "0123456789" * 4
    console = Console.make()
    console.table("Findings", ("what",), ((f"a {token}",),))
    console.say(token)
    console.finished(StageResult("tester", "failed", token))
    console.fail(Failure(token, token, token))
    seen = capsys.readouterr()
    assert token not in seen.out + seen.err
    assert "[redacted]" in seen.out


def test_lines_have_no_foreign_control_and_give_way_to_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("Terminal", "bold"), ("  ✓ git\x1b[31m", "green")]
    Console.make(no_color=True).lines(rows)
    Console.make(json=True).lines(rows)
    assert capsys.readouterr().out == "Terminal\n  ✓ git\n"
