"""The last outcome of a thread, kept for `/agents explain`."""

import logging
import pickle
from dataclasses import replace
from pathlib import Path

from app.domain.errors import Failure
from app.domain.event import Thread
from app.domain.job import RunRow
from app.domain.plan import Plan
from app.domain.run import Outcome
from app.pipeline.service.site import Site

LOG = logging.getLogger(__name__)
NAME = "outcome.bin"
UNREADABLE = (pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError, ValueError, LookupError)


def keep(folder: Path, outcome: Outcome) -> None:
    """Keep an outcome in the run's folder, without plans: what they hold may be sensitive, and nothing asks for it."""
    bare = tuple(
        replace(result, plan_json=None, plan=Plan(result.plan.add, result.plan.change, result.plan.destroy))
        for result in outcome.results
    )
    new = folder / f".{NAME}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new.write_bytes(pickle.dumps(replace(outcome, results=bare)))
        new.replace(folder / NAME)
    except OSError as error:
        raise Failure("keeping the outcome", error.strerror or str(error), "free some disk space") from error


def last_outcome(site: Site, thread: Thread) -> Outcome | None:
    """The newest one, or None where none is kept (any more) or a new version of the program cannot read it.

    What an issue's run made is talked about in its pull request too, and the other way round.
    """
    for row in _rows(site, thread):
        path = site.artifacts.folder(row.id) / NAME
        if path.is_file():
            try:
                outcome = pickle.loads(path.read_bytes())  # noqa: S301 - written above, in the service's own folder
            except UNREADABLE:
                LOG.warning("the outcome of run %s can no longer be read", row.id)
                return None
            return outcome if isinstance(outcome, Outcome) else None
    return None


def _rows(site: Site, thread: Thread) -> list[RunRow]:
    memory = site.store.thread(thread.name)
    threads = {thread.name}
    if memory.issue:
        threads.add(Thread(thread.forge, thread.repository, memory.issue).name)
    if memory.pull_request:
        threads.add(Thread(thread.forge, thread.repository, memory.pull_request, pull_request=True).name)
    rows = [row for name in threads for row in site.store.runs(thread=name)]
    return sorted(rows, key=lambda row: (row.created, row.id), reverse=True)
