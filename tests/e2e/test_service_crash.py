"""``kill -9`` before and after each side effect: every run goes on, nothing is done twice, nothing is left behind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.service import Service, wait_for
from tests.e2e.worlds import World, world

POINTS = (
    "facts:before",
    "react:after",
    "take:after",
    "queue:before",
    "queue:after",
    "begin:after",
    "progress:after",
    "architect:before",
    "tester:after",
    "push:before",
    "push:after",
    "pull request:before",
    "pull request:after",
    "remember:after",
    "checks:after",
    "report:after",
    "comment:before",
    "comment:after",
    "finish:before",
    "finish:after",
)
FEW = ("queue:after", "push:after", "pull request:after", "comment:after")
"""Those that are run each time; all of them with ``AGENTS_TEST_EVERY_CRASH=1``."""
pytestmark = pytest.mark.checkov


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world("github", tmp_path_factory.mktemp("github")) as made:
        yield made


@pytest.mark.parametrize("point", POINTS if os.environ.get("AGENTS_TEST_EVERY_CRASH") else FEW)
def test_a_run_survives(there: World, tmp_path: Path, point: str) -> None:
    """Killed once at the point, started again: one branch, pull request, comment and check."""
    before = set(there.pulls())
    number = there.issue("Jobs", f"An SQS queue `jobs-{POINTS.index(point)}` with a dead-letter queue.")
    (tmp_path / "data").mkdir()
    service = Service(tmp_path / "data", there.environment())
    try:
        service.start(AGENTS_CRASH_AT=point)
        delivery = there.opened(number)
        run = service.accepted(there.forge, delivery)
        process = service.process
        assert process is not None
        wait_for(
            lambda: process.poll() is not None, 120, lambda: f"it did not crash at {point}\n{service.log()[-2000:]}"
        )
        service.kill()
        service.start()
        record = service.ended(run)
        assert (record["status"], record["why"]) == ("done", ""), service.log()[-3000:]
        look_for_one_of_each(there, number, record, before)
        assert service.post(there.forge, *delivery) == (200, {"run": run, "duplicate": True})
        assert service.stop() == 0
        assert list((tmp_path / "data" / "work").iterdir()) == []
    finally:
        service.kill()


def look_for_one_of_each(there: World, number: int, record: dict[str, object], before: set[int]) -> None:
    """The whole of what a run leaves, once."""
    branches = [name for name in there.branches() if name.startswith(f"agents/{number}-")]
    assert branches == [record["branch"]]
    (pull,) = set(there.pulls()) - before
    assert len(there.seen(number).comments) == 1
    seen = there.seen(pull, pull=True)
    assert len(seen.comments) == 1
    assert seen.branch == record["branch"]
    assert "Ready for review" in there.seen(number).ours("living")[0]
    checks = there.checks(str(record["head"]))
    assert checks["agents"] == "success"
    assert set(checks.values()) == {"success"}
