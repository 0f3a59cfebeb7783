"""Threads: what is remembered of a conversation beyond one run."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.domain.job import ThreadMemory
from app.stores.base import Shelf
from app.stores.database import reading, writing
from app.stores.tables import THREADS
from app.stores.values import memory_text, read_memory, stamp


class Threads(Shelf):
    """The threads of the store, by ``Thread.name``."""

    def thread(self, name: str) -> ThreadMemory:
        """What is remembered; nothing for a thread that is not known."""
        with reading(self.engine) as connection:
            text = connection.execute(sa.select(THREADS.c.memory).where(THREADS.c.name == name)).scalar()
        return read_memory(text) if text else ThreadMemory()

    def remember(self, name: str, **changes: Any) -> ThreadMemory:
        """Change fields of what is remembered and return all of it; ``comments`` are merged into the known ones."""
        with writing(self.engine) as connection:
            self._ensure(connection, name)
            query = sa.select(THREADS.c.memory).where(THREADS.c.name == name).with_for_update()
            known = read_memory(connection.execute(query).scalar_one())
            comments = {**known.comments, **changes.pop("comments", {})}
            memory = replace(known, comments=comments, **changes)
            row = THREADS.update().where(THREADS.c.name == name)
            connection.execute(row.values(memory=memory_text(memory), changed=self._now()))
        return memory

    def next_sequence(self, name: str) -> int:
        """A number above all given in the thread so far: for a run that also speaks there."""
        with writing(self.engine) as connection:
            self._ensure(connection, name)
            return self._next_sequence(connection, name)

    def number_from(self, name: str, sequence: int) -> None:
        """Let the thread's numbers go on above one that was found elsewhere."""
        with writing(self.engine) as connection:
            self._ensure(connection, name)
            below = THREADS.update().where(THREADS.c.name == name, THREADS.c.sequence < sequence)
            connection.execute(below.values(sequence=sequence))

    def repositories(self, forge: str) -> list[str]:
        """Those of a forge that have spoken."""
        query = sa.select(THREADS.c.repository).where(THREADS.c.forge == forge).distinct()
        with reading(self.engine) as connection:
            return sorted(connection.execute(query).scalars())

    def _ensure(self, connection: sa.Connection, name: str) -> None:
        forge, _, rest = name.partition("/")
        repository = rest[: max(rest.rfind("#"), rest.rfind("!"))]
        values = {"name": name, "forge": forge, "repository": repository, "changed": stamp(self._clock())}
        self._insert_new(connection, THREADS, values)

    def _next_sequence(self, connection: sa.Connection, name: str) -> int:
        row = THREADS.update().where(THREADS.c.name == name).values(sequence=THREADS.c.sequence + 1)
        return int(connection.execute(row.returning(THREADS.c.sequence)).scalar_one())

    def _lock(self, connection: sa.Connection, name: str) -> None:
        """Nobody else changes the thread until this transaction ends (SQLite has one writer anyway)."""
        self._ensure(connection, name)
        connection.execute(sa.select(THREADS.c.name).where(THREADS.c.name == name).with_for_update())
