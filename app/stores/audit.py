"""The audit log in the database: entries are added, never changed or removed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.domain.audit import BEGINNING, FIELDS, AuditEntry, AuditHead, Verified, canonical, hash_of, verified
from app.stores.base import Shelf
from app.stores.database import is_sqlite, reading, writing
from app.stores.tables import AUDIT, AUDIT_HEAD
from app.stores.values import plain

PAGE = 1000
"""Rows in memory at a time."""
UNREADABLE = "the database cannot read it"


class AuditLog(Shelf):
    """One chain for all repositories of a store; what is thrown away elsewhere stays told here."""

    def append(
        self,
        kind: str,
        facts: Mapping[str, Any],
        *,
        who: str = "",
        thread: str = "",
        run: str = "",
        commit: str = "",
        key: str = "",
    ) -> AuditEntry:
        """Add an entry and return it; with a ``key`` that was recorded before, return that one instead.

        Safe between threads and processes: the head's row is locked, then the entry and the new head are written in
        the same transaction. ``facts`` are kept as they are: redact before.
        """
        with writing(self.engine) as connection:
            head = self._locked_head(connection)
            if key and (known := self._find(connection, AUDIT.c.key == plain(key))):
                return known
            sequence = head.sequence + 1
            texts = (self._now(), key or str(sequence), kind, who, thread, run, commit, canonical(facts), head.hash)
            values: tuple[int | str, ...] = (sequence, *map(plain, texts))
            entry = _entry((*values, hash_of(*values)))
            connection.execute(AUDIT.insert().values(**dict(zip(FIELDS, values, strict=True)), hash=entry.hash))
            connection.execute(AUDIT_HEAD.update().values(sequence=sequence, hash=entry.hash))
        return entry

    def verify(self, through: str = "") -> Verified:
        """Go along the whole chain, a page in memory at a time.

        ``through`` is a hash kept elsewhere that the chain must pass through. An entry that the database cannot read
        is one that is not in order.
        """
        with reading(self.engine) as connection:
            if not is_sqlite(self.engine):  # head and entries of one moment, as SQLite gives them anyway
                connection.execution_options(isolation_level="REPEATABLE READ")
            head = self._head(connection)
            found = _verify(connection, head, through, PAGE)
            return found or _verify(connection, head, through, 1) or Verified(0, False, 1, UNREADABLE)

    def _locked_head(self, connection: sa.Connection) -> AuditHead:
        self._insert_new(connection, AUDIT_HEAD, {"id": 1, "sequence": 0, "hash": BEGINNING})
        row = connection.execute(sa.select(AUDIT_HEAD.c.sequence, AUDIT_HEAD.c.hash).with_for_update()).one()
        return AuditHead(row[0], row[1])

    def _head(self, connection: sa.Connection) -> AuditHead:
        row = connection.execute(sa.select(AUDIT_HEAD.c.sequence, AUDIT_HEAD.c.hash)).first()
        return AuditHead(row[0], row[1]) if row else AuditHead()

    def _find(self, connection: sa.Connection, where: sa.ColumnElement[bool]) -> AuditEntry | None:
        row = connection.execute(sa.select(AUDIT).where(where).order_by(AUDIT.c.sequence.desc()).limit(1)).first()
        return _entry(row) if row else None


def _entry(row: Sequence[Any]) -> AuditEntry:
    return AuditEntry(*row)


def _verify(connection: sa.Connection, head: AuditHead, through: str, page: int) -> Verified | None:
    """Go along the chain; None where a page of several rows cannot be read, so that nobody knows which one it is."""
    count = 0

    def entries(rows: sa.CursorResult[Any]) -> Iterator[AuditEntry]:
        nonlocal count
        for row in rows:
            yield _entry(row)
            count += 1

    query = sa.select(AUDIT).order_by(AUDIT.c.sequence).execution_options(stream_results=True, yield_per=page)
    try:
        with connection.execute(query) as rows:
            return verified(entries(rows), head, through)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        return Verified(count, False, count + 1, f"{UNREADABLE}: {reason}") if page == 1 else None
