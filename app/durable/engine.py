"""The durable engine: DBOS carries out intakes and work, one of each at a time per thread, also across crashes."""

import contextvars
import logging
import os
import signal
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from app.domain.errors import AgentsError, Failure
from app.durable.crash import CrashPoint
from app.durable.history import INTAKE, NAME, WORK, forget_runs, intake_id, quiet_logs, resume_run, work_id
from app.durable.lock import SoleWorker
from app.durable.steps import Abandoned, DurableSteps, Switch
from app.durable.watcher import Watcher
from app.durable.workers import Roster
from app.pipeline.steps import StepRunner, Stopped
from app.processes.run import stop_all
from app.stores.database import is_sqlite, open_system_engine
from app.stores.store import Store

if TYPE_CHECKING:
    import sqlalchemy as sa

VERSION = "1"
"""Of the workflows. Runs under way go on with another version's code, so a change of their steps is put behind
``DBOS.patch`` and this stays; a new number leaves the old version's runs to processes that still run it."""

INTAKES_AT_ONCE = 4
POLL = 0.25
"""Seconds between looks at a queue; DBOS's own second starves many small runs."""

Carry = Callable[[str, StepRunner], object]
LOG = logging.getLogger(__name__)


class Engine:
    """One per process. ``intake`` and ``work`` carry out a run's two halves, given its id and its steps."""

    def __init__(
        self,
        store: Store,
        intake: Carry,
        work: Carry,
        *,
        runs_at_once: int = 2,
        step_timeout: float = 900.0,
        crash_at: str = "",
    ) -> None:
        self._store = store
        self._carries: dict[str, Carry] = {INTAKE: intake, WORK: work}
        self._runs_at_once = runs_at_once
        self._step_timeout = step_timeout
        self._crash = CrashPoint.parse(crash_at)
        self._switch = Switch()
        self._watcher = Watcher(store)
        self._workflows: dict[str, Callable[[str], None]] = {}
        self._sole: SoleWorker | None = None
        self._roster: Roster | None = None
        self._system: sa.Engine | None = None
        self._dbos: DBOS | None = None

    # -- life ------------------------------------------------------------------------------------------------------

    def launch(self) -> None:
        """Take up work, what an earlier process left first; raises ``Failure`` where another one owns the database."""
        quiet_logs()
        if is_sqlite(self._store.engine):
            self._sole = SoleWorker(Path(str(self._store.engine.url.database)))
            self._sole.take()
        else:
            self._roster = Roster(self._store.engine, self._lost)
            self._roster.join()
        self._watcher.start()
        self._dbos = DBOS(config=self._config())
        self._workflows = {name: self._register(name) for name in self._carries}
        DBOS.launch()
        queue: dict[str, Any] = {"partition_concurrency": 1, "polling_interval_sec": POLL}
        DBOS.register_queue(INTAKE, worker_concurrency=INTAKES_AT_ONCE, on_conflict="always_update", **queue)
        DBOS.register_queue(WORK, worker_concurrency=self._runs_at_once, on_conflict="always_update", **queue)
        for run, thread, sequence in self._store.unfinished():
            self.enqueue_intake(run, thread, sequence)  # stored, but perhaps the process ended before it was queued
        if self._roster:
            self._roster.start(_queue_again)

    def drain(self, timeout: float = 30.0) -> bool:
        """Take no more work, end steps that run, begin no further ones; returns whether all ended in time.

        What is left after ``timeout`` seconds loses its programs; nothing of it is recorded, so that whoever comes
        next does the step again.
        """
        self._stop_taking()
        deadline = time.monotonic() + timeout
        while self.active() and time.monotonic() < deadline:
            time.sleep(0.05)
        ended = not self.active()
        if not ended:
            stop_all()
            deadline = time.monotonic() + 5
            while self.active() and time.monotonic() < deadline:
                time.sleep(0.05)
        if self._roster and self._dbos:
            self._roster.leave(_queue_again)
        return ended

    def close(self) -> None:
        """End for good; what is unfinished is carried on by the next process."""
        self._stop_taking()
        if self._roster:
            self._roster.close()
        self._watcher.close()
        if self._dbos:
            DBOS.destroy(destroy_registry=True)
            self._dbos = None
        if self._system:
            self._system.dispose()
        if self._sole:
            self._sole.give_back()

    def active(self) -> tuple[str, ...]:
        """The runs that this process carries out right now."""
        return self._watcher.live()

    # -- work ------------------------------------------------------------------------------------------------------

    def enqueue_intake(self, run: str, thread: str, sequence: int = 0) -> None:
        """Queue the run's intake; nothing happens where that was done before."""
        self._enqueue(INTAKE, intake_id(run), run, thread, sequence)

    def enqueue_work(self, run: str, thread: str) -> None:
        """Queue the run's work; nothing happens where that was done before."""
        self._enqueue(WORK, work_id(run), run, thread)

    def resume(self, run: str) -> None:
        """Go on with an ended run where it failed."""
        resume_run(self._store, run)

    def forget(self, runs: Collection[str]) -> None:
        """Remove what is kept of runs that were thrown away."""
        forget_runs(self._store, runs)

    def _enqueue(self, queue: str, workflow: str, run: str, thread: str, sequence: int = 0) -> None:
        if self._dbos is None:
            raise Failure(f"queueing the run {run}", "the engine is not running", "wait until /readyz answers 200")
        sequence = sequence or self._store.sequence_of(run) or 1

        def put() -> None:
            # Within a thread the run that was accepted first goes first: clocks of a second are too coarse for that.
            with SetWorkflowID(workflow), SetEnqueueOptions(queue_partition_key=thread, priority=sequence):
                DBOS.enqueue_workflow(queue, self._workflows[queue], run)

        # In a context of its own: called from inside a step it is no child of that step's workflow.
        contextvars.Context().run(put)

    def _register(self, name: str) -> Callable[[str], None]:
        def carry(run: str) -> None:
            self._carry(name, run)

        return DBOS.workflow(name=name, max_recovery_attempts=None)(carry)

    def _carry(self, name: str, run: str) -> None:
        if self._switch.off.is_set():
            raise Abandoned(run)
        # An intake is short, and answers people: what stops a run stops its work.
        heed = name == WORK
        steps = DurableSteps(run, self._store, self._switch, self._crash, self._step_timeout, heed=heed)
        with self._watcher.over(run, steps), structlog.contextvars.bound_contextvars(run=run):
            try:
                self._carries[name](run, steps)
            except Stopped as stopped:
                self._store.finish(run, stopped.stop or "cancelled")
            except AgentsError as error:
                LOG.warning("run %s, %s: %s", run, name, error)
                self._store.finish(run, "failed", str(error))
            except Exception as error:
                if self._switch.off.is_set():
                    raise Abandoned(run) from error
                LOG.exception("run %s, %s: a bug", run, name)
                self._store.finish(run, "failed", f"a bug in agents: {type(error).__name__}: {error}")

    # -- parts -----------------------------------------------------------------------------------------------------

    def _config(self) -> DBOSConfig:
        config = DBOSConfig(
            name=NAME, application_version=VERSION, log_level="WARNING", enable_otlp=False, use_listen_notify=False
        )
        url = self._store.engine.url.render_as_string(hide_password=False)
        if self._roster:
            config["system_database_url"] = url
            config["sys_db_pool_size"] = 10
            config["executor_id"] = self._roster.id
        else:
            self._system = open_system_engine(url)
            config["system_database_engine"] = self._system
            config["executor_id"] = "local"
        return config

    def _stop_taking(self) -> None:
        self._switch.off.set()
        for event in self._dbos.background_thread_stop_events if self._dbos else ():
            event.set()

    def _lost(self) -> None:
        """Another process has our place: its runs are no longer ours, and the server is to start us afresh."""
        LOG.error("this worker was silent for too long and has lost its place; it ends")
        self._stop_taking()
        os.kill(os.getpid(), signal.SIGTERM)


def _queue_again(executors: list[str]) -> object:
    """Queue what these executors had under way. DBOS's own call for it is private; ``resume_workflows``, the public
    one, does not look whose a workflow is by now."""
    return DBOS._recover_pending_workflows(executors)  # noqa: SLF001
