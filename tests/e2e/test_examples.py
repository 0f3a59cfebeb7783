"""Every example issue becomes a verified branch."""

import functools
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.processes.git import require_git
from tests.builders import commit, git_repository
from tests.e2e.agents import EXAMPLES, agents, answer

ISSUES = sorted(path.stem for path in (EXAMPLES / "issues").glob("*.md"))
CLOCK = {"SOURCE_DATE_EPOCH": "1767225600"}
UNPRICED_MOST = 0.02
"""The share of an example's resources that may lack a price."""


def repository(name: str, folder: Path) -> Path:
    """The repository an example goes into: a fresh one, or a copy of the existing one."""
    if name != "into-a-repository":
        return folder
    shutil.copytree(EXAMPLES / "repositories" / "existing", folder)
    return git_repository(folder, {})


@dataclass(frozen=True)
class Ran:
    """What a run came to: its document, the repository, the folder of its reports."""

    record: Any
    repo: Path
    report: Path

    def text(self, path: str) -> str:
        """A file on the branch."""
        return require_git("x", "show", f"{self.record['branch']}:{path}", cwd=self.repo)


def run(name: str, folder: Path) -> Ran:
    repo = repository(name, folder / "repo")
    issue = EXAMPLES / "issues" / f"{name}.md"
    record = answer("run", issue, "--repo", repo, "--report-dir", folder / "report", environment=CLOCK)
    return Ran(record, repo, folder / "report")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ran]:
    """An example that was run once, for tests that only look at it."""
    return functools.cache(lambda name: run(name, tmp_path_factory.mktemp(name)))


def unpriced_share(cost: Any) -> float:
    unpriced = {one["address"] for one in cost["unpriced"]}
    priced = {one["address"] for one in cost["resources"]} - unpriced
    return len(unpriced) / (len(unpriced) + len(priced) + int(cost["free"]))


@pytest.mark.parametrize("name", ISSUES)
def test_an_example_becomes_a_verified_branch(name: str, example: Callable[[str], Ran], tmp_path: Path) -> None:
    ran = example(name)
    record, repo = ran.record, ran.repo
    assert record["gate"] == {"verdict": "passed", "reasons": []}
    assert {stage["status"] for stage in record["stages"]} == {"passed"}
    assert [(f["rule"], f["resource"]) for f in record["findings"] if not f["explained"]] == []
    assert unpriced_share(record["cost"]) <= UNPRICED_MOST, record["cost"]["unpriced"]
    assert record["not_understood"] == []
    assert require_git("x", "rev-parse", record["branch"], cwd=repo) == record["head"]
    files = require_git("x", "ls-tree", "-r", "--name-only", record["branch"], cwd=repo).splitlines()
    stack = record["stacks"][0]
    names = {path.removeprefix(f"{stack}/") for path in files if path.startswith(f"{stack}/")}
    wanted = {
        "versions.tf",
        "providers.tf",
        "variables.tf",
        "outputs.tf",
        "README.md",
        "docs/decisions.md",
        "docs/runbook.md",
    }
    assert wanted | {"CHANGELOG.md"} <= names
    assert not any("PULL_REQUEST" in path or "run.json" in path for path in files)
    assert record["head"][:12] in (ran.report / "report.md").read_text()
    for kind in ("markdown", "pull_request", "sarif", "junit", "json"):
        assert Path(record["reports"][kind]).is_file()
    simulated = answer("simulate", ".", cwd=_checkout(repo, record["branch"], tmp_path) / stack)
    assert [(one["status"], one["idempotent"]) for one in simulated["stacks"]] == [("passed", True)]


def _checkout(repo: Path, branch: str, tmp_path: Path) -> Path:
    target = tmp_path / "checkout"
    require_git("x", "clone", "--quiet", "--branch", branch, str(repo), str(target), cwd=tmp_path)
    return target


def test_two_runs_commit_the_same_bytes(example: Callable[[str], Ran], tmp_path: Path) -> None:
    assert example("queue-worker").record["head"] == run("queue-worker", tmp_path).record["head"]


