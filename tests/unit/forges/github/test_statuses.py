from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.domain.publication import Check, CheckState
from app.forges.github.host import GitHubHost
from app.forges.github.repository import GitHubForge
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import TOKEN
from tests.unit.forges.github.conftest import REPOSITORY


@pytest.fixture
def forge(github: FakeGitHub) -> Iterator[GitHubForge]:
    """With a token, which may not write checks."""
    host = GitHubHost.make(
        api_url=github.api_url, token=TOKEN, write_interval=0, timeout=1.0, sleep=lambda seconds: None
    )
    yield host.open(REPOSITORY)
    host.close()


@pytest.fixture
def check(github: FakeGitHub) -> Check:
    head = github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    return Check("agents", head, "run-1", "running", "Working", "Soon", url="https://bot.example/runs/run-1")


def statuses(github: FakeGitHub) -> list[dict[str, Any]]:
    return github.state_.repositories[REPOSITORY].statuses


STATES: list[tuple[CheckState, str]] = [
    ("queued", "pending"),
    ("running", "pending"),
    ("success", "success"),
    ("failure", "failure"),
    ("neutral", "success"),
    ("cancelled", "error"),
]


@pytest.mark.parametrize(("state", "written"), STATES)
def test_states(github: FakeGitHub, forge: GitHubForge, check: Check, state: CheckState, written: str) -> None:
    forge.ensure_check(replace(check, state=state, title="T" * 300))
    (kept,) = statuses(github)
    assert (kept["state"], kept["context"], kept["target_url"]) == (written, "agents", check.url)
    assert len(kept["description"]) == 140
    assert kept["description"].startswith("Not run: ") is (state == "neutral")


@pytest.mark.parametrize("kind", ["after", "hang-after", "before"])
def test_a_status_is_written_once(github: FakeGitHub, forge: GitHubForge, check: Check, kind: str) -> None:
    forge.ensure_check(replace(check, state="queued", title="first"))
    github.fault("POST", "/statuses/", kind)
    for _ in range(2):
        forge.ensure_check(check)
    assert [one["description"] for one in statuses(github)] == ["first (run run-1)", "Working (run run-1)"]


def test_an_ended_run_leaves_nothing_pending(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    forge.ensure_check(check)
    forge.ensure_check(replace(check, name="agents / test", run="run-2"))
    forge.ensure_check(replace(check, name="agents / cost", state="success"))
    forge.conclude_checks(check.head, "run-1", "Superseded")
    newest = {one["context"]: one["state"] for one in statuses(github)}
    assert newest == {"agents": "error", "agents / test": "pending", "agents / cost": "success"}
