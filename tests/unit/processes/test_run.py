"""Bounded runs."""

import contextvars
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import Failure, ToolMissing
from app.processes import environments
from app.processes import run as module
from app.processes.git import git
from app.processes.run import allow_owned, owned_by, run, stop_all, stop_owned
from app.processes.sandbox import Sandbox

ROOT = Path(__file__).parents[3]
LONG = "600"
"""Seconds that a program sleeps which has to be killed: more than anybody here waits."""


def test_output_exit_code_and_input() -> None:
    done = run([sys.executable, "-c", "import sys; print(sys.stdin.read()); sys.exit(4)"], input="héllo")
    assert (done.exit_code, done.stdout.strip(), done.timed_out) == (4, "héllo", False)


def test_a_program_that_does_not_exist() -> None:
    with pytest.raises(ToolMissing, match="not installed"):
        run(["no-such-program-anywhere"])


def test_time_out_kills_the_whole_group(tmp_path: Path) -> None:
    script = f"(sleep {LONG} & echo $! > {tmp_path / 'child'}; wait)"
    done = run(["sh", "-c", script], timeout=2)
    assert (done.exit_code, done.timed_out) == (-9, True)
    child = int((tmp_path / "child").read_text())
    _until(lambda: not _alive(child))


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


OURS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "INPUT_ANTHROPIC_API_KEY", "AGENTS_GITHUB_TOKEN", "INPUT_TOKEN")


def worker(sandbox: Sandbox, folder: Path) -> str:
    """What a worker says; it lives as long as somebody holds its sandbox."""
    return str(sandbox.start(["/usr/bin/env"], workdir=folder).communicate()[0])


@pytest.mark.parametrize(
    "start",
    [
        lambda folder: run(["/usr/bin/env"]).stdout,
        lambda folder: git("-c", "alias.seen=!env", "seen", cwd=folder).stdout,
        lambda folder: Sandbox.detect().run(["/usr/bin/env"], workdir=folder).stdout,
        lambda folder: Sandbox(None).run(["/usr/bin/env"], workdir=folder).stdout,
        lambda folder: worker(Sandbox.detect(), folder),
        lambda folder: "\n".join(environments._installer_environment()),
    ],
    ids=["run", "git", "sandbox", "no sandbox", "worker", "installer"],
)
def test_no_program_inherits_a_key_of_ours(
    start: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in OURS:
        monkeypatch.setenv(name, "sk-ant-planted")
    seen = start(tmp_path)
    assert "PATH" in seen
    assert not [name for name in (*OURS, "sk-ant-planted") if name in seen]


def test_programs_are_started_nowhere_else() -> None:
    """So the test above looks at all of them."""
    starting = re.compile(
        r"\bsubprocess\.(run|call|check_\w+|Popen)\(|\bos\.(system|popen|exec\w+|spawn\w+|posix_spawn\w*)\("
    )
    found = {
        str(path.relative_to(ROOT)) for path in ROOT.glob("app/**/*.py") if starting.search(path.read_text("utf-8"))
    }
    assert found == {"app/processes/run.py", "app/processes/sandbox.py"}


def test_output_is_cut_at_the_limit() -> None:
    done = run([sys.executable, "-c", "print('x' * 5000)"], limit=100)
    assert done.stdout == "x" * 100


def test_undecodable_output_is_replaced() -> None:
    done = run([sys.executable, "-c", "import os; os.write(1, b'a\\xff')"])
    assert done.stdout == "a\ufffd"


def test_stop_all_kills_what_runs_and_refuses_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_stopping", threading.Event())
    ended: list[int] = []
    thread = threading.Thread(target=lambda: ended.append(run(["sleep", LONG], timeout=900).exit_code))
    thread.start()
    _until(lambda: bool(module._live))
    stop_all()
    thread.join(60)
    assert ended == [-9]
    with pytest.raises(Failure, match="interrupted"):
        run(["true"])


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="there is no directory"):
        run(["true"], cwd=tmp_path / "gone")


def test_a_file_that_is_no_program(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="Permission denied"):
        run([tmp_path])


def test_an_owner_is_stopped_and_nobody_else() -> None:
    ended: dict[str, int] = {}

    def sleep_as(owner: str) -> None:
        with owned_by(owner):
            ended[owner] = run(["sleep", LONG], timeout=900).exit_code

    threads = [threading.Thread(target=sleep_as, args=(name,)) for name in ("a", "a/plan", "ab", "b")]
    for thread in threads:
        thread.start()
    _until(lambda: len(module._live) == 4)
    try:
        assert stop_owned("a") == 2
        _until(lambda: len(ended) == 2)
        assert ended == {"a": -9, "a/plan": -9}
        with owned_by("a/again"), pytest.raises(Failure, match="interrupted"):
            run(["true"])
        assert run(["true"]).exit_code == 0
    finally:
        allow_owned("a")
        for other in ("ab", "b"):
            stop_owned(other)
            allow_owned(other)
        for thread in threads:
            thread.join(60)
    with owned_by("a"):
        assert run(["true"]).exit_code == 0


def test_the_owner_goes_with_a_copied_context() -> None:
    seen: list[str] = []
    with owned_by("run/step"):
        context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(lambda: seen.append(module._owner.get()),))
    thread.start()
    thread.join()
    assert seen == ["run/step"]
    assert module._owner.get() == ""


@pytest.mark.skipif(module._setpriv() is None, reason="no setpriv of util-linux here")
@pytest.mark.parametrize("family", [False, True])
def test_a_program_dies_with_us(tmp_path: Path, family: bool) -> None:
    """Killed without a chance to clean up, we leave nothing running."""
    program = f'sleep {LONG} & echo $! > "$0"; wait' if family else f'echo $$ > "$0"; exec sleep {LONG}'
    script = (
        "import sys; from app.processes.run import run;"
        "run(['sh', '-c', sys.argv[2], sys.argv[1]], timeout=900, family=sys.argv[3] == 'True')"
    )
    words = [sys.executable, "-c", script, str(tmp_path / "child"), program, str(family)]
    parent = subprocess.Popen(words, cwd=ROOT)
    try:
        _until(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text() != "")
        child = int((tmp_path / "child").read_text())
        assert _alive(child)
    finally:
        parent.kill()
        parent.wait()
    _until(lambda: not _alive(child))


def test_a_family_is_run_like_any_program() -> None:
    done = run([sys.executable, "-c", "import sys; print(sys.stdin.read()); sys.exit(4)"], input="héllo", family=True)
    assert (done.exit_code, done.stdout.strip(), done.timed_out) == (4, "héllo", False)
    slow = run(["sleep", LONG], timeout=0.3, family=True)
    assert (slow.exit_code, slow.timed_out) == (-9, True)
    with pytest.raises(ToolMissing):
        run(["no-such-program-anywhere"], family=True)


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
