"""``agents runs`` and ``agents resume``: what the store holds, and going on with a run that stopped."""

import os
from typing import Any

from app import bootstrap
from app.cli.console import SIGNS, Console
from app.domain.errors import Failure
from app.domain.job import ENDED, RunRow
from app.domain.redaction import redact
from app.reports.record import row_record
from app.settings import read_settings

LATEST = 50


def runs(console: Console, *, id: str | None) -> int:
    """The latest runs as a table, or one run with its stages."""
    with bootstrap.open_store(read_settings(os.environ)) as store:
        found = [_one(store.run(id), id)] if id else store.runs(limit=LATEST)
    if id:
        _show(console, found[0])
        return 0
    console.answer({"runs": [_record(run) for run in found]}, "" if found else "no run of the service yet")
    rows = [(run.id, run.status, run.event.thread.name, _commands(run), _short(run.created), run.why) for run in found]
    console.table("", ("run", "status", "thread", "commands", "received", "why"), rows)
    return 0


def resume(console: Console, *, id: str) -> int:
    """Have a run gone on with: by the service that runs, or at its next start."""
    settings = read_settings(os.environ)
    with bootstrap.open_store(settings) as store:
        before = _one(store.run(id), id).status
    if before not in ENDED:
        console.answer({"run": id, "status": before, "resumed": False}, f"{id} is {before}: it goes on by itself")
        return 0
    bootstrap.resume(settings, id)
    said = "it is in the queue again; the service goes on with it now, or at its next start"
    console.answer({"run": id, "status": "queued", "resumed": True}, f"{id}: {said}")
    return 0


def _one(run: RunRow | None, id: str) -> RunRow:
    if run is None:
        raise Failure(f"looking up the run {id}", "there is no such run", "`agents runs` lists the latest ones")
    return run


def _show(console: Console, run: RunRow) -> None:
    record = _record(run)
    console.answer(record)
    facts = [(name, str(record[name])) for name in ("run", "status", "why", "thread", "branch", "head") if record[name]]
    facts += [("command", redact(command.written)) for command in run.commands]
    facts += [(name, record[name]) for name in ("created", "started", "finished") if record[name]]
    console.table("", ("", ""), facts)
    stages = [
        (SIGNS.get(stage["status"], ("", ""))[0], stage["stage"], f"{stage['seconds']:.1f} s", stage["why"])
        for stage in record["stages"]
    ]
    console.table("Stages", ("", "stage", "took", "why"), stages)


def _record(run: RunRow) -> dict[str, Any]:
    """For the operator: also whose wish it was."""
    return row_record(run) | {"actor": run.event.actor}


def _commands(run: RunRow) -> str:
    return ", ".join(command.name for command in run.commands) or run.event.kind.replace("_", " ")


def _short(at: str) -> str:
    """An ISO time to the second."""
    return at[:19].replace("T", " ")
