"""Several workers on one PostgreSQL: each has a place with a lasting name, shows that it lives, and buries the dead.

DBOS goes on by itself with what an executor of the same name left. So a worker takes the first free place of its host
(``<host>-0``, ``<host>-1``, …): one that is started again finds its own runs. For a host that does not come back
there is the reaper: whatever is under way for a name that has been silent for ``SILENCE`` seconds is queued again,
under a lock that one worker holds at a time. DBOS checks who owns a run at every step it records, so a worker that was
only frozen loses its runs when it wakes up, and never records beside their new owner.

Beats are taken from the database's clock: workers' own clocks may differ.
"""

import contextlib
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.domain.errors import Failure
from app.stores.database import reading, writing
from app.stores.tables import WORKERS

BEAT = 5.0
SILENCE = 20.0
"""Seconds between signs of life, and without one until a worker counts as dead."""

REAPER_LOCK = 7_419_260_534
PLACES = 256
NOW = sa.func.extract("epoch", sa.func.clock_timestamp())
Recover = Callable[[list[str]], object]
LOG = logging.getLogger(__name__)


class Roster:
    """This worker's place among the others. ``lost`` is called once where another process has taken it."""

    def __init__(self, engine: sa.Engine, lost: Callable[[], None], host: str = "") -> None:
        self._engine = engine
        self._lost = lost
        self._host = host or socket.gethostname()
        self._claim = secrets.token_hex(8)
        self._end = threading.Event()
        self._thread: threading.Thread | None = None
        self.id = ""

    def join(self) -> str:
        """Take the first place of this host that nobody living has; returns its name."""
        for place in range(PLACES):
            name = f"{self._host}-{place}"
            if self._take(name):
                self.id = name
                return name
        raise Failure("starting a worker", f"{PLACES} workers run on {self._host}", "stop some of them")

    def start(self, recover: Recover) -> None:
        """Show signs of life and look for the dead, in a thread; ``recover`` queues again what they had under way."""
        self._thread = threading.Thread(target=self._live, args=(recover,), name="roster", daemon=True)
        self._thread.start()

    def leave(self, recover: Recover) -> None:
        """Give the place up; what is still under way here is queued again at once."""
        self.close()
        with contextlib.suppress(Failure):
            recover([self.id])
            with writing(self._engine) as connection:
                connection.execute(WORKERS.delete().where(WORKERS.c.id == self.id, WORKERS.c.claim == self._claim))

    def close(self) -> None:
        """Show no more signs of life."""
        self._end.set()
        if self._thread:
            self._thread.join()

    def beat(self) -> bool:
        """Show one sign of life; False where another process has our place."""
        with writing(self._engine) as connection:
            mine = WORKERS.update().where(WORKERS.c.id == self.id, WORKERS.c.claim == self._claim).values(beat=NOW)
            if connection.execute(mine).rowcount == 1:
                return True
            # Buried while we were frozen: the place is ours again unless somebody sits there.
            return self._sit_down(connection, self.id)

    def silent(self) -> list[str]:
        """Names that have something under way and no living worker."""
        with reading(self._engine) as connection:
            busy = connection.execute(
                sa.text(
                    "SELECT DISTINCT executor_id FROM dbos.workflow_status"
                    " WHERE status = 'PENDING' AND executor_id IS NOT NULL"
                )
            ).scalars()
            living = connection.execute(sa.select(WORKERS.c.id).where(WORKERS.c.beat > NOW - SILENCE)).scalars()
            return sorted(set(busy) - set(living) - {self.id})

    def reap(self, recover: Recover) -> list[str]:
        """Queue again what the dead had under way; returns their names (none while another worker does it)."""
        with writing(self._engine) as connection:
            if not connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(REAPER_LOCK))).scalar():
                return []
            dead = self.silent()
            if dead:
                LOG.warning("going on with the runs of workers that are silent: %s", ", ".join(dead))
                recover(dead)
                connection.execute(WORKERS.delete().where(WORKERS.c.id.in_(dead), WORKERS.c.beat <= NOW - SILENCE))
            return dead

    def _live(self, recover: Recover) -> None:
        while not self._end.wait(BEAT):
            try:
                if not self.beat():
                    self._lost()
                    return
                self.reap(recover)
            except Failure as error:
                LOG.warning("showing a sign of life: %s", error)
            except Exception:
                LOG.exception("looking for silent workers")

    def _take(self, name: str) -> bool:
        with writing(self._engine) as connection:
            if self._sit_down(connection, name):
                return True
            query = sa.select(WORKERS.c.pid, (WORKERS.c.beat <= NOW - SILENCE).label("silent")).where(
                WORKERS.c.id == name
            )
            row = connection.execute(query.with_for_update()).first()
            if row is None or not (row.silent or _gone(row.pid)):
                return False
            connection.execute(WORKERS.update().where(WORKERS.c.id == name).values(**self._row(name)))
            return True

    def _sit_down(self, connection: sa.Connection, name: str) -> bool:
        row = insert(WORKERS).values(**self._row(name)).on_conflict_do_nothing().returning(WORKERS.c.id)
        return connection.execute(row).first() is not None

    def _row(self, name: str) -> dict[str, object]:
        return {"id": name, "host": self._host, "pid": os.getpid(), "claim": self._claim, "beat": NOW}


def _gone(pid: int) -> bool:
    """Whether the process of a place on this host has ended (where process ids can be seen)."""
    return Path("/proc/self").exists() and not Path(f"/proc/{pid}").exists()
