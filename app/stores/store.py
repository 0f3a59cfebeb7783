"""The store: one database that knows every delivery, run and thread, before anybody is told that it was accepted."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Self

import sqlalchemy as sa

from app.domain.event import Event
from app.domain.job import Accepted
from app.stores.audit import AuditLog
from app.stores.base import utc_now
from app.stores.database import open_engine, writing
from app.stores.runs import Runs
from app.stores.spending import Spending
from app.stores.tables import DELIVERIES, RUNS, migrate
from app.stores.threads import Threads
from app.stores.upkeep import Upkeep
from app.stores.values import event_text, plain, stamp


class Store(Runs, Threads, Spending, Upkeep):
    """Everything kept. Safe to share between threads; on PostgreSQL between processes and machines."""

    @classmethod
    def open(cls, url: str, clock: Callable[[], datetime] = utc_now) -> Self:
        """Open the database and bring its tables up to date; raises ``Failure`` where it cannot be reached."""
        store = cls(open_engine(url), clock)
        with writing(store.engine) as connection:
            migrate(connection)
        return store

    @property
    def audit(self) -> AuditLog:
        """The log of what was asked, judged and pushed; nothing is ever thrown away there."""
        return AuditLog(self.engine, self._clock)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def accept(self, forge: str, delivery: str, event: Event, now: datetime | None = None) -> Accepted:
        """Keep a delivery and its run in one transaction.

        The same delivery, or the same happening under another delivery id, is the same run. Copies that arrive at
        once wait for each other: the thread's row is locked.
        """
        at = now or self._clock()
        delivery = plain(delivery)
        with writing(self.engine) as connection:
            self._lock(connection, event.thread.name)
            known = self._known(connection, forge, delivery, event)
            run = known or new_run(at)
            if not self._insert_new(
                connection, DELIVERIES, {"forge": forge, "delivery": delivery, "run": run, "at": stamp(at)}
            ):
                earlier = self._run_of(connection, forge, delivery)
                return Accepted(earlier or run, duplicate=True)
            if known:
                return Accepted(known, duplicate=True)
            self._add(connection, run, event, at)
        return Accepted(run)

    def _known(self, connection: sa.Connection, forge: str, delivery: str, event: Event) -> str | None:
        same = sa.select(RUNS.c.id).where(
            RUNS.c.forge == forge, RUNS.c.repository == event.thread.repository, RUNS.c.key == event.key
        )
        return self._run_of(connection, forge, delivery) or connection.execute(same).scalar()

    def _run_of(self, connection: sa.Connection, forge: str, delivery: str) -> str | None:
        query = sa.select(DELIVERIES.c.run).where(DELIVERIES.c.forge == forge, DELIVERIES.c.delivery == delivery)
        return connection.execute(query).scalar()

    def _add(self, connection: sa.Connection, run: str, event: Event, at: datetime) -> None:
        name = event.thread.name
        connection.execute(
            RUNS.insert().values(
                id=run,
                forge=event.thread.forge,
                repository=event.thread.repository,
                thread=name,
                key=event.key,
                event=event_text(event),
                sequence=self._next_sequence(connection, name),
                created=stamp(at),
            )
        )


def new_run(at: datetime) -> str:
    """A run's id: sortable by time to the second, unique (40 random bits)."""
    return f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(5)}"
