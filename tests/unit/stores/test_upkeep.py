"""Housekeeping of the store."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.domain.thought import Usage
from app.stores.spending import Allowance
from app.stores.store import Store
from app.stores.tables import RUNS
from tests.unit.stores.conftest import Clock
from tests.unit.stores.events import REPOSITORY, comment
from tests.unit.stores.spent import spent


def test_once_is_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: store.once("welcome/acme"), range(30)))
    assert answers.count(True) == 1
    assert store.once("welcome/other")


def test_once_stays_true_for_its_holder(store: Store) -> None:
    assert [store.once("k", holder) for holder in ("run-1", "run-1", "run-2", "")] == [True, True, False, False]


def test_what_was_seen_never_goes_back(store: Store) -> None:
    assert store.last_seen("github") == ""
    for at in ("2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-01T00:00:00Z"):
        store.saw("github", at)
    assert store.last_seen("github") == "2026-01-03T00:00:00Z"
    assert store.last_seen("gitlab") == ""


def test_counts_and_the_age_of_the_queue(store: Store, clock: Clock) -> None:
    assert store.oldest_queued_seconds() == 0
    runs = []
    for key in "abc":
        runs.append(store.accept("github", key, comment(key=key)).run)
        clock.forward(seconds=10)
    store.start(runs[0])
    store.finish(runs[1], "failed")
    assert store.counts() == {"running": 1, "failed": 1, "queued": 1}
    assert store.oldest_queued_seconds() == pytest.approx(10)


def test_purge_takes_what_is_over_and_nothing_else(store: Store, clock: Clock) -> None:
    old = store.accept("github", "old", comment(number=1, key="old")).run
    waiting = store.accept("github", "waiting", comment(number=2, key="waiting")).run
    store.finish(old, "done")
    store.once("welcome")
    limit = clock.forward(days=30)
    clock.forward(seconds=1)
    recent = store.accept("github", "recent", comment(number=3, key="recent")).run
    store.finish(recent, "done")
    purged = store.purge(limit)
    assert (purged.deliveries, purged.threads, purged.runs) == (2, 0, (old,)), "its thread may still be revised"
    assert {row.id for row in store.runs()} == {waiting, recent}
    assert not store.has_run(f"github/{REPOSITORY}#1")
    assert not store.once("welcome")
    assert store.purge(limit).runs == ()
    assert store.purge(limit + timedelta(days=367)).threads == 2
    assert store.runs()[0].id == waiting, "what has not ended stays"


def test_what_this_month_cost_outlives_its_run(store: Store, clock: Clock) -> None:
    purse = store.purse("r1", "a", Allowance(Decimal(1), 1000))
    purse.reserve(Usage(1, usd=Decimal("0.5")))
    last = clock.forward(days=20)
    assert store.purge(last).runs == ()
    assert spent(store, "a", "2026-03").requests == 1
    store.purge(clock.forward(days=20))
    assert spent(store, "a", "2026-03").requests == 0


def test_healthy(store: Store, url: str) -> None:
    assert store.healthy()
    with store.engine.begin() as connection:
        connection.execute(sa.text(f"DROP TABLE {RUNS.name}"))
    assert not store.healthy()
