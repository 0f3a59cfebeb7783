"""The service asks a model only about repositories whose default branch says so, once, and tells what it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import claude_scripts as scripts
from tests.e2e.claude_desk import NO_TOOLS, environment
from tests.e2e.service import Service, serving
from tests.e2e.worlds import FILES, World, world
from tests.fakes.messages_api import Stub

TITLE, BODY = "Jobs", scripts.ISSUE.partition("\n\n")[2]
CONSENT = {**FILES, ".agents.yml": "reasoner: claude\n"}


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub(scripts.GOOD) as made:
        yield made


def ran(there: World, service: Service) -> tuple[int, str]:
    """An issue's run: its number and what its thread's comment says."""
    number = there.issue(TITLE, BODY)
    record = service.ended(service.accepted(there.forge, there.opened(number)))
    assert record["status"] == "done", record
    (living,) = there.seen(number).ours("living")
    return number, living


def test_a_repository_that_opts_in_is_thought_about(tmp_path: Path, stub: Stub) -> None:
    with world("gitlab", tmp_path, CONSENT) as there:
        more = there.environment() | environment(stub) | NO_TOOLS
        with serving(tmp_path, more) as service:
            ran(there, service)
            asked = len(stub.seen)
            status, metrics = service.get("/metrics", "text/plain")
        (pull,) = there.pulls()
        (report,) = there.seen(pull, pull=True).ours("living")
    assert stub.refused == []
    assert asked > 0
    assert "Thought by Claude" in report
    assert f"understands 1 of 1 open phrases: {scripts.OPEN}" in report
    assert status == 200
    assert f'agents_model_requests_total{{ended="answered",repository="gitlab/{there.repository}"}}' in metrics
    secrets = "\n".join(seen.raw.decode() for seen in stub.seen)
    assert there.fake.secret not in secrets


def test_a_repository_that_says_nothing_is_not(tmp_path: Path, stub: Stub) -> None:
    with (
        world("github", tmp_path) as there,
        serving(tmp_path, there.environment() | environment(stub) | NO_TOOLS) as service,
    ):
        _, living = ran(there, service)
    assert stub.seen == []
    assert "Claude" not in living
