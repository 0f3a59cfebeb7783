"""Deliveries become runs: each once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.errors import Failure
from app.domain.job import Accepted
from app.stores.store import Store, new_run
from tests.unit.stores.conftest import Clock
from tests.unit.stores.events import REPOSITORY, comment


def test_a_delivery_is_kept_with_all_it_said(store: Store) -> None:
    event = comment(text="/agents plan\n\0 ¿qué? \ud800 ```", title="T", body="B", comment="12", head="abc", fork=True)
    accepted = store.accept("github", "d-1", event)
    assert not accepted.duplicate
    row = store.run(accepted.run)
    assert row is not None
    assert (row.event, row.status, row.sequence, row.commands) == (event, "queued", 1, ())
    assert row.created == "2026-03-01T12:00:00.000000Z"


@pytest.mark.parametrize(
    ("forge", "delivery", "key", "duplicate"),
    [
        ("github", "d-1", "comment/1", True),
        ("github", "d-2", "comment/1", True),  # the same comment under another delivery id
        ("github", "d-1", "comment/2", True),  # the same delivery, whatever it says now
        ("github", "d-2", "comment/2", False),
        ("gitlab", "d-1", "comment/2", False),
    ],
)
def test_what_is_a_duplicate(store: Store, forge: str, delivery: str, key: str, duplicate: bool) -> None:
    first = store.accept("github", "d-1", comment())
    again = store.accept(forge, delivery, comment(key=key))
    assert again.duplicate is duplicate
    assert (again.run == first.run) is duplicate
    if duplicate:
        assert len(store.runs()) == 1
        assert store.accept(forge, delivery, comment(key="comment/9")) == Accepted(first.run, duplicate=True)


def test_runs_of_a_thread_are_numbered_without_gaps(store: Store) -> None:
    for number, key in enumerate(["a", "b", "a", "c"]):
        store.accept("github", f"d-{number}", comment(key=key))
    store.accept("github", "other", comment(number=8, key="d"))
    assert [row.sequence for row in store.active(f"github/{REPOSITORY}#7")] == [1, 2, 3]
    assert [row.sequence for row in store.active(f"github/{REPOSITORY}#8")] == [1]


def test_a_hundred_copies_at_once_are_one_run(store: Store) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: store.accept("github", f"d-{number % 3}", comment()), range(100)))
    assert len({answer.run for answer in answers}) == 1
    assert [answer.duplicate for answer in answers].count(False) == 1
    assert len(store.runs()) == 1


def test_many_events_of_one_thread_at_once_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda number: store.accept("github", f"d-{number}", comment(key=f"c/{number}")), range(60)))
    assert [row.sequence for row in store.active(f"github/{REPOSITORY}#7")] == list(range(1, 61))


def test_a_delivery_under_two_threads_at_once_is_one_run(store: Store) -> None:
    """No forge does that; a stranger who knows the secret of one repository may."""
    events = [comment(number=number, key=f"c/{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda event: store.accept("github", "same", event), events))
    assert len({answer.run for answer in answers}) == 1


def test_a_run_s_id_sorts_by_time_and_fits_a_path(clock: Clock) -> None:
    early, late = new_run(clock()), new_run(clock.forward(seconds=1))
    assert early < late
    assert re.fullmatch(r"[a-z0-9-]{3,40}", early)
    assert len({new_run(clock()) for _ in range(500)}) == 500


def test_what_was_kept_is_there_for_the_next_process(url: str, clock: Clock) -> None:
    first = Store.open(url, clock)
    run = first.accept("github", "d-1", comment()).run
    first.close()
    second = Store.open(url, clock)
    try:
        assert second.accept("github", "d-1", comment()) == Accepted(run, duplicate=True)
    finally:
        second.close()


def test_a_database_that_cannot_be_reached_is_a_failure_with_a_hint() -> None:
    with pytest.raises(Failure, match="reaching the database") as caught:
        Store.open("postgresql://nobody@127.0.0.1:1/none")
    assert "AGENTS_DATABASE_URL" in caught.value.hint
