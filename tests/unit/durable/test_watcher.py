"""The watcher over this process's runs."""

from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.domain.job import Stop
from app.durable.steps import DurableSteps, Switch
from app.durable.watcher import Watcher
from app.stores.store import Store
from tests.unit.durable.bench import sqlite_in, until
from tests.unit.stores.events import comment


class Told(DurableSteps):
    """Counts how often it was told."""

    def __init__(self, run: str, store: Store) -> None:
        super().__init__(run, store, Switch())
        self.interrupted = self.released = 0

    def interrupt(self) -> None:
        self.interrupted += 1

    def release(self) -> None:
        self.released += 1


def test_only_who_was_asked_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(sqlite_in(tmp_path))
    runs = [store.accept("github", key, comment(key=key)).run for key in "ab"]
    told = [Told(run, store) for run in runs]
    watcher = Watcher(store, interval=0.01)
    watcher.start()
    with watcher.over(runs[0], told[0]), watcher.over(runs[1], told[1]):
        assert watcher.live() == tuple(sorted(runs))
        store.ask_stop([runs[0]], "cancelled")
        until(lambda: told[0].interrupted > 0)
        with monkeypatch.context() as broken:  # a database that is down for a moment ends nothing
            broken.setattr(store, "stops", _down)
            before = told[0].interrupted
        until(lambda: told[0].interrupted > before)
    assert watcher.live() == ()
    watcher.close()
    store.close()
    assert (told[1].interrupted, [one.released for one in told]) == (0, [1, 1])


def _down(_: object) -> dict[str, Stop]:
    raise Failure("reaching the database", "down")
