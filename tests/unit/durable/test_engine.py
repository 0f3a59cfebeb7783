"""The engine: order, repetition, ends."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.durable.engine import Engine
from app.pipeline.steps import StepRunner, Stopped
from app.stores.store import Store
from tests.unit.durable.bench import Bench, bench_at, sqlite_in, until


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench_at(sqlite_in(tmp_path_factory.mktemp("engine"))) as made:
        yield made


def test_an_intake_queues_the_work_from_inside_a_step(bench: Bench) -> None:
    did: list[str] = []
    run, thread = bench.accept()
    bench.intake[run] = lambda _, steps: steps.step("queue", lambda: bench.engine.enqueue_work(run, thread))
    bench.work[run] = lambda name, _: did.append(name)
    bench.engine.enqueue_intake(run, thread)
    assert bench.wait(run).status == "done"
    assert did == [run]


def test_queued_many_times_at_once_it_is_done_once(bench: Bench) -> None:
    did: list[str] = []
    run, thread = bench.accept()
    bench.work[run] = lambda name, steps: steps.step("count", lambda: did.append(name))
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: bench.engine.enqueue_work(run, thread), range(60)))
    bench.wait(run)
    bench.engine.enqueue_work(run, thread)
    time.sleep(0.3)
    assert did == [run]


def test_one_at_a_time_per_thread_and_in_order(bench: Bench) -> None:
    """Queued within milliseconds and last first, they still go by their number in the thread."""
    order: list[str] = []
    inside: dict[str, int] = {}
    overlaps: list[str] = []
    several = threading.Event()
    lock = threading.Lock()

    def work(run: str, steps: StepRunner) -> None:
        row = bench.store.run(run)
        assert row is not None
        thread = row.event.thread.name
        with lock:
            order.append(run)
            inside[thread] = inside.get(thread, 0) + 1
            if inside[thread] > 1:
                overlaps.append(thread)
            if sum(inside.values()) > 1:
                several.set()
        steps.step("work", lambda: time.sleep(0.02))
        with lock:
            inside[thread] -= 1

    all_queued = threading.Event()
    first = bench.put(lambda _, steps: steps.step("hold", lambda: all_queued.wait(120)), 100)
    until(lambda: first in bench.engine.active())
    accepted = [bench.accept(100 + number % 3) for number in range(30)]
    for run, thread in reversed(accepted):
        bench.work[run] = work
        bench.engine.enqueue_work(run, thread)
    all_queued.set()
    for run, _ in accepted:
        assert bench.wait(run).status == "done"
    held = [run for run, thread in accepted if thread.endswith("#100")]
    assert [run for run in order if run in held] == held
    assert overlaps == []
    assert several.is_set()  # threads do not wait for each other


def test_no_more_runs_at_once_than_allowed(bench: Bench) -> None:
    most: list[int] = []

    def look() -> None:
        time.sleep(0.1)
        most.append(len(bench.engine.active()))

    runs = [bench.put(lambda _, steps: steps.step("look", look), number) for number in range(200, 210)]
    for run in runs:
        bench.wait(run)
    assert max(most) <= 4


def test_a_stop_that_nobody_heeds_still_ends_the_run_right(bench: Bench) -> None:
    def work(_: str, __: StepRunner) -> None:
        raise Stopped("superseded")

    assert bench.done(work).status == "superseded"


def test_a_run_that_was_stopped_before_it_began(bench: Bench) -> None:
    did: list[int] = []
    run, thread = bench.accept()
    bench.store.ask_stop([run], "cancelled")
    bench.work[run] = lambda _, steps: steps.step("x", lambda: did.append(1))
    bench.engine.enqueue_work(run, thread)
    assert bench.wait(run).status == "cancelled"
    assert did == []


def test_an_intake_is_not_stopped(bench: Bench) -> None:
    did: list[int] = []
    run, thread = bench.accept()
    bench.store.ask_stop([run], "cancelled")

    def intake(_: str, steps: StepRunner) -> None:
        steps.step("answer", lambda: did.append(1))
        steps.step("queue", lambda: bench.engine.enqueue_work(run, thread))

    bench.intake[run] = intake
    bench.work[run] = lambda _, steps: steps.step("x", lambda: did.append(2))
    bench.engine.enqueue_intake(run, thread)
    assert bench.wait(run).status == "cancelled"
    assert did == [1]


def test_nothing_is_queued_before_the_engine_runs(tmp_path: Path) -> None:
    store = Store.open(sqlite_in(tmp_path))
    engine = Engine(store, lambda *_: None, lambda *_: None)
    with pytest.raises(Failure, match="the engine is not running"):
        engine.enqueue_intake("r", "t")
    engine.close()
    store.close()


def test_a_second_process_is_refused_on_sqlite(bench: Bench) -> None:
    store = Store.open(bench.store.engine.url.render_as_string())
    engine = Engine(store, lambda *_: None, lambda *_: None)
    with pytest.raises(Failure, match="already serves") as caught:
        engine.launch()
    assert "PostgreSQL" in caught.value.hint
    engine.close()
    store.close()
    assert bench.done(lambda *_: None).status == "done"
