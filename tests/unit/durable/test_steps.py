"""Durable steps: what they return, what stops them, what they leave behind."""

import os
import pickle
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from app.agents.base import AgentResult, NothingToBuild
from app.domain.artifact import Artifact
from app.domain.errors import AgentsError, Failure, ToolMissing, UsageFailure
from app.domain.finding import Finding, Repair, Severity
from app.domain.plan import Plan, StackResult, Step
from app.domain.policy import Policy, Waiver
from app.domain.publication import Check, PullRequest, Role
from app.domain.request import Settlement
from app.domain.run import Gate, Outcome, StageResult
from app.pipeline.steps import StepRunner, Stopped
from app.processes.run import run as run_program
from tests.unit.durable.bench import Bench, bench_at, sqlite_in, until


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench_at(sqlite_in(tmp_path_factory.mktemp("steps"))) as made:
        yield made


LONG = f"777.{os.getpid()}"
"""Seconds that nobody else sleeps, also when an earlier test run was killed and its programs were not."""
FINDING = Finding("CKV_AWS_1", Severity.HIGH, "t", "main.tf", "checkov", 3, controls={"hipaa": ("164.312",)})
STACK = StackResult(
    "stacks/site",
    "passed",
    "",
    {"aws": "6.62.0"},
    (Step("plan", "passed", 0.2, ""),),
    Plan(1, 2, 3, ({"a": {"b": [1]}},)),
)
VALUES = [
    None,
    ("text", 1, 1.5, True, {"a": [1]}),
    AgentResult(
        "failed",
        "why",
        artifacts=(Artifact("main.tf", "x", "developer"),),
        results=(STACK,),
        findings=(FINDING,),
        repairs=(Repair("r", "p", 1, "a", "b", "proof"),),
        settled=(Settlement("c", "d", "w"),),
        tools={"checkov": "3.3"},
    ),
    StageResult("tester", "passed", "", 1.25),
    Outcome(
        "r", "review", "t", results=(STACK,), findings=(FINDING,), gate=Gate("failed", ("x",)), existing={"high": 2}
    ),
    Policy(waivers=(Waiver("r", "o", "because", date(2027, 1, 31)),)),
    PullRequest(1, "t", "b", "a", "h", "hb", "b", "bb", "refs/pull/1/head"),
    Check("agents", "h", "r", "success"),
    Role.WRITE,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_a_step_returns_comes_back_from_the_database(bench: Bench, value: object) -> None:
    """Recorded as it is: pickled and read back, it is equal."""
    got: list[object] = []
    bench.done(lambda _, steps: got.append(steps.step("value", lambda: value)))
    assert got == [value]
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301


ERRORS = [
    Failure("pushing", "no", "try again"),
    UsageFailure("reading", "bad"),
    ToolMissing("starting x", "it is not installed"),
    NothingToBuild(("what?",), ("blah",)),
    Stopped("superseded"),
    KeyError("k"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_what_a_step_raises_comes_back_from_the_database(error: Exception) -> None:
    back = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(back), str(back)) == (type(error), str(error))
    if isinstance(error, AgentsError):
        assert back.record() == error.record()
    if isinstance(error, Stopped):
        assert back.stop == error.stop


def test_parallel_steps_meet_and_answer_in_order(bench: Bench) -> None:
    gate = threading.Barrier(3, timeout=60)
    got: list[list[str]] = []

    def meet(name: str) -> str:
        gate.wait()
        return name

    def work(_: str, steps: StepRunner) -> None:
        got.append(steps.parallel([(name, partial(meet, name)) for name in "abc"]))
        got.append(steps.parallel([("alone", lambda: "d")]))
        got.append(steps.parallel([]))

    assert bench.done(work).status == "done"
    assert got == [["a", "b", "c"], ["d"], []]


def test_of_parallel_errors_one_is_raised_when_all_have_ended(bench: Bench) -> None:
    ended: list[str] = []

    def fail() -> None:
        raise Failure("planning", "no", "hint")

    def last() -> None:
        time.sleep(0.2)
        ended.append("yes")

    row = bench.done(lambda _, steps: steps.parallel([("a", fail), ("b", last)]))
    assert (row.status, row.why) == ("failed", "planning: no")
    assert ended == ["yes"]


def test_a_bug_ends_the_run_and_says_so(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    row = bench.done(lambda _, steps: steps.step("divide", lambda: 1 // 0))
    assert (row.status, row.why) == ("failed", "a bug in agents: ZeroDivisionError: integer division or modulo by zero")
    assert "a bug" in caplog.text


def test_a_step_that_takes_too_long_fails_and_leaves_no_program(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as impatient:
        impatient.setattr(bench.engine, "_step_timeout", 1.0)
        row = bench.done(lambda _, steps: steps.step("plan", lambda: run_program(["sleep", f"{LONG}1"], timeout=900)))
    assert row.status == "failed"
    assert "the step plan: it took longer than 1 seconds" in row.why
    assert _count(f"sleep {LONG}1") == 0
    assert bench.done(lambda _, steps: steps.step("plan", lambda: run_program(["true"]))).status == "done"


@pytest.mark.parametrize("stop", ["superseded", "cancelled"])
def test_a_stop_ends_the_run_before_its_next_step(bench: Bench, stop: str) -> None:
    did: list[str] = []

    def work(run: str, steps: StepRunner) -> None:
        steps.step("first", lambda: did.append("first"))
        bench.store.ask_stop([run], stop)  # type: ignore[arg-type]
        try:
            steps.step("second", lambda: did.append("second"))
        except Stopped as stopped:
            did.append(stopped.stop)
            # Winding up is not stopped: it must reach the forge, and may need a program.
            steps.step("tell", lambda: did.append(str(run_program(["true"]).exit_code)))
            steps.parallel([("check", lambda: did.append("check")), ("label", lambda: did.append("label"))])
            raise

    assert bench.done(work).status == stop
    assert did[:3] == ["first", stop, "0"]
    assert sorted(did[3:]) == ["check", "label"]


def test_a_stop_kills_what_runs_and_is_no_failure(bench: Bench) -> None:
    kinds: list[str] = []

    def work(_: str, steps: StepRunner) -> None:
        try:
            steps.parallel(
                [
                    ("a", lambda: run_program(["true"])),
                    ("b", lambda: run_program(["sleep", f"{LONG}2"], timeout=900)),
                ]
            )
        except Exception as error:
            kinds.append(type(error).__name__)
            raise

    run = bench.put(work)
    until(lambda: _count(f"sleep {LONG}2") > 0)
    bench.store.ask_stop([run], "cancelled")
    assert bench.wait(run).status == "cancelled"
    assert kinds == ["Stopped"]
    assert _count(f"sleep {LONG}2") == 0


def test_a_database_that_is_away_for_a_moment_fails_no_step(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: str) -> None:
        raise Failure("reaching the database", "down")

    monkeypatch.setattr(bench.store, "stop_of", away)
    assert bench.done(lambda _, steps: steps.step("x", lambda: 1)).status == "done"


def test_another_run_s_programs_are_left_alone(bench: Bench, tmp_path: Path) -> None:
    codes: list[int] = []
    waiting = ["sh", "-c", 'until [ -e "$0" ]; do sleep 0.05; done', str(tmp_path / "go")]
    other = bench.put(
        lambda _, steps: codes.append(steps.step("x", lambda: run_program(waiting, timeout=900).exit_code)), 1
    )
    stopped = bench.put(lambda _, steps: steps.step("x", lambda: run_program(["sleep", f"{LONG}4"], timeout=900)), 2)
    until(lambda: _count(" ".join(waiting[3:])) > 0 and _count(f"sleep {LONG}4") > 0)
    bench.store.ask_stop([stopped], "cancelled")
    assert bench.wait(stopped).status == "cancelled"
    (tmp_path / "go").touch()
    assert bench.wait(other).status == "done"
    assert codes == [0]


def _count(words: str) -> int:
    """How many processes were started with these words."""
    found = 0
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += words.replace(" ", "\0") in line.read_bytes().decode(errors="replace")
        except OSError:
            continue
    return found


def test_the_count_counts() -> None:
    """A process has its words only a moment after it was started."""
    with subprocess.Popen(["sleep", f"{LONG}3"]) as process:
        try:
            until(lambda: _count(f"sleep {LONG}3") == 1)
        finally:
            process.kill()
