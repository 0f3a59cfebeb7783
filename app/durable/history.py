"""What the durable engine keeps of runs, for those who are no worker: going on with an ended run, forgetting old ones.

Needs no running engine, so ``agents resume`` works beside a service that runs.
"""

import logging
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from dbos import DBOSClient, WorkflowStatus

from app.domain.errors import Failure
from app.domain.job import ENDED, RunRow
from app.stores.database import is_sqlite, open_system_engine
from app.stores.store import Store

NAME = "iac-agents"
"""The application's name in DBOS's tables."""

INTAKE = "intake"
WORK = "work"
UNDER_WAY = frozenset({"ENQUEUED", "DELAYED", "PENDING"})
RECORDED_WITHIN = 5.0
"""Seconds that the engine may take, at the very most, to record the end of a workflow whose run has ended."""


def intake_id(run: str) -> str:
    """The id of the run's short workflow."""
    return f"{run}-{INTAKE}"


def work_id(run: str) -> str:
    """The id of the run's long workflow."""
    return f"{run}-{WORK}"


def resume_run(store: Store, run: str) -> None:
    """Go on with an ended run at the first step that failed; a run that is under way is left alone.

    Raises ``Failure`` for a run that is done, unknown, or whose steps are no longer kept.
    """
    row = store.run(run)
    doing = f"resuming the run {run}"
    if row is None:
        raise Failure(doing, "there is no such run", "`agents runs` lists them")
    if row.status == "done":
        raise Failure(doing, "it is done", "ask for it again with a comment")
    with _client(store) as client:
        _go_on(client, store, row, doing)


def forget_runs(store: Store, runs: Collection[str]) -> None:
    """Remove what the engine keeps of runs that were thrown away."""
    ids = [id_ for run in runs for id_ in (intake_id(run), work_id(run))]
    if ids:
        with _client(store) as client:
            client.delete_workflows(ids)


def quiet_logs() -> None:
    """Let DBOS log through the program's own handlers, and no chatter."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:  # DBOS would add one of its own
        logger.addHandler(logging.NullHandler())
    logger.setLevel(logging.WARNING)
    logger.propagate = True


def _go_on(client: DBOSClient, store: Store, row: RunRow, doing: str) -> None:
    workflow = _workflow(client, row.id)
    deadline = time.monotonic() + RECORDED_WITHIN
    while row.status in ENDED and workflow and workflow.status in UNDER_WAY and time.monotonic() < deadline:
        time.sleep(0.05)  # the run says that it ended a moment before the engine has recorded that its workflow did
        workflow = _workflow(client, row.id)
    if workflow is None:
        raise Failure(doing, "its steps are no longer kept", "ask for it again with a comment")
    if workflow.status in UNDER_WAY:
        return
    steps = client.list_workflow_steps(workflow.workflow_id, load_output=True)
    failed = [step["function_id"] for step in steps if step["error"] is not None]
    store.reopen(row.id)
    client.rewind_workflow(
        workflow.workflow_id,
        start_step=min(failed, default=1),
        queue_name=WORK if workflow.workflow_id == work_id(row.id) else INTAKE,
        queue_partition_key=row.event.thread.name,
    )


def _workflow(client: DBOSClient, run: str) -> WorkflowStatus | None:
    found = {one.workflow_id: one for one in client.list_workflows(workflow_ids=[intake_id(run), work_id(run)])}
    return found.get(work_id(run)) or found.get(intake_id(run))


@contextmanager
def _client(store: Store) -> Iterator[DBOSClient]:
    quiet_logs()
    url = store.engine.url.render_as_string(hide_password=False)
    engine = open_system_engine(url) if is_sqlite(store.engine) else None
    client = DBOSClient(
        system_database_url=None if engine else url,
        system_database_engine=engine,
        system_database_pool_size=2,
        application_name=NAME,
    )
    try:
        yield client
    finally:
        client.destroy()
        if engine:
            engine.dispose()
