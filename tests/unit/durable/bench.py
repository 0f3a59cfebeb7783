"""An engine to put work on: one for a whole test module, because starting one takes a second."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.job import RunRow
from app.durable.engine import Engine
from app.pipeline.steps import StepRunner
from app.stores.store import Store
from tests.unit.stores.events import comment

Work = Callable[[str, StepRunner], object]


class Bench:
    """A store, an engine on it, and what each run is to do."""

    def __init__(self, url: str, *, runs_at_once: int = 4) -> None:
        self.store = Store.open(url)
        self.work: dict[str, Work] = {}
        self.intake: dict[str, Work] = {}
        self.engine = Engine(self.store, self._intake, self._work, runs_at_once=runs_at_once)
        self._number = 0

    def accept(self, number: int = 7) -> tuple[str, str]:
        """A new run on the thread of that number: its id and its thread's name."""
        self._number += 1
        event = comment(number, key=f"comment/{time.time_ns()}-{self._number}")
        return self.store.accept("github", event.key, event).run, event.thread.name

    def put(self, work: Work, number: int = 7) -> str:
        """Queue work of a new run; returns the run."""
        run, thread = self.accept(number)
        self.work[run] = work
        self.engine.enqueue_work(run, thread)
        return run

    def done(self, work: Work, number: int = 7) -> RunRow:
        """Have work carried out to its end."""
        return self.wait(self.put(work, number))

    def wait(self, run: str) -> RunRow:
        """Wait for the run's end, and until this process is through with it."""
        until(lambda: run not in {row[0] for row in self.store.unfinished()} and run not in self.engine.active())
        row = self.store.run(run)
        assert row is not None
        return row

    def _intake(self, run: str, steps: StepRunner) -> None:
        self.intake.get(run, _nothing)(run, steps)

    def _work(self, run: str, steps: StepRunner) -> None:
        self.store.start(run)
        self.work.get(run, _nothing)(run, steps)
        self.store.finish(run, "done")


@contextmanager
def bench_at(url: str, *, runs_at_once: int = 4) -> Iterator[Bench]:
    """A bench whose engine runs."""
    bench = Bench(url, runs_at_once=runs_at_once)
    bench.engine.launch()
    try:
        yield bench
    finally:
        bench.engine.drain(10)
        bench.engine.close()
        bench.store.close()


def sqlite_in(folder: Path) -> str:
    """A database in a folder."""
    return f"sqlite:///{folder}/agents.sqlite"


def until(true: Callable[[], bool], seconds: float = 90) -> None:
    """Wait for something to be so; on a slow machine that takes a while."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.01)


def _nothing(_: str, __: StepRunner) -> None:
    """What a run does that nobody gave work."""
