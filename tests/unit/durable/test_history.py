"""Going on with ended runs, and forgetting them."""

import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app.domain.errors import Failure
from app.durable.history import resume_run
from app.pipeline.steps import StepRunner
from tests.unit.durable.bench import Bench, bench_at, sqlite_in, until


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench_at(sqlite_in(tmp_path_factory.mktemp("history"))) as made:
        yield made


def test_a_resumed_run_goes_on_where_it_failed(bench: Bench) -> None:
    did: list[str] = []
    broken = [True]

    def push() -> None:
        did.append("push")
        if broken:
            raise Failure("pushing", "the forge is down")

    def work(_: str, steps: StepRunner) -> None:
        steps.step("plan", lambda: did.append("plan"))
        try:
            steps.step("push", push)
        except Failure as error:
            steps.step("tell", lambda: did.append("tell"))
            raise Failure("giving up", error.wrong) from error
        steps.step("tell", lambda: did.append("told"))

    row = bench.done(work)
    assert (row.status, did) == ("failed", ["plan", "push", "tell"])
    broken.clear()
    did.clear()
    bench.engine.resume(row.id)
    assert bench.wait(row.id).status == "done"
    assert did == ["push", "told"]


def test_a_cancelled_run_may_be_resumed(bench: Bench) -> None:
    did: list[str] = []
    run, thread = bench.accept()
    bench.store.ask_stop([run], "cancelled")
    bench.work[run] = lambda _, steps: steps.step("plan", lambda: did.append("plan"))
    bench.engine.enqueue_work(run, thread)
    assert bench.wait(run).status == "cancelled"
    bench.engine.resume(run)
    assert bench.wait(run).status == "done"
    assert did == ["plan"]


def test_a_run_whose_end_is_not_recorded_yet_is_waited_for(bench: Bench) -> None:
    did: list[str] = []

    def work(run: str, steps: StepRunner) -> None:
        if not did:
            steps.step("plan", lambda: did.append("plan"))
            bench.store.finish(run, "failed")  # from here on whoever looks is told that it has ended
            time.sleep(0.5)

    run = bench.put(work)
    until(lambda: run not in {row[0] for row in bench.store.unfinished()})
    bench.engine.resume(run)
    assert bench.wait(run).status == "done"


def test_what_cannot_be_resumed(bench: Bench) -> None:
    done = bench.done(lambda *_: None).id
    with pytest.raises(Failure, match="it is done"):
        bench.engine.resume(done)
    with pytest.raises(Failure, match="no such run"):
        resume_run(bench.store, "nobody")
    never, _ = bench.accept()
    bench.store.finish(never, "failed")
    with pytest.raises(Failure, match="no longer kept"):
        bench.engine.resume(never)


def test_a_run_under_way_is_left_alone(bench: Bench) -> None:
    did: list[str] = []

    def work(run: str, steps: StepRunner) -> None:
        steps.step("first", lambda: did.append("first"))
        bench.engine.resume(run)
        steps.step("second", lambda: did.append("second"))

    assert bench.done(work).status == "done"
    assert did == ["first", "second"]


def test_forgotten_runs_leave_nothing(bench: Bench) -> None:
    run = bench.done(lambda _, steps: steps.step("secret", lambda: "x" * 1000)).id
    kept = bench.done(lambda _, steps: steps.step("other", lambda: "y")).id
    assert _rows(bench, run) > 0
    bench.engine.forget([run, "nobody"])
    bench.engine.forget([])
    assert _rows(bench, run) == 0
    assert _rows(bench, kept) > 0


def _rows(bench: Bench, run: str) -> int:
    names = sa.inspect(bench.store.engine).get_table_names()
    found = 0
    with bench.store.engine.connect() as connection:
        for table in ("workflow_status", "operation_outputs", "workflow_input", "workflow_output"):
            if table in names:
                query = f"SELECT count(*) FROM {table} WHERE workflow_uuid LIKE '{run}-%'"  # noqa: S608
                found += connection.execute(sa.text(query)).scalar_one()
    return found
