"""The line to the worker: what happens when the worker dies, babbles or keeps silent."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from app.domain.errors import Failure
from app.toolchains.checkov import link as module
from app.toolchains.checkov.link import WorkerLink

HONEST = """
import json, sys
print(json.dumps({"ready": "1.0"}), flush=True)
for line in sys.stdin:
    print(json.dumps({"id": json.loads(line)["id"], "pid": __import__("os").getpid()}), flush=True)
"""
DIES_AFTER_GREETING = 'print(\'{"ready": "1.0"}\', flush=True); input()'
SILENT = 'import sys; print(\'{"ready": "1.0"}\', flush=True)\nfor line in sys.stdin: pass'
MUTE = "import time; time.sleep(600)"
BABBLES = "print('hello')"
LATE = """
import json, sys
print(json.dumps({"ready": "1.0"}), flush=True)
for line in sys.stdin:
    number = json.loads(line)["id"]
    print(json.dumps({"id": number - 1, "stale": True}), flush=True)
    print(json.dumps({"id": number}), flush=True)
"""

Open = Callable[..., WorkerLink]


@pytest.fixture
def connect() -> Iterator[Open]:
    links: list[WorkerLink] = []

    def make(*programs: str) -> WorkerLink:
        """A link whose workers run these programs, the last one again and again."""
        waiting = list(programs)

        def spawn() -> "subprocess.Popen[str]":
            program = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )

        links.append(WorkerLink(spawn))
        return links[-1]

    yield make
    for link in links:
        link.close()


def test_the_worker_stays_between_questions(connect: Open) -> None:
    link = connect(HONEST)
    link.start()
    first, second = link.ask({}, 60), link.ask({}, 60)
    assert first["pid"] == second["pid"] == link.pid
    assert link.version == "1.0"


def test_a_worker_that_died_between_questions_is_replaced(connect: Open) -> None:
    link = connect(HONEST)
    first = link.ask({}, 60)
    assert link._process is not None
    link._process.kill()
    link._process.wait()
    assert link.ask({}, 60)["pid"] != first["pid"]


def test_a_worker_that_dies_while_working_is_asked_once_more(connect: Open) -> None:
    assert "pid" in connect(DIES_AFTER_GREETING, HONEST).ask({}, 60)


def test_two_deaths_are_a_failure(connect: Open) -> None:
    with pytest.raises(Failure, match="died twice"):
        connect(DIES_AFTER_GREETING).ask({}, 60)


def test_silence_is_a_failure_and_the_next_question_finds_a_new_worker(
    connect: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.2)
    link = connect(SILENT, HONEST)
    with pytest.raises(Failure, match="no answer in time"):
        link.ask({}, 0.1)
    assert link.pid is None
    assert "pid" in link.ask({}, 60)


@pytest.mark.parametrize("program", [MUTE, BABBLES])
def test_a_worker_that_does_not_greet_is_a_failure(
    connect: Open, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STARTING", 0.5)
    with pytest.raises(Failure):
        connect(program).ask({}, 1)


def test_an_answer_to_an_abandoned_question_is_passed_over(connect: Open) -> None:
    assert "stale" not in connect(LATE).ask({}, 60)


def test_after_its_end_nothing_is_spawned() -> None:
    spawned: list[str] = []

    def spawn() -> "subprocess.Popen[str]":
        spawned.append("a worker")
        raise Failure("starting", "it should not")

    link = WorkerLink(spawn)
    link.close()
    with pytest.raises(Failure, match="has ended"):
        link.ask({}, 60)
    assert not spawned
