"""Exit codes."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import guard
from app.cli.console import Console
from app.cli.guard import guarded
from app.domain.errors import Failure, UsageFailure


def raising(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


@pytest.mark.parametrize(
    ("work", "code", "shown"),
    [
        (lambda: 0, 0, ""),
        (raising(Failure("cloning r", "refused", "log in")), 1, "cloning r: refused\n→ log in"),
        (raising(UsageFailure("reading x", "no such file")), 2, "reading x: no such file"),
        (raising(OSError(errno.ENOSPC, "No space left on device", "/x")), 1, "free some disk space"),
        (raising(ZeroDivisionError("boom")), 3, "a bug in agents"),
    ],
)
def test_what_happens_becomes_an_exit_code(
    work: Callable[[], int],
    code: int,
    shown: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AGENTS_DATA_DIR", str(tmp_path))
    assert guarded(Console.make(), work) == code
    seen = capsys.readouterr().err
    assert shown in seen
    assert "Traceback" not in seen


def test_a_bug_leaves_its_details_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AGENTS_DATA_DIR", str(tmp_path))
    guarded(Console.make(), raising(ZeroDivisionError("boom")))
    logs = list((tmp_path / "logs").glob("*.log"))
    assert len(logs) == 1
    assert "ZeroDivisionError: boom" in logs[0].read_text()
    assert logs[0].stem in capsys.readouterr().err


def test_an_interrupt_stops_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[bool] = []
    monkeypatch.setattr(guard, "stop_all", lambda: stopped.append(True))
    assert guarded(Console.make(), raising(KeyboardInterrupt())) == 130
    assert stopped == [True]


def test_json_says_what_failed_too(capsys: pytest.CaptureFixture[str]) -> None:
    guarded(Console.make(json=True), raising(Failure("cloning r", "refused", "log in")))
    assert '"wrong": "refused"' in capsys.readouterr().out
