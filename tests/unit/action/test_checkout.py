"""Looks at a checkout, with agents that read files themselves."""

from pathlib import Path
from typing import Any, cast

import pytest

from app.action.checkout import commit_of, look_around, require_checkout
from app.action.progress import Progress
from app.bootstrap.parts import Parts
from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.finding import Severity
from app.domain.override import Override
from app.forges.local import LocalForge
from app.processes.git import require_git
from app.settings import Settings
from app.workspace import identity
from tests.builders import DATE, commit, git_repository
from tests.unit.pipeline.service.world import BAD, GOOD, Bench

REVIEW = Command("review")


class Kit(Bench):
    settings = Settings()

    def warm_up(self) -> None:
        self.warm = True


@pytest.fixture
def parts() -> Parts:
    return cast("Parts", Kit())


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return git_repository(tmp_path / "repo", {"web/main.tf": BAD, "jobs/main.tf": GOOD})


def test_everything_is_looked_at(parts: Parts, repo: Path) -> None:
    result = look_around(parts, repo, [REVIEW, Command("plan")], Progress())
    assert (result.status, result.verdict, result.judged) == ("failed", "failed", True)
    assert result.why == "1 high finding: AGT_BAD"
    assert [outcome.command for outcome in result.outcomes] == ["review", "plan"]
    assert [finding.path for finding in result.findings] == ["web/main.tf"]
    assert {outcome.head for outcome in result.outcomes} == {require_git("x", "rev-parse", "HEAD", cwd=repo)}
    assert result.event is None


def test_a_part_of_it(parts: Parts, repo: Path) -> None:
    result = look_around(parts, repo, [Command("review", ("jobs",))], Progress())
    assert (result.status, result.findings) == ("done", ())
    assert result.outcomes[0].stacks == ("jobs",)


def test_what_is_not_there_is_a_mistake(parts: Parts, repo: Path) -> None:
    with pytest.raises(UsageFailure, match="there is none"):
        look_around(parts, repo, [Command("review", ("nowhere",))], Progress())


def test_what_a_change_brought(parts: Parts, repo: Path) -> None:
    base = require_git("x", "rev-parse", "HEAD", cwd=repo)
    commit(repo, {"jobs/main.tf": BAD}, "Worse")
    result = look_around(parts, repo, [REVIEW], Progress(), base=base)
    assert (result.outcomes[0].stacks, result.outcomes[0].base) == (("jobs",), base)


def test_the_policy_of_the_checkout_counts_unless_the_pipeline_says_otherwise(parts: Parts, repo: Path) -> None:
    commit(repo, {".agents.yml": "gate:\n  fail_on: critical\n"}, "Policy")
    assert look_around(parts, repo, [REVIEW], Progress()).status == "done"
    strict = Override(fail_on=Severity.LOW)
    assert look_around(parts, repo, [REVIEW], Progress(), override=strict).status == "failed"


@pytest.mark.parametrize("folder", ["empty", "none"])
def test_no_checkout_is_said(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageFailure) as raised:
        require_checkout(tmp_path / folder)
    assert "actions/checkout" in raised.value.hint


@pytest.fixture
def shallow(repo: Path, tmp_path: Path) -> Path:
    """As ``actions/checkout`` leaves it: one commit, of which the parent is not there."""
    commit(repo, {"jobs/main.tf": BAD}, "Worse")
    require_git("x", "config", "uploadpack.allowAnySHA1InWant", "true", cwd=repo)
    place = tmp_path / "shallow"
    require_git("x", "clone", "--quiet", "--depth=1", f"file://{repo}", str(place), cwd=tmp_path)
    return place


def test_a_commit_that_a_shallow_checkout_lacks_is_fetched(repo: Path, shallow: Path, parts: Parts) -> None:
    base = require_git("x", "rev-parse", "HEAD~1", cwd=repo)
    assert commit_of(shallow, "HEAD~1") is None
    assert commit_of(shallow, base) == base
    assert commit_of(shallow, "HEAD") == require_git("x", "rev-parse", "HEAD", cwd=repo)
    result = look_around(parts, shallow, [REVIEW], Progress(), base=base)
    assert result.outcomes[0].stacks == ("jobs",)


def test_a_branch_of_the_remote_is_found(repo: Path, shallow: Path) -> None:
    require_git("x", "branch", "other", "HEAD~1", cwd=repo)
    assert commit_of(shallow, "other") == require_git("x", "rev-parse", "other", cwd=repo)


@pytest.mark.parametrize(
    "revision", ["", "-x", "--upload-pack=touch x", "a:refs/heads/main", "a b", "f" * 40, "nonsense"]
)
def test_what_is_no_revision(shallow: Path, revision: str) -> None:
    before = require_git("x", "for-each-ref", cwd=shallow)
    assert commit_of(shallow, revision) is None
    assert require_git("x", "for-each-ref", cwd=shallow) == before


def test_a_checkout_without_credentials_asks_as_we_do(repo: Path, shallow: Path) -> None:
    base = require_git("x", "rev-parse", "HEAD~1", cwd=repo)
    require_git("x", "remote", "set-url", "origin", str(shallow / "none"), cwd=shallow)
    assert commit_of(shallow, base) is None
    assert commit_of(shallow, base, LocalForge(repo, identity(DATE))) == base


def test_an_agent_that_scans_is_warmed_up(parts: Parts, repo: Path) -> None:
    look_around(parts, repo, [Command("plan")], Progress())
    kit: Any = parts
    assert not hasattr(kit, "warm")
    look_around(parts, repo, [REVIEW], Progress())
    assert kit.warm
