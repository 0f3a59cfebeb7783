"""Runs: what is to be done, how far it is, how it ended."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.domain.command import Command
from app.domain.job import ENDED, RunRow, RunStatus, Stop
from app.stores.base import Shelf
from app.stores.database import reading, writing
from app.stores.tables import RUNS
from app.stores.values import commands_text, plain, read_run

LIVE: tuple[RunStatus, ...] = ("queued", "running")


class Runs(Shelf):
    """The runs of the store. A run that has ended stays as it is until it is reopened."""

    def run(self, id: str) -> RunRow | None:  # noqa: A002 - its name everywhere
        """The run, or None."""
        with reading(self.engine) as connection:
            row = connection.execute(sa.select(RUNS).where(RUNS.c.id == id)).mappings().first()
        return read_run(dict(row)) if row else None

    def runs(
        self, limit: int = 50, thread: str | None = None, statuses: Collection[RunStatus] | None = None
    ) -> list[RunRow]:
        """The newest runs first, of one thread or with one of the statuses where given."""
        query = sa.select(RUNS).order_by(RUNS.c.created.desc(), RUNS.c.id.desc()).limit(limit)
        if thread is not None:
            query = query.where(RUNS.c.thread == thread)
        if statuses is not None:
            query = query.where(RUNS.c.status.in_(statuses))
        with reading(self.engine) as connection:
            return [read_run(dict(row)) for row in connection.execute(query).mappings()]

    def active(self, thread: str) -> list[RunRow]:
        """The thread's runs that have not ended, in order."""
        query = sa.select(RUNS).where(RUNS.c.thread == thread, RUNS.c.status.in_(LIVE)).order_by(RUNS.c.sequence)
        with reading(self.engine) as connection:
            return [read_run(dict(row)) for row in connection.execute(query).mappings()]

    def unfinished(self) -> list[tuple[str, str, int]]:
        """Id, thread and sequence of every run that has not ended, oldest first."""
        query = sa.select(RUNS.c.id, RUNS.c.thread, RUNS.c.sequence).where(RUNS.c.status.in_(LIVE))
        with reading(self.engine) as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(RUNS.c.created))]

    def sequence_of(self, id: str) -> int:  # noqa: A002
        """The run's place in its thread, or 0."""
        with reading(self.engine) as connection:
            return connection.execute(sa.select(RUNS.c.sequence).where(RUNS.c.id == id)).scalar() or 0

    def has_run(self, thread: str) -> bool:
        """Whether the thread ever had a run that is still kept."""
        with reading(self.engine) as connection:
            return connection.execute(sa.select(RUNS.c.id).where(RUNS.c.thread == thread).limit(1)).first() is not None

    def take(self, id: str, commands: Sequence[Command]) -> None:  # noqa: A002
        """Note the commands the run was understood to ask for; it stays queued."""
        self._change(id, commands=commands_text(commands))

    def start(self, id: str) -> bool:  # noqa: A002
        """The run is being carried out; False where it has ended already. The first start's time stays."""
        started = sa.case((RUNS.c.started == "", self._now()), else_=RUNS.c.started)
        return self._change(id, status="running", started=started)

    def note(self, id: str, *, branch: str = "", head: str = "") -> None:  # noqa: A002
        """Note what the run works on, as soon as it is known."""
        known = {key: value for key, value in (("branch", plain(branch)), ("head", plain(head))) if value}
        if known:
            self._change(id, **known)

    def add_stage(self, id: str, row: Mapping[str, Any]) -> None:  # noqa: A002
        """Add the row of a stage or replace the one of the same name; order is that of first appearance."""
        with writing(self.engine) as connection:
            query = sa.select(RUNS.c.stages).where(RUNS.c.id == id).with_for_update()
            stages = {stage["stage"]: stage for stage in json.loads(connection.execute(query).scalar() or "[]")}
            stages[row["stage"]] = dict(row)
            text = json.dumps(list(stages.values()))
            connection.execute(RUNS.update().where(RUNS.c.id == id).values(stages=text))

    def finish(
        self,
        id: str,  # noqa: A002
        status: RunStatus,
        why: str = "",
        head: str = "",
        branch: str = "",
    ) -> bool:
        """End the run; False where it had ended before (then nothing changes)."""
        known = {key: value for key, value in (("branch", plain(branch)), ("head", plain(head))) if value}
        return self._change(id, status=status, why=plain(why), finished=self._now(), **known)

    def reopen(self, id: str) -> bool:  # noqa: A002
        """Queue an ended run again, its stop forgotten; False where it has not ended or does not exist."""
        changes = {"status": "queued", "why": "", "stop": "", "finished": ""}
        with writing(self.engine) as connection:
            ended = RUNS.update().where(RUNS.c.id == id, RUNS.c.status.in_(ENDED))
            return connection.execute(ended.values(**changes)).rowcount == 1

    def ask_stop(self, ids: Collection[str], stop: Stop) -> list[str]:
        """Ask runs that have not ended to stop; returns those that were asked now (an earlier request stays)."""
        if not ids:
            return []
        asked = RUNS.update().where(RUNS.c.id.in_(ids), RUNS.c.status.in_(LIVE), RUNS.c.stop == "")
        with writing(self.engine) as connection:
            return sorted(connection.execute(asked.values(stop=stop).returning(RUNS.c.id)).scalars())

    def stop_of(self, id: str) -> Stop:  # noqa: A002
        """What the run was asked, or an empty text."""
        return self.stops((id,)).get(id, "")

    def stops(self, ids: Collection[str]) -> dict[str, Stop]:
        """Which of the runs were asked to stop, and why."""
        if not ids:
            return {}
        query = sa.select(RUNS.c.id, RUNS.c.stop).where(RUNS.c.id.in_(ids), RUNS.c.stop != "")
        with reading(self.engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def _change(self, id: str, **values: Any) -> bool:  # noqa: A002
        live = RUNS.update().where(RUNS.c.id == id, RUNS.c.status.in_(LIVE))
        with writing(self.engine) as connection:
            return connection.execute(live.values(**values)).rowcount == 1
