"""Bounded runs."""

import sys
import threading
import time
from pathlib import Path

import pytest

from app.domain.errors import Failure, ToolMissing
from app.processes import run as module
from app.processes.run import run, stop_all


def test_output_exit_code_and_input() -> None:
    done = run([sys.executable, "-c", "import sys; print(sys.stdin.read()); sys.exit(4)"], input="héllo")
    assert (done.exit_code, done.stdout.strip(), done.timed_out) == (4, "héllo", False)


def test_a_program_that_does_not_exist() -> None:
    with pytest.raises(ToolMissing, match="not installed"):
        run(["no-such-program-anywhere"])


def test_time_out_kills_the_whole_group(tmp_path: Path) -> None:
    script = f"(sleep 30 & echo $! > {tmp_path / 'child'}; wait)"
    started = time.monotonic()
    done = run(["sh", "-c", script], timeout=0.5)
    assert done.timed_out
    assert time.monotonic() - started < 10
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 5
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().split()[2]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_environment_replaces_the_inherited_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "leak")
    done = run(["/usr/bin/env"], environment={"ONLY": "this"})
    assert done.stdout.strip() == "ONLY=this"


def test_output_is_cut_at_the_limit() -> None:
    done = run([sys.executable, "-c", "print('x' * 5000)"], limit=100)
    assert done.stdout == "x" * 100


def test_undecodable_output_is_replaced() -> None:
    done = run([sys.executable, "-c", "import os; os.write(1, b'a\\xff')"])
    assert done.stdout == "a\ufffd"


def test_stop_all_kills_what_runs_and_refuses_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_stopping", threading.Event())
    ended: list[int] = []
    thread = threading.Thread(target=lambda: ended.append(run(["sleep", "30"]).exit_code))
    thread.start()
    deadline = time.monotonic() + 5
    while not module._live and time.monotonic() < deadline:
        time.sleep(0.01)
    stop_all()
    thread.join(5)
    assert ended == [-9]
    with pytest.raises(Failure, match="interrupted"):
        run(["true"])


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="there is no directory"):
        run(["true"], cwd=tmp_path / "gone")


def test_a_file_that_is_no_program(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="Permission denied"):
        run([tmp_path])
