"""Keeps an eye on the runs of this process: what somebody asked to stop does not work on to the end of its step."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import Failure
from app.durable.steps import DurableSteps
from app.stores.runs import Runs

INTERVAL = 0.3
"""Seconds between looks: as long as a person waits for `/agents cancel` without wondering."""

LOG = logging.getLogger(__name__)


class Watcher:
    """The runs that this process carries out, and a thread that looks after them."""

    def __init__(self, store: Runs, interval: float = INTERVAL) -> None:
        self._store = store
        self._interval = interval
        self._live: dict[str, DurableSteps] = {}
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        self._thread = threading.Thread(target=self._look, name="watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop looking."""
        self._end.set()
        if self._thread:
            self._thread.join()

    def live(self) -> tuple[str, ...]:
        """The runs of this process, by id."""
        with self._lock:
            return tuple(sorted(self._live))

    @contextmanager
    def over(self, run: str, steps: DurableSteps) -> Iterator[None]:
        """Watch the run as long as it is carried out."""
        with self._lock:
            self._live[run] = steps
        try:
            yield
        finally:
            with self._lock:
                self._live.pop(run, None)
            steps.release()

    def _look(self) -> None:
        while not self._end.wait(self._interval):
            try:
                asked = self._store.stops(self.live())
            except Failure as error:
                LOG.warning("looking for runs that are to stop: %s", error)
                continue
            with self._lock:
                steps = [self._live[run] for run in asked if run in self._live]
            for one in steps:
                one.interrupt()
