"""A run's way through the store."""

import pytest

from app.domain.command import Command
from app.domain.job import RunStatus, Stop
from app.stores.store import Store
from tests.unit.stores.conftest import Clock
from tests.unit.stores.events import REPOSITORY, comment

THREAD = f"github/{REPOSITORY}#7"
COMMANDS = (
    Command("revise", ("use", "a", "bigger", "database"), {"size": "db.t3.large"}, {"force": True}, ("--", "x"), 3),
    Command("fix", flags={"rule": ("CKV_AWS_1", "CKV_AWS_2"), "note": "why"}),
)


def _run(store: Store, key: str = "comment/1") -> str:
    return store.accept("github", f"d-{key}", comment(key=key)).run


def test_from_queued_to_done(store: Store, clock: Clock) -> None:
    run = _run(store)
    store.take(run, COMMANDS)
    clock.forward(seconds=2)
    assert store.start(run)
    clock.forward(seconds=3)
    assert store.start(run)  # again, after a restart
    store.note(run, branch="agents/7-site")
    assert store.finish(run, "done", "2 stacks changed", head="abc")
    row = store.run(run)
    assert row is not None
    assert row.commands == COMMANDS
    assert (row.status, row.why, row.branch, row.head) == ("done", "2 stacks changed", "agents/7-site", "abc")
    assert (row.started[17:19], row.finished[17:19]) == ("02", "05")


@pytest.mark.parametrize("status", ["done", "failed", "refused", "superseded", "cancelled"])
def test_an_ended_run_stays_as_it_is_until_it_is_reopened(store: Store, status: RunStatus) -> None:
    run = _run(store)
    store.ask_stop([run], "cancelled")
    assert store.finish(run, status, "because")
    assert not store.start(run)
    assert not store.finish(run, "failed", "too late")
    store.take(run, COMMANDS)
    assert store.ask_stop([run], "superseded") == []
    row = store.run(run)
    assert row is not None
    assert (row.status, row.why, row.stop, row.commands) == (status, "because", "cancelled", ())
    assert store.reopen(run)
    assert not store.reopen(run)
    row = store.run(run)
    assert row is not None
    assert (row.status, row.why, row.stop, row.finished) == ("queued", "", "", "")


def test_stages_are_added_or_replaced_in_order(store: Store) -> None:
    run = _run(store)
    for stage, status in (("test", "running"), ("security", "passed"), ("test", "failed")):
        store.add_stage(run, {"stage": stage, "status": status, "why": "", "seconds": 1.5})
    row = store.run(run)
    assert row is not None
    assert [(stage["stage"], stage["status"]) for stage in row.stages] == [("test", "failed"), ("security", "passed")]


@pytest.mark.parametrize("stop", ["superseded", "cancelled"])
def test_asking_runs_to_stop(store: Store, stop: Stop) -> None:
    first, second, third = (_run(store, key) for key in "abc")
    store.finish(third, "done")
    assert store.ask_stop([first, third], stop) == [first]
    assert store.ask_stop([first, second], "cancelled") == [second]  # the first request stays
    assert (store.stop_of(first), store.stop_of(second), store.stop_of(third)) == (stop, "cancelled", "")
    assert store.stops([first, third]) == {first: stop}
    assert store.ask_stop([], stop) == []
    assert store.stops([]) == {}


def test_lists(store: Store, clock: Clock) -> None:
    ids = []
    for key in "abcd":
        ids.append(_run(store, key))
        clock.forward(seconds=1)
    other = store.accept("github", "x", comment(number=8, key="x")).run
    store.finish(ids[0], "failed")
    assert [row.id for row in store.runs()] == [other, *reversed(ids)]
    assert [row.id for row in store.runs(limit=2, thread=THREAD)] == [ids[3], ids[2]]
    assert [row.id for row in store.runs(statuses={"failed"})] == [ids[0]]
    assert [row.id for row in store.active(THREAD)] == ids[1:]
    assert store.unfinished() == [
        *((run, THREAD, place + 2) for place, run in enumerate(ids[1:])),
        (other, f"{THREAD[:-1]}8", 1),
    ]
    assert store.has_run(THREAD)
    assert not store.has_run(f"{THREAD}0")
    assert store.run("nobody") is None
    assert (store.sequence_of(ids[2]), store.sequence_of("nobody")) == (3, 0)


def test_texts_that_a_database_refuses_are_made_plain(store: Store) -> None:
    run = _run(store)
    store.finish(run, "failed", "a\0b\ud800c")
    row = store.run(run)
    assert row is not None
    assert row.why == "ab?c"
