"""Steps that survive a restart: each one's result (or error) is kept by DBOS before the next one begins.

A step that is carried out (not one that is only read back after a restart) looks first and last whether its run was
asked to stop, runs in a thread of its own for at most so many seconds, and owns the programs it starts.
"""

import contextlib
import contextvars
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dbos import DBOS, StepReservation, error

from app.domain.errors import Failure
from app.durable.crash import CrashPoint
from app.pipeline.steps import Stopped
from app.processes.run import allow_owned, owned_by, stop_owned
from app.stores.runs import Runs

T = TypeVar("T")

LOG = logging.getLogger(__name__)
GRACE = 20.0
"""Seconds that a step whose programs were killed has to notice it."""


class Abandoned(BaseException):
    """This process does not carry out the run any further; what is kept of it stays for whoever goes on.

    No ``Exception``, so that nothing on the way up takes it for the run's own failure.
    """


@dataclass
class Switch:
    """Shared by the steps of one engine: ``off`` once it takes no further step."""

    off: threading.Event = field(default_factory=threading.Event)


class DurableSteps:
    """The ``StepRunner`` of one run. Must be used on the thread of its workflow.

    ``timeout`` is in seconds for each step; without ``heed`` nobody's wish to stop the run ends it here.
    """

    def __init__(
        self,
        run: str,
        store: Runs,
        switch: Switch,
        crash: CrashPoint | None = None,
        timeout: float = 900.0,
        *,
        heed: bool = True,
    ) -> None:
        self._run = run
        self._store = store
        self._switch = switch
        self._crash = crash
        self._timeout = timeout
        self._stopped = not heed
        self._lock = threading.Lock()

    def step(self, name: str, work: Callable[[], T]) -> T:
        """Do one step, or read back what it came to."""
        with self._heeding():
            return DBOS.run_step({"name": name}, self._live, name, work)

    def parallel(self, steps: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
        """Do steps side by side; where some fail, one of their exceptions is raised when all have ended."""
        if len(steps) <= 1:
            return [self.step(name, work) for name, work in steps]
        with self._heeding():
            # Numbers are drawn here, in order, so that a restart finds each step's result under the same one.
            places = [DBOS.reserve_step() for _ in steps]
            with ThreadPoolExecutor(len(steps), thread_name_prefix="stage") as pool:
                futures = [
                    pool.submit(contextvars.copy_context().run, self._at, place, name, work)
                    for place, (name, work) in zip(places, steps, strict=True)
                ]
            errors = [problem for future in futures if (problem := future.exception())]
            if errors:
                raise min(errors, key=_weight)
            return [future.result() for future in futures]

    def _at(self, place: StepReservation, name: str, work: Callable[[], T]) -> T:
        return place.run({"name": name}, self._live, name, work)

    def interrupt(self) -> None:
        """Kill what the run has running, because somebody asked it to stop; not what winds it up afterwards."""
        with self._lock:
            if not self._stopped:
                stop_owned(self._run)

    def release(self) -> None:
        """The run is over: whoever continues it may start programs."""
        allow_owned(self._run)

    @contextlib.contextmanager
    def _heeding(self) -> Iterator[None]:
        """Remembers a stop, also one that is read back, and turns the loss of the run into ``Abandoned``."""
        try:
            yield
        except Stopped:
            with self._lock:
                self._stopped = True
                allow_owned(self._run)
            raise
        except (error.DBOSWorkflowConflictIDError, error.DBOSWorkflowCancelledError) as lost:
            raise Abandoned(self._run) from lost

    # -- what is not read back -----------------------------------------------------------------------------------

    def _live(self, name: str, work: Callable[[], T]) -> T:
        if self._switch.off.is_set():
            raise Abandoned(self._run)
        self._look()
        if self._crash:
            self._crash.at(name, "before")
        try:
            result = self._bounded(name, work)
        except Exception:
            if self._switch.off.is_set():
                raise Abandoned(self._run) from None
            self._look()
            raise
        self._look()
        if self._crash:
            self._crash.at(name, "after")
        return result

    def _look(self) -> None:
        """Raise ``Stopped`` where somebody asked for it; its programs may have been killed for that reason."""
        if self._stopped:
            return
        try:
            stop = self._store.stop_of(self._run)
        except Failure as error:
            LOG.warning("run %s: looking whether it is to stop: %s", self._run, error)
            return  # a database that is away for a moment fails no step; DBOS waits for it to record the result
        if stop:
            raise Stopped(stop)

    def _bounded(self, name: str, work: Callable[[], T]) -> T:
        """The work in a thread of its own. A thread cannot be killed, its programs can."""
        outcome = _Outcome()
        owner = f"{self._run}/{name}"

        def carry_out() -> None:
            with owned_by(owner):
                outcome.take(work)

        thread = threading.Thread(target=contextvars.copy_context().run, args=(carry_out,), name=name, daemon=True)
        thread.start()
        thread.join(self._timeout)
        if thread.is_alive():
            stop_owned(owner)
            thread.join(GRACE)
            if not thread.is_alive():
                allow_owned(owner)
            raise Failure(
                f"carrying out the step {name}",
                f"it took longer than {self._timeout:g} seconds",
                "make the change smaller, or have the operator raise AGENTS_STEP_TIMEOUT",
            )
        result: T = outcome.result()
        return result


class _Outcome:
    """What a thread came to."""

    def __init__(self) -> None:
        self._value: Any = None
        self._error: BaseException | None = None

    def take(self, work: Callable[[], Any]) -> None:
        try:
            self._value = work()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            self._error = error

    def result(self) -> Any:
        if self._error is not None:
            raise self._error
        return self._value


def _weight(problem: BaseException) -> int:
    """Of several exceptions the most sweeping one counts: the run is not ours, then it is to stop, then a failure."""
    return 2 if not isinstance(problem, Stopped) and isinstance(problem, Exception) else isinstance(problem, Stopped)
