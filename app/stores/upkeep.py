"""Looking after the store: counts, what was seen, what is done once, and what is thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.domain.errors import Failure
from app.domain.job import ENDED
from app.stores.base import Shelf
from app.stores.database import reading, writing
from app.stores.tables import DELIVERIES, MARKS, RUNS, SPENDING, THREADS
from app.stores.values import plain, seconds_between, stamp

REST = timedelta(days=365)
"""How long a thread is remembered beyond its last run."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What was thrown away: how many deliveries and threads, and the runs by id, for what else is kept of them."""

    deliveries: int = 0
    threads: int = 0
    runs: tuple[str, ...] = ()


class Upkeep(Shelf):
    """The store's housekeeping."""

    def once(self, key: str, holder: str = "") -> bool:
        """True the first time a key is given, in any process and for good.

        With a ``holder`` (a run) it stays True for that one, so that a step that is repeated gets the same answer.
        """
        key = f"once/{plain(key)}"
        with writing(self.engine) as connection:
            if self._insert_new(connection, MARKS, {"key": key, "value": holder, "at": self._now()}):
                return True
            kept = connection.execute(sa.select(MARKS.c.value).where(MARKS.c.key == key)).scalar()
        return bool(holder) and kept == holder

    def last_seen(self, forge: str) -> str:
        """Until when the forge's deliveries were looked through (ISO), or an empty text."""
        with reading(self.engine) as connection:
            return connection.execute(sa.select(MARKS.c.value).where(MARKS.c.key == f"seen/{forge}")).scalar() or ""

    def saw(self, forge: str, at: str) -> None:
        """Note until when the forge's deliveries were looked through; never goes back."""
        key = f"seen/{forge}"
        with writing(self.engine) as connection:
            if not self._insert_new(connection, MARKS, {"key": key, "value": at, "at": self._now()}):
                older = MARKS.update().where(MARKS.c.key == key, MARKS.c.value < at)
                connection.execute(older.values(value=at, at=self._now()))

    def counts(self) -> Mapping[str, int]:
        """Runs by status."""
        query = sa.select(RUNS.c.status, sa.func.count()).group_by(RUNS.c.status)
        with reading(self.engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def oldest_queued_seconds(self) -> float:
        """How long the oldest queued run waits; 0 where none does."""
        query = sa.select(sa.func.min(RUNS.c.created)).where(RUNS.c.status == "queued")
        with reading(self.engine) as connection:
            oldest = connection.execute(query).scalar()
        return max(0.0, seconds_between(oldest, self._clock())) if oldest else 0.0

    def healthy(self) -> bool:
        """Whether the database answers."""
        try:
            with reading(self.engine) as connection:
                connection.execute(sa.select(RUNS.c.id).limit(1)).first()
        except Failure:
            return False
        return True

    def purge(self, before: datetime) -> Purged:
        """Throw away what is over: deliveries, ended runs, what models cost, and threads long after their last run.

        What this month cost still counts toward its limit. What is remembered of a thread is small, and a pull request
        may rest for months before somebody revises it.
        """
        limit, quiet = stamp(before), stamp(before - REST)
        with writing(self.engine) as connection:
            old = RUNS.delete().where(RUNS.c.status.in_(ENDED), RUNS.c.finished < limit)
            runs = tuple(connection.execute(old.returning(RUNS.c.id)).scalars())
            deliveries = connection.execute(DELIVERIES.delete().where(DELIVERIES.c.at < limit)).rowcount
            over = (SPENDING.c.at < limit) & (SPENDING.c.month < self._now()[:7])
            connection.execute(SPENDING.delete().where(over))
            kept = sa.select(RUNS.c.thread).where(RUNS.c.thread == THREADS.c.name).exists()
            threads = connection.execute(THREADS.delete().where(THREADS.c.changed < quiet, ~kept)).rowcount
        return Purged(deliveries, threads, tuple(sorted(runs)))
