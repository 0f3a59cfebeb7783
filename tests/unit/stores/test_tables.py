"""Bringing a database up to date."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.stores import tables
from app.stores.database import open_engine, writing
from app.stores.store import Store
from app.stores.tables import METADATA, MIGRATIONS, VERSION, migrate
from tests.unit.stores.spent import spent


def test_processes_that_start_at_once_migrate_once(url: str) -> None:
    engines = [open_engine(url) for _ in range(6)]

    def bring(engine: sa.Engine) -> int:
        with writing(engine) as connection:
            return migrate(connection)

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(bring, engines)) == {len(MIGRATIONS)}
    with engines[0].connect() as connection:
        assert connection.execute(sa.select(VERSION.c.version)).scalars().all() == [len(MIGRATIONS)]
        assert set(METADATA.tables) <= set(sa.inspect(connection).get_table_names())
    for engine in engines:
        engine.dispose()


def test_only_what_is_missing_is_done(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        migrate(connection)
    done: list[str] = []
    more = (*MIGRATIONS, lambda _: done.append("second"), lambda _: done.append("third"))
    monkeypatch.setattr(tables, "MIGRATIONS", more)
    for _ in range(2):
        with writing(engine) as connection:
            assert migrate(connection) == len(more)
    engine.dispose()
    assert done == ["second", "third"]


def test_a_database_of_the_first_version_gets_its_audit_log(url: str) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        VERSION.create(connection)
        MIGRATIONS[0](connection)
        connection.execute(VERSION.insert().values(version=1))
        assert not sa.inspect(connection).has_table("agents_audit")
    engine.dispose()
    store = Store.open(url)
    store.audit.append("change", {})
    assert store.audit.verify().entries == 1
    store.close()


def test_a_database_of_the_second_version_can_count_money(url: str) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        VERSION.create(connection)
        for step in MIGRATIONS[:2]:
            step(connection)
        connection.execute(VERSION.insert().values(version=2))
        assert not sa.inspect(connection).has_table("agents_spending")
    engine.dispose()
    store = Store.open(url)
    assert spent(store, "github/acme/web").requests == 0
    store.close()


def test_a_newer_database_is_left_alone(url: str) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        migrate(connection)
        connection.execute(VERSION.update().values(version=99))
    with writing(engine) as connection:
        assert migrate(connection) == 99
    engine.dispose()
