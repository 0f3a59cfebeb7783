"""What every part of the store has: the database, a clock, and one way to insert what may be there already."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.stores.database import is_sqlite
from app.stores.values import stamp


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Shelf:
    """A part of the store."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self.engine = engine
        self._clock = clock

    def _now(self) -> str:
        return stamp(self._clock())

    def _insert_new(self, connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> bool:
        """Insert a row unless one with the same key is there; whether it was inserted. Safe between processes."""
        dialect = sqlite if is_sqlite(self.engine) else postgresql
        statement: Any = dialect.insert(table).values(**values).on_conflict_do_nothing()
        # What is returned tells; the count of an insert is not kept by every driver.
        return connection.execute(statement.returning(*table.primary_key)).first() is not None
