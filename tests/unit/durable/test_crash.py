"""Killed at any point of a run and started again, everything is done, and nothing that was recorded is done twice."""

import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.durable.crash import CrashPoint
from app.stores.store import Store
from tests.unit.durable.bench import until
from tests.unit.durable.processes import Start, lines, start
from tests.unit.stores.events import comment

__all__ = ["start"]

POINTS = ("queue:after", "plan:before", "scan:after", "push:after", "finish:after")
EFFECTS = {"plan", "test", "scan", "cost", "push", "tell"}


def test_a_crash_at_any_point_costs_nothing(tmp_path: Path, start: Start) -> None:
    places = {point: tmp_path / point.replace(":", "-") for point in POINTS}
    runs, crashed = {}, {}
    for point, folder in places.items():
        folder.mkdir()
        store = Store.open(f"sqlite:///{folder}/a.sqlite")
        # Stored, and the process ended before it was queued: the engine queues it when it starts.
        runs[point] = store.accept("github", "d", comment()).run
        store.close()
        crashed[point] = start(f"sqlite:///{folder}/a.sqlite", folder / "log", "--crash", point)
    codes = {point: process.wait(180) for point, process in crashed.items()}
    assert codes == dict.fromkeys(POINTS, -signal.SIGKILL)
    again = {
        point: start(f"sqlite:///{folder}/a.sqlite", folder / "log", "--until-idle") for point, folder in places.items()
    }
    assert {point: process.wait(180) for point, process in again.items()} == dict.fromkeys(POINTS, 0)
    for point, folder in places.items():
        store = Store.open(f"sqlite:///{folder}/a.sqlite")
        row = store.run(runs[point])
        store.close()
        assert row is not None
        assert row.status == "done", point
        done = Counter(line[2] for line in lines(folder / "log") if line[2] in EFFECTS)
        assert set(done) == EFFECTS, point
        # A step is at least once: only the one whose end was not recorded may come twice.
        twice = {step for step, count in done.items() if count > 1}
        stage, moment = point.split(":")
        beside = {"test", "scan", "cost"} if stage == "scan" else {stage}
        assert twice <= (beside if moment == "after" else set()), point


def test_killed_at_random_with_many_runs(tmp_path: Path, start: Start) -> None:
    url, log = f"sqlite:///{tmp_path}/a.sqlite", tmp_path / "log"
    store = Store.open(url)
    for number in range(12):
        store.accept("github", f"d{number}", comment(number % 4, key=f"c/{number}"))
    for seconds in (1.7, 2.3):
        process = start(url, log, "--pause", "0.05")
        time.sleep(seconds)
        process.kill()
        process.wait()
    assert start(url, log, "--until-idle").wait(180) == 0
    assert store.counts() == {"done": 12}
    store.close()
    done = Counter((line[1], line[2]) for line in lines(log) if line[2] in EFFECTS)
    assert len(done) == 12 * len(EFFECTS)
    assert max(done.values()) <= 3
    assert sum(done.values()) - len(done) <= 2 * 4 * 3  # at most the steps under way at each of two kills


def test_told_to_end_it_ends_its_steps_and_the_next_one_goes_on(tmp_path: Path, start: Start) -> None:
    url, log = f"sqlite:///{tmp_path}/a.sqlite", tmp_path / "log"
    store = Store.open(url)
    store.accept("github", "d", comment())
    process = start(url, log, "--pause", "1.5")
    until(lambda: any(line[2] == "plan" for line in lines(log)))
    process.terminate()
    assert process.wait(90) == 0
    assert ["drained", "True"] in [line[1:3] for line in lines(log)]
    assert not any(line[2] == "push" for line in lines(log))
    assert start(url, log, "--until-idle").wait(180) == 0
    assert store.counts() == {"done": 1}
    store.close()
    assert Counter(line[2] for line in lines(log) if line[2] in EFFECTS) == Counter(EFFECTS)


@pytest.mark.parametrize("text", ["plan", "plan:", ":after", "plan:during", ":"])
def test_a_point_that_is_none(text: str) -> None:
    with pytest.raises(UsageFailure, match="AGENTS_CRASH_AT"):
        CrashPoint.parse(text)


def test_points() -> None:
    assert CrashPoint.parse("") is None
    assert CrashPoint.parse("agents / plan:before") == CrashPoint("agents / plan", "before")
    CrashPoint("plan", "after").at("plan", "before")  # another moment: we live
