import os
import signal
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from app.action import door
from app.domain.errors import AgentsError, Failure, UsageFailure


@pytest.fixture(autouse=True)
def _nothing_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that later tests of this process start."""
    monkeypatch.setattr(door, "stop_all", lambda: None)


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """As they were: the door takes them for its process."""
    kept = {kind: signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)}
    yield
    for kind, handler in kept.items():
        signal.signal(kind, handler)


def ends(error: BaseException) -> door.Door:
    def carry_out(environment: Mapping[str, str]) -> int:
        raise error

    return door.Door(carry_out)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Failure("cloning", "gone", "look"), 1, "cloning: gone\nlook\n"),
        (UsageFailure("reading", "wrong"), 2, "reading: wrong\n"),
        (KeyError("x"), 3, "a bug in agents"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_every_end_has_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str
) -> None:
    monkeypatch.setattr(door, "DOORS", {"GITHUB_ACTIONS": ends(error)})
    assert door.main({"GITHUB_ACTIONS": "true"}) == code
    assert said in capsys.readouterr().err


def test_a_bug_is_logged_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    monkeypatch.setenv("AGENTS_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(door, "DOORS", {"GITHUB_ACTIONS": ends(KeyError("inner detail"))})
    assert door.main({"GITHUB_ACTIONS": "true"}) == 3
    assert "inner detail" not in capsys.readouterr().err


def test_outside_of_a_pipeline_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main({}) == 2
    assert "GITHUB_ACTIONS" in capsys.readouterr().err


def test_a_cancelled_job_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(environment: Mapping[str, str]) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        return 0

    stopped = threading.Event()
    monkeypatch.setattr(door, "stop_all", stopped.set)
    monkeypatch.setattr(door, "DOORS", {"GITLAB_CI": door.Door(cancelled)})
    assert door.main({"GITLAB_CI": "true"}) == 130
    assert stopped.wait(10)


def test_each_forge_has_a_door() -> None:
    assert set(door.DOORS) == {"GITHUB_ACTIONS", "GITLAB_CI"}
    with pytest.raises(AgentsError):
        door.nowhere({})


def test_a_failure_that_cannot_be_told_has_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_environment: Mapping[str, str], error: AgentsError) -> None:
        raise Failure("writing outputs", "no such file") from error

    monkeypatch.setattr(door, "DOORS", {"GITHUB_ACTIONS": replace(ends(UsageFailure("reading", "wrong")), fail=fail)})
    assert door.main({"GITHUB_ACTIONS": "true"}) == 2
    assert capsys.readouterr().err == "writing outputs: no such file\n"
