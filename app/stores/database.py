"""Opens the database: SQLite in a file, or PostgreSQL. Durable, patient with a busy neighbour, errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import Failure
from app.stores.turns import take_turns

PATIENCE = 30
"""Seconds that a writer waits for another one."""

FROZEN = 10
"""Seconds after which PostgreSQL ends the transaction of a process that does nothing with it: a worker that was stopped
in the middle of one would keep its locks, and all others waiting, for as long as it sleeps."""

POOL = 10
WAITING_ROOM = 20
"""Connections that are kept, and how many more a burst of deliveries may open."""


def open_engine(url: str) -> sa.Engine:
    """An engine for ``sqlite:///FILE`` or ``postgresql://…``; nothing is connected yet.

    On SQLite every transaction takes the write lock when it begins (``IMMEDIATE``), so that reading and then writing
    is one thing; a connection with the execution option ``reading`` never does. On PostgreSQL, whatever its default is,
    who waited for a lock sees what was written meanwhile.
    """
    if url.startswith("sqlite"):
        return _sqlite(url)
    address = sa.make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
    if "options" not in address.query:  # in the address, so that the engine of runs, which is given it, has it too
        address = address.update_query_dict({"options": f"-c idle_in_transaction_session_timeout={FROZEN * 1000}"})
    return sa.create_engine(
        address,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=POOL,
        max_overflow=WAITING_ROOM,
        connect_args={"connect_timeout": 10},
    )


def open_system_engine(url: str) -> sa.Engine:
    """A second way into the SQLite file, for an engine of runs that begins transactions as ``sqlite3`` does."""
    engine = sa.create_engine(url, pool_size=POOL, max_overflow=WAITING_ROOM, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        _set_up(connection)

    take_turns(engine)
    return engine


def is_sqlite(engine: sa.Engine) -> bool:
    """Whether it is one file on this machine."""
    return engine.dialect.name == "sqlite"


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that changes something; raises ``Failure`` where the database cannot be reached."""
    with _in_our_words(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One look, beside whoever writes; raises ``Failure`` where the database cannot be reached."""
    with _in_our_words(), engine.connect() as connection:
        yield connection.execution_options(reading=True)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise Failure(
            "reaching the database", reason, "see that AGENTS_DATABASE_URL can be reached and its disk has space"
        ) from error


def _sqlite(url: str) -> sa.Engine:
    address = sa.make_url(url)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        address,
        pool_size=POOL,
        max_overflow=WAITING_ROOM,
        connect_args={"timeout": PATIENCE, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        _set_up(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        kind = "DEFERRED" if connection.get_execution_options().get("reading") else "IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN {kind}")

    take_turns(engine)
    return engine


def _set_up(connection: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={PATIENCE * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
