"""Taking turns at writing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.domain.errors import Failure
from app.stores import turns
from app.stores.database import open_engine, open_system_engine, reading, writing

if TYPE_CHECKING:
    from collections.abc import Callable


def test_two_engines_on_one_file_take_turns(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.sqlite"
    ours, theirs = open_engine(url), open_system_engine(url)
    with writing(ours) as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")

    def write(number: int) -> None:
        with (ours if number % 2 else theirs).begin() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (?)", (number,))

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(write, range(240)))
    with reading(ours) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 240
    for engine in (ours, theirs):
        engine.dispose()
    assert not _turn(url).locked()


def test_a_turn_ends_with_its_transaction_however_that_ends(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.sqlite"
    engine = open_engine(url)
    endings: list[Callable[[sa.Connection], object]] = [
        lambda connection: connection.exec_driver_sql("NONSENSE"),
        lambda connection: connection.invalidate(),
        lambda connection: connection.rollback(),
        lambda connection: connection.close(),
        lambda connection: None,
    ]
    for ending in endings:
        with suppress(Failure), writing(engine) as connection:
            assert _turn(url).locked()
            ending(connection)
        assert not _turn(url).locked()
    assert not _turn(url).locked()
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT 1")
        assert not _turn(url).locked()
    engine.dispose()


def test_who_waits_too_long_leaves_it_to_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    url = f"sqlite:///{tmp_path}/a.sqlite"
    engine = open_engine(url)
    turn = _turn(url)
    turn.acquire()
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
    assert turn.locked()  # still the other's
    turn.release()
    engine.dispose()


def _turn(url: str) -> threading.Lock:
    return turns._turns[str(Path(sa.make_url(url).database or ""))]
