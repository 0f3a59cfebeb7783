"""PostgreSQL and two workers: one thing at a time in a pull request, and a dead worker's runs are gone on with."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest

from tests.e2e.service import Service, serving, wait_for
from tests.e2e.test_service_pull import DATABASE, MAIN
from tests.e2e.worlds import GitHubWorld, world
from tests.postgres import postgres, postgres_server

pytestmark = pytest.mark.checkov
Scene = tuple[GitHubWorld, Service]
COMMANDS = int(os.environ.get("AGENTS_TEST_COMMANDS", "20"))
"""Mixed commands on one pull request."""
MIX = ("/agents help", "/agents plan", "/agents status", "/agents help", "/agents security infra", "/agents status")
__all__ = ["postgres", "postgres_server"]


@pytest.fixture
def scene(tmp_path: Path, postgres: str) -> Iterator[Scene]:
    more = {"AGENTS_DATABASE_URL": postgres, "AGENTS_WORKERS": "2"}
    with (
        world("github", tmp_path, {"infra/main.tf": MAIN}) as there,
        serving(tmp_path, there.environment() | more) as service,
    ):
        yield there, service


def workers(service: Service) -> list[int]:
    """The worker processes."""
    assert service.process is not None
    listed = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]


def test_mixed_commands_never_overlap_in_a_pull_request(scene: Scene, postgres: str) -> None:
    there, service = scene
    there.commit("change", {"infra/main.tf": MAIN + DATABASE})
    number = there.pull("change")
    deliveries = [there.say(number, MIX[place % len(MIX)], pull=True) for place in range(COMMANDS)]
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda one: service.accepted("github", one), deliveries))
    ended = [service.ended(run, 900) for run in runs]
    assert {record["status"] for record in ended} <= {"done", "failed"}
    assert not [record for record in ended if "bug" in record["why"]]
    worked = sorted((r["started"], r["finished"]) for r in ended if r["started"])
    assert len(worked) >= COMMANDS // 4
    overlaps = [pair for pair in pairwise(worked) if pair[1][0] < pair[0][1]]
    assert overlaps == []
    with psycopg.connect(postgres) as connection:
        query = "SELECT count(DISTINCT executor_id) FROM dbos.workflow_status WHERE status = 'SUCCESS'"
        found = connection.execute(query).fetchone()
    assert found == (2,)
    assert len(there.seen(number, pull=True).ours("living")) == 1


def test_the_runs_of_a_killed_worker_are_gone_on_with(scene: Scene) -> None:
    there, service = scene
    numbers = [there.issue(f"Jobs {place}", f"An SQS queue `jobs-{place}`.") for place in range(4)]
    runs = [service.accepted("github", there.opened(number)) for number in numbers]
    wait_for(lambda: all(service.run(run)["status"] == "running" for run in runs[:2]), 60, service.log)
    os.kill(workers(service)[0], signal.SIGKILL)
    for run in runs:
        assert service.ended(run, 90)["status"] == "done"
    assert len(there.pulls()) == len(numbers)
    for number in numbers:
        assert len(there.seen(number).comments) == 1
    assert service.stop() == 0