def test_the_conventions_of_a_repository_are_followed(example: Callable[[str], Ran]) -> None:
    ran = example("into-a-repository")
    stack = "infra/notification-service"
    assert ran.record["stacks"] == [stack]
    versions, providers, variables = (ran.text(f"{stack}/{name}.tf") for name in ("versions", "providers", "variables"))
    assert 'version = "~> 6.40"' in versions
    assert 'required_version = ">= 1.9.0"' in versions
    assert "platform" in providers + variables + ran.text(f"{stack}/locals.tf")
    assert "eu-west-1" in variables + providers


def test_the_second_branch_of_a_name_gets_a_number(tmp_path: Path) -> None:
    for branch in ("agents/an-sqs-queue", "agents/an-sqs-queue-2"):
        record = answer("run", "An SQS queue", "--repo", tmp_path / "repo", "--report-dir", tmp_path / "report")
        assert record["branch"] == branch


def test_a_spanish_request_is_answered_in_spanish(example: Callable[[str], Ran]) -> None:
    ran = example("tienda-de-libros")
    assert "Listo para revisar" in (ran.report / "report.md").read_text()
    assert "## Uso" in ran.text("stacks/tienda-de-libros/README.md")


def test_the_terminal_shows_where_things_are(tmp_path: Path) -> None:
    done = agents("run", "An SQS queue", "--repo", tmp_path / "repo", "--report-dir", tmp_path / "report")
    assert "agents/an-sqs-queue" in done.stdout
    assert str(tmp_path / "report" / "report.md") in done.stdout
    assert "✓ tester passed" in done.stderr


def test_a_review_after_the_merge_agrees_with_the_run(example: Callable[[str], Ran], tmp_path: Path) -> None:
    ran = example("queue-worker")
    record, repo = ran.record, ran.repo
    assert any(f["explained"] and f["severity"] == "high" for f in record["findings"])
    review = answer("review", _checkout(repo, record["branch"], tmp_path))
    assert review["gate"] == {"verdict": "passed", "reasons": []}
    assert any(f["waived"] for f in review["findings"])
    known = {(f["rule"], f["resource"]) for f in record["findings"]}
    assert {(f["rule"], f["resource"]) for f in review["findings"]} <= known


def test_a_review_with_a_base_speaks_of_the_change_only(example: Callable[[str], Ran], tmp_path: Path) -> None:
    repo = shutil.copytree(example("into-a-repository").repo, tmp_path / "repo")
    require_git("x", "checkout", "--quiet", "agents/notification-service", cwd=repo)
    record = answer("review", repo, "--base", "main", "--sarif", tmp_path / "out.sarif")
    assert {f["path"].split("/")[1] for f in record["findings"]} <= {"notification-service"}
    assert all(f["new"] for f in record["findings"])
    assert record["existing"]
    plan = answer("plan", repo, "--base", "main")
    assert [(stack["path"], stack["changed"]) for stack in plan["stacks"]] == [("infra/notification-service", ["own"])]
    assert (tmp_path / "out.sarif").is_file()


def test_a_changed_request_rewrites_its_stack_and_keeps_peoples_files(tmp_path: Path) -> None:
    repo = tmp_path / "repo"
    issue = tmp_path / "issue.md"
    for number, wanted in enumerate(
        ("A queue 'jobs' and a Lambda function 'worker' that reads it.", "A queue 'jobs'.")
    ):
        issue.write_text(f"# Jobs\n\n{wanted}\n")
        record = answer("run", issue, "--repo", repo, "--report-dir", tmp_path / "report", environment=CLOCK)
        require_git("x", "merge", "--quiet", "--ff-only", record["branch"], cwd=repo)
        if number == 0:
            assert (repo / "stacks/jobs/src/worker/index.py").is_file()
            commit(repo, {"stacks/jobs/own.tf": "# by hand\n"}, "by hand")
    assert not (repo / "stacks/jobs/src/worker/index.py").exists()
    assert not (repo / "stacks/jobs/compute.tf").exists()
    assert (repo / "stacks/jobs/own.tf").read_text() == "# by hand\n"
    changelog = (repo / "stacks/jobs/CHANGELOG.md").read_text()
    assert changelog.count("## ") == 1
