"""Opening a database."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.domain.errors import Failure
from app.stores.database import is_sqlite, open_engine, open_system_engine, reading, writing

ISOLATION = ("default_transaction_isolation", "transaction_isolation")


@pytest.mark.parametrize("opened", [open_engine, open_system_engine])
def test_sqlite_is_durable_and_patient(tmp_path: Path, opened: Callable[[str], sa.Engine]) -> None:
    (tmp_path / "new").mkdir()
    engine = opened(f"sqlite:///{tmp_path}/new/a.sqlite")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30_000, "foreign_keys": 1}


@pytest.mark.parametrize(
    "url",
    [
        "postgres://u:p@db.example/agents",
        "postgresql://u:p@db.example/agents",
        "postgresql+psycopg://u:p@db.example/agents",
    ],
)
def test_postgresql_by_any_of_its_names(url: str) -> None:
    engine = open_engine(url)
    assert (engine.url.drivername, engine.url.password, is_sqlite(engine)) == ("postgresql+psycopg", "p", False)
    engine.dispose()


def test_a_worker_that_sleeps_in_a_transaction_does_not_keep_its_locks_for_ever() -> None:
    ours = open_engine("postgresql://u:p@db.example/agents").url.query["options"]
    assert "idle_in_transaction_session_timeout=10000" in ours
    theirs = open_engine("postgresql://u:p@db.example/agents?options=-c%20search_path%3Dx").url.query["options"]
    assert theirs == "-c search_path=x"


def test_who_waited_for_a_lock_sees_what_was_written_meanwhile(postgres: str) -> None:
    """Whatever the database's default is: sums behind a lock would be those from before it."""
    engine = open_engine(f"{postgres}?options=-c%20default_transaction_isolation%3Dserializable")
    with writing(engine) as connection:
        shown = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in ISOLATION}
    engine.dispose()
    assert shown == dict(zip(ISOLATION, ("serializable", "read committed"), strict=True))


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/deep/a.sqlite")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
    seen: list[int] = []

    def look() -> None:
        with reading(engine) as connection:
            seen.append(connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one())

    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(60)
    assert seen == [0]
    look()
    assert seen == [0, 1]
    engine.dispose()


def test_errors_are_in_our_words_and_undo_the_transaction(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
    with pytest.raises(Failure, match="reaching the database: no such table: absent"):
        _write_and_fail(engine)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
    engine.dispose()


def _write_and_fail(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        connection.exec_driver_sql("SELECT * FROM absent")
