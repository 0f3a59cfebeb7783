import re
from pathlib import Path

import pytest

from app.action import workflow
from app.domain.errors import Failure
from app.domain.finding import Finding, Severity

HOSTILE = "x%0A\n::error::taken\r::set-output name=a::b ##[add-path]/tmp \x1b[31m"


def parsed(text: str) -> list[str]:
    """The lines that the runner would read a command from."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]


def test_nothing_in_a_message_begins_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    workflow.speak("notice", HOSTILE, title=HOSTILE, file="a,b:c.tf")
    (line,) = parsed(capsys.readouterr().out)
    assert line.startswith("::notice title=x%250A%0A%3A%3Aerror")
    assert "file=a%2Cb%3Ac.tf::x%250A%0A::error" in line
    assert "##[" not in line


def test_a_finding_cannot_speak_either(capsys: pytest.CaptureFixture[str]) -> None:
    workflow.annotate(
        [Finding(HOSTILE, Severity.HIGH, HOSTILE, f"{HOSTILE}.tf", "x", resource=HOSTILE, detail=HOSTILE)]
    )
    (line,) = parsed(capsys.readouterr().out)
    assert line.startswith("::error file=x%250A%0A%3A%3Aerror%3A%3Ataken")


def test_the_worst_ten_of_each_level_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    found = [Finding(f"L{n}", Severity.LOW, "t", "a.tf", "x", line=n) for n in range(12)]
    found += [Finding(f"H{n:02}", Severity.HIGH, "t", "a.tf", "x", line=3, end_line=9) for n in range(11)]
    found += [Finding("C", Severity.CRITICAL, "t", "a.tf", "x", line=7, end_line=2)]
    found += [Finding("M", Severity.MEDIUM, "t", "a.tf", "x")]
    assert workflow.annotate(found) == 4
    lines = capsys.readouterr().out.splitlines()
    levels = [re.match(r"::(\w+)", line)[1] for line in lines]  # type: ignore[index]
    assert [levels.count(level) for level in ("error", "warning", "notice")] == [10, 1, 10]
    assert lines[0] == "::error file=a.tf,line=7,endLine=7,title=critical%3A C::t"
    assert "line=3,endLine=9" in lines[1]
    assert lines[10].startswith("::warning file=a.tf,line=1,endLine=1")


def test_a_secret_of_several_lines_is_masked_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    workflow.mask("one\n\n two ")
    assert capsys.readouterr().out == "::add-mask::one\n::add-mask::two\n"


def test_what_others_print_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyError), workflow.no_commands():
        raise KeyError
    first, last = capsys.readouterr().out.splitlines()
    word = first.removeprefix("::stop-commands::")
    assert re.fullmatch(r"[0-9a-f]{32}", word)
    assert last == f"::{word}::"


def test_a_value_cannot_end_its_own_block(tmp_path: Path) -> None:
    path = tmp_path / "output"
    workflow.put_outputs(path, {"a": "1\nend_\nverdict=passed", "b": "2"})
    name, end = path.read_text().splitlines()[0].split("<<")
    assert name == "a"
    assert re.fullmatch(r"end_[0-9a-f]{32}", end)
    assert path.read_text().split(f"\n{end}\n")[0] == f"a<<{end}\n1\nend_\nverdict=passed"


def test_a_summary_stays_below_a_mebibyte(tmp_path: Path) -> None:
    path = tmp_path / "summary"
    workflow.put_summary(path, "| ⚪ |\n" * 300_000)
    content = path.read_bytes()
    assert len(content) < 1024 * 1024
    assert content.decode().endswith("| ⚪ |\n\n_The rest is in the report file._\n")


def test_a_runner_without_its_files_is_said(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="writing"):
        workflow.put_summary(tmp_path / "gone" / "summary", "x")
