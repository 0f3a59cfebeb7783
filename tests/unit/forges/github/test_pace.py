import pytest

from app.domain.errors import Failure
from app.forges.github.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.time, self.slept = 1_000_000.0, [0.0]

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.slept.append(seconds)


def test_writes_are_an_interval_apart() -> None:
    clock = Clock()
    pace = Pace(1.0, now=clock.now, sleep=clock.sleep)
    for _ in range(4):
        pace.before_call("writing", write=True)
    assert clock.time == 1_000_003.0


def test_the_budget_of_a_minute_holds() -> None:
    clock = Clock()
    pace = Pace(0.01, now=clock.now, sleep=clock.sleep)
    for _ in range(81):
        pace.before_call("writing", write=True)
    assert clock.time - 1_000_000.0 == pytest.approx(60.0)


def test_the_budget_of_an_hour_ends_in_a_failure_that_says_when() -> None:
    clock = Clock()
    pace = Pace(1.0, now=clock.now, sleep=clock.sleep)
    for _ in range(500):
        pace.before_call("commenting", write=True)
    with pytest.raises(Failure, match="budget") as failure:
        pace.before_call("commenting", write=True)
    assert "UTC" in failure.value.hint
    assert max(clock.slept) <= 300.0


def test_no_interval_no_budget() -> None:
    clock = Clock()
    pace = Pace(0, now=clock.now, sleep=clock.sleep)
    for _ in range(1000):
        pace.before_call("writing", write=True)
    assert clock.time == 1_000_000.0


def test_a_pause_is_everybodys() -> None:
    clock = Clock()
    pace = Pace(0, now=clock.now, sleep=clock.sleep)
    pace.hold(7.0)
    pace.hold(3.0)
    pace.before_call("reading", write=False)
    assert clock.time == 1_000_007.0
    pace.hold(301.0)
    with pytest.raises(Failure, match="limit of calls"):
        pace.before_call("reading", write=False)


def test_reading_waits_for_no_write() -> None:
    clock = Clock()
    pace = Pace(1.0, now=clock.now, sleep=clock.sleep)
    pace.before_call("writing", write=True)
    pace.before_call("reading", write=False)
    assert clock.time == 1_000_000.0
