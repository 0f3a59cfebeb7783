"""The audit log on both databases."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.domain.audit import BEGINNING, FIELDS, AuditEntry, canonical, hash_of
from app.domain.errors import Failure
from app.stores.database import is_sqlite
from app.stores.store import Store
from app.stores.tables import AUDIT, AUDIT_HEAD
from tests.unit.stores.conftest import Clock
from tests.unit.stores.events import comment


def fill(store: Store, count: int) -> None:
    for number in range(count):
        store.audit.append("change", {"gate": "passed", "n": number}, who="ann", run=f"r{number}")


def kept(store: Store) -> list[AuditEntry]:
    with store.engine.connect() as connection:
        rows: Sequence[Sequence[Any]] = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.sequence)).all()
    return [AuditEntry(*row) for row in rows]


def tamper(store: Store, *statements: str) -> None:
    """As somebody does who owns the database: the triggers first."""
    names = ("agents_audit_no_update", "agents_audit_no_delete", "agents_audit_only_grows")
    drop = [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    if not is_sqlite(store.engine):
        drop = ["DROP TRIGGER agents_audit_only_grows ON agents_audit"]
    with store.engine.begin() as connection:
        for statement in (*drop, *statements):
            connection.exec_driver_sql(statement)


def test_entries_follow_each_other(store: Store, clock: Clock) -> None:
    first = store.audit.append(
        "change", {"text": "¿qué?\n\0 \ud800"}, who="a\0nn", thread="t", run="r1", commit="c", key="r1/end"
    )
    clock.forward(seconds=1)
    second = store.audit.append("change", {}, run="r2")
    assert (first.sequence, first.previous, first.at, first.who) == (1, BEGINNING, "2026-03-01T12:00:00.000000Z", "ann")
    assert (second.sequence, second.previous, second.key) == (2, first.hash, "2")
    assert kept(store) == [first, second]
    found = store.audit.verify()
    assert (found.ok, found.entries, found.head) == (True, 2, second.hash)


def test_an_empty_log_is_in_order(store: Store) -> None:
    found = store.audit.verify()
    assert (found.ok, found.entries, found.head) == (True, 0, BEGINNING)


def test_a_step_that_is_repeated_is_recorded_once(store: Store, clock: Clock) -> None:
    first = store.audit.append("change", {"n": 1}, run="r1", key="r1/end")
    clock.forward(seconds=5)
    assert store.audit.append("change", {"n": 2}, run="r1", key="r1/end") == first
    assert store.audit.verify().entries == 1


def test_many_at_once_are_one_chain(url: str, clock: Clock) -> None:
    stores = [Store.open(url, clock) for _ in range(2)]
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: stores[n % 2].audit.append("change", {"n": n}, key=f"k{n % 40}"), range(80)))
        found = stores[0].audit.verify()
        assert (found.ok, found.entries) == (True, 40)
    finally:
        for store in stores:
            store.close()


def test_somebody_may_add_while_it_is_looked_through(store: Store) -> None:
    fill(store, 3)
    with ThreadPoolExecutor(2) as pool:
        adding = pool.submit(fill, store, 30)
        looks = [store.audit.verify() for _ in range(10)]
        adding.result()
    assert [look for look in looks if not look.ok] == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agents_audit SET who = 'eve'",
        "DELETE FROM agents_audit",
        "UPDATE agents_audit SET hash = hash WHERE sequence = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove(store: Store, statement: str) -> None:
    fill(store, 2)
    with pytest.raises(sa.exc.DBAPIError, match="only grows"), store.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert store.audit.verify().ok


@pytest.mark.parametrize(
    ("statements", "first_bad", "why"),
    [
        (["UPDATE agents_audit SET facts = replace(facts, 'passed', 'Passed') WHERE sequence = 3"], 3, "changed"),
        (["UPDATE agents_audit SET at = replace(at, '2026', '2025') WHERE sequence = 3"], 3, "changed"),
        (["DELETE FROM agents_audit WHERE sequence = 3"], 3, "missing"),
        (["DELETE FROM agents_audit WHERE sequence > 3"], None, "2 entries are missing"),
        (["DELETE FROM agents_audit"], None, "5 entries are missing"),
        (["DELETE FROM agents_audit_head"], None, "head"),
        (["UPDATE agents_audit_head SET sequence = 4"], None, "head"),
        (
            [
                "UPDATE agents_audit SET sequence = 99 WHERE sequence = 2",
                "UPDATE agents_audit SET sequence = 2 WHERE sequence = 3",
                "UPDATE agents_audit SET sequence = 3 WHERE sequence = 99",
            ],
            2,
            "does not follow",
        ),
    ],
)
def test_what_was_tampered_with_is_found(
    store: Store, statements: Sequence[str], first_bad: int | None, why: str
) -> None:
    fill(store, 5)
    tamper(store, *statements)
    found = store.audit.verify()
    assert not found.ok
    assert found.first_bad == first_bad
    assert why in found.why


def test_an_entry_put_in_by_another_way_is_found(store: Store) -> None:
    fill(store, 2)
    last = store.audit.verify().head
    values = (3, "2026", "3", "change", "eve", "", "", "", canonical({}), last)
    with store.engine.begin() as connection:
        connection.execute(AUDIT.insert().values(**dict(zip(FIELDS, values, strict=True)), hash=hash_of(*values)))
    assert "added by another way" in store.audit.verify().why


def test_bytes_that_are_no_text_are_found(tmp_path: Path) -> None:
    """PostgreSQL refuses them by itself."""
    store = Store.open(f"sqlite:///{tmp_path}/agents.sqlite")
    fill(store, 5)
    tamper(store, "UPDATE agents_audit SET who = CAST(x'ff' AS TEXT) WHERE sequence = 4")
    found = store.audit.verify()
    store.close()
    assert (found.ok, found.first_bad) == (False, 4)
    assert "cannot read it" in found.why


def test_a_log_cut_off_with_its_head_is_found_by_a_hash_kept_elsewhere(store: Store) -> None:
    fill(store, 5)
    known = store.audit.verify().head
    third = kept(store)[2]
    tamper(store, "DELETE FROM agents_audit WHERE sequence > 3")
    with store.engine.begin() as connection:
        connection.execute(AUDIT_HEAD.update().values(sequence=3, hash=third.hash))
    assert store.audit.verify().ok
    assert not store.audit.verify(known).ok
    assert store.audit.verify(third.hash).ok


def test_throwing_away_old_runs_leaves_the_log(store: Store, clock: Clock) -> None:
    run = store.accept("github", "d", comment()).run
    store.finish(run, "done")
    store.audit.append("change", {}, run=run)
    store.purge(clock.forward(days=900) + timedelta(seconds=1))
    assert store.run(run) is None
    assert [entry.run for entry in kept(store)] == [run]
    assert store.audit.verify().ok


def test_a_chain_longer_than_a_page_is_looked_through(store: Store) -> None:
    facts = canonical({"gate": [{"verdict": "passed"}], "evidence": [{"tool": "checkov", "digest": "d" * 64}] * 6})
    previous, rows = BEGINNING, []
    for number in range(1, 2_501):
        values = (number, "2026-03-01T12:00:00.000000Z", str(number), "change", "ann", "t", "r", "c", facts, previous)
        previous = hash_of(*values)
        rows.append(dict(zip(FIELDS, values, strict=True)) | {"hash": previous})
    with store.engine.begin() as connection:
        connection.execute(AUDIT.insert(), rows)
        connection.execute(AUDIT_HEAD.insert().values(id=1, sequence=len(rows), hash=previous))
    found = store.audit.verify()
    assert (found.ok, found.entries) == (True, 2_500)


def test_a_database_that_is_away_is_a_failure_not_a_forgery(store: Store) -> None:
    tamper(store, "DROP TABLE agents_audit_head")
    with pytest.raises(Failure, match="reaching the database"):
        store.audit.verify()
