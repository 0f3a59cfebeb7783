"""Several workers on one PostgreSQL."""

import os
import signal
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.durable import workers
from app.durable.workers import Roster
from app.stores.database import writing
from app.stores.store import Store
from app.stores.tables import WORKERS
from tests.postgres import postgres, postgres_server
from tests.unit.durable.bench import bench_at, until
from tests.unit.durable.processes import Start, lines, start
from tests.unit.stores.events import comment

__all__ = ["postgres", "postgres_server", "start"]

EFFECTS = {"plan", "test", "scan", "cost", "push", "tell"}


@pytest.fixture
def store(postgres: str) -> Iterator[Store]:
    opened = Store.open(postgres)
    yield opened
    opened.close()


def _ignore() -> None:
    """Nobody is told."""


def _age(store: Store, name: str, seconds: float) -> None:
    with writing(store.engine) as connection:
        connection.execute(WORKERS.update().where(WORKERS.c.id == name).values(beat=WORKERS.c.beat - seconds))


def _busy(store: Store, *names: str) -> None:
    """Let it look as if executors of these names had something under way."""
    with writing(store.engine) as connection:
        connection.execute(sa.text("CREATE SCHEMA IF NOT EXISTS dbos"))
        connection.execute(sa.text("CREATE TABLE IF NOT EXISTS dbos.workflow_status (status TEXT, executor_id TEXT)"))
        for name in names:
            connection.execute(sa.text("INSERT INTO dbos.workflow_status VALUES ('PENDING', :name)"), {"name": name})


def test_each_takes_a_place_and_one_that_comes_back_its_own(store: Store) -> None:
    first, second = Roster(store.engine, _ignore, "host"), Roster(store.engine, _ignore, "host")
    assert (first.join(), second.join()) == ("host-0", "host-1")
    assert Roster(store.engine, _ignore, "other").join() == "other-0"
    with subprocess.Popen(["true"]) as process:
        process.wait()
    with writing(store.engine) as connection:  # the process of the first place is gone
        connection.execute(WORKERS.update().where(WORKERS.c.id == "host-0").values(pid=process.pid))
    assert Roster(store.engine, _ignore, "host").join() == "host-0"
    assert not first.beat()  # and is told so where it was only believed to be
    assert second.beat()
    _age(store, "host-1", workers.SILENCE + 1)
    assert Roster(store.engine, _ignore, "host").join() == "host-1"


def test_the_silent_are_buried_once(store: Store) -> None:
    living, dead, watching = (Roster(store.engine, _ignore, host) for host in ("living", "dead", "watching"))
    for one in (living, dead, watching):
        one.join()
    _busy(store, "living-0", "dead-0", "watching-0", "never-0")
    _age(store, "dead-0", workers.SILENCE + 1)
    asked: list[list[str]] = []
    assert watching.reap(asked.append) == ["dead-0", "never-0"]
    assert asked == [["dead-0", "never-0"]]
    assert dead.beat()  # it was only frozen: its place is free, so it sits down again
    with writing(store.engine) as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(workers.REAPER_LOCK)))
        assert watching.reap(asked.append) == []  # another worker is at it


def test_leaving_hands_over_at_once(store: Store) -> None:
    roster = Roster(store.engine, _ignore, "host")
    roster.join()
    asked: list[list[str]] = []
    roster.start(lambda names: None)
    roster.leave(asked.append)
    assert asked == [["host-0"]]
    assert Roster(store.engine, _ignore, "host").join() == "host-0"


def test_one_who_lost_its_place_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "BEAT", 0.05)
    told: list[str] = []
    roster = Roster(store.engine, lambda: told.append("lost"), "host")
    roster.join()
    _busy(store)
    roster.start(lambda names: None)
    with writing(store.engine) as connection:
        connection.execute(WORKERS.update().values(claim="another"))
    until(lambda: told == ["lost"])
    roster.close()
    assert told == ["lost"]


def test_an_engine_on_postgresql(postgres: str, store: Store) -> None:
    with bench_at(postgres) as bench:
        assert bench.done(lambda _, steps: steps.parallel([("a", _ignore), ("b", _ignore)])).status == "done"
        assert _places(store) == 1
    assert _places(store) == 0


def test_two_workers_never_work_on_one_thread_at_once(
    postgres: str, store: Store, tmp_path: Path, start: Start
) -> None:
    log = tmp_path / "log"
    _accept(store, 0, 50)
    first = start(postgres, log, "--pause", "0.005")
    until(lambda: len(lines(log)) > 20)
    _accept(store, 50, 80)
    second = start(postgres, log, "--pause", "0.005")
    until(lambda: store.counts() == {"done": 80}, 180)
    for process in (first, second):
        process.terminate()
        assert process.wait(90) == 0
    done = Counter((line[1], line[2]) for line in lines(log) if line[2] in EFFECTS)
    assert len(done) == 80 * len(EFFECTS)
    assert set(done.values()) == {1}
    assert _overlaps(log) == []
    assert len({line[-1] for line in lines(log) if line[2] == "begin"}) == 2


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGSTOP])
def test_what_a_dead_or_frozen_worker_had_is_done_by_another(
    postgres: str, store: Store, tmp_path: Path, start: Start, kind: signal.Signals
) -> None:
    log = tmp_path / "log"
    _accept(store, 0, 12)
    first = start(postgres, log, "--silence", "3", "--pause", "0.3")
    until(lambda: any(line[2] == "plan" for line in lines(log)))
    second = start(postgres, log, "--silence", "3", "--pause", "0.02")
    until(lambda: any(line[1] == "ready" and line[-1] == str(second.pid) for line in lines(log)))
    os.kill(first.pid, kind)
    until(lambda: store.counts() == {"done": 12}, 180)
    if kind == signal.SIGSTOP:
        os.kill(first.pid, signal.SIGCONT)  # it wakes up, finds that its runs are another's, and does not go on
        time.sleep(1.5)
    done = Counter((line[1], line[2]) for line in lines(log) if line[2] in EFFECTS)
    assert len(done) == 12 * len(EFFECTS)
    assert max(done.values()) <= 2
    assert sum(done.values()) - len(done) <= 4 * 3  # the steps that were under way
    assert store.counts() == {"done": 12}


def _places(store: Store) -> int:
    with writing(store.engine) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(WORKERS)).scalar_one()


def _accept(store: Store, low: int, high: int) -> None:
    for number in range(low, high):
        store.accept("github", f"d{number}", comment(number % 6, key=f"c/{number}"))


def _overlaps(log: Path) -> list[str]:
    """Threads whose runs were inside each other."""
    inside: dict[str, int] = defaultdict(int)
    found = []
    change: dict[str, Callable[[int], int]] = {"begin": lambda n: n + 1, "end": lambda n: n - 1}
    for _, _, step, thread, _ in sorted(lines(log), key=lambda line: float(line[0])):
        if step in change:
            inside[thread] = change[step](inside[thread])
            if inside[thread] > 1:
                found.append(thread)
    return found
