"""Reading a request back from a branch."""

from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.domain.request import Request, Revision
from app.pipeline.revise import read_branch
from app.processes.git import require_git
from app.reports.kept_request import render_kept
from tests.builders import commit, git_repository
from tests.unit.pipeline.test_run_request import Here


def kept(text: str, *revisions: str) -> str:
    return render_kept(Request("T", "t", text=text), [Revision(words, "2026-01-01") for words in revisions])


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    folder = git_repository(tmp_path / "repo", {"stacks/older/docs/request.md": kept("older")})
    require_git("x", "checkout", "--quiet", "-b", "work", cwd=folder)
    return folder


def branched(repo: Path, branch: str, files: dict[str, str]) -> str:
    require_git("x", "checkout", "--quiet", "-B", branch, "main", cwd=repo)
    commit(repo, files, "generated")
    return require_git("x", "rev-parse", "HEAD", cwd=repo)


def test_the_stack_that_the_branch_is_named_after(repo: Path, tmp_path: Path) -> None:
    files = {"stacks/jobs/docs/request.md": kept("jobs", "remove it"), "stacks/b/docs/request.md": kept("b")}
    head = branched(repo, "agents/12-jobs", files)
    found = read_branch(Here(repo), "agents/12-jobs", tmp_path / "scratch")
    assert (found.text, found.revisions) == ("jobs", (Revision("remove it", "2026-01-01"),))
    assert (found.path, found.head) == ("stacks/jobs", head)
    assert (found.root / "stacks/jobs/docs/request.md").is_file()


@pytest.mark.parametrize("branch", ["agents/jobs-2", "agents/3-jobs-4", "agents/something"])
def test_else_the_one_that_the_branch_brought(repo: Path, tmp_path: Path, branch: str) -> None:
    branched(repo, branch, {"stacks/jobs/docs/request.md": kept("jobs")})
    assert read_branch(Here(repo), branch, tmp_path / "scratch").path == "stacks/jobs"


def test_several_are_not_guessed_at(repo: Path, tmp_path: Path) -> None:
    branched(repo, "agents/x", {f"stacks/{name}/docs/request.md": kept(name) for name in ("a", "b")})
    with pytest.raises(UsageFailure, match="several: stacks/a, stacks/b"):
        read_branch(Here(repo), "agents/x", tmp_path / "scratch")


@pytest.mark.parametrize(("branch", "wrong"), [("agents/none", "no such branch"), ("agents/empty", "no stack on it")])
def test_what_cannot_be_read(repo: Path, tmp_path: Path, branch: str, wrong: str) -> None:
    branched(repo, "agents/empty", {"stacks/older/docs/request.md": "", "docs/request.md": "# by hand\n"})
    with pytest.raises(UsageFailure, match=wrong):
        read_branch(Here(repo), branch, tmp_path / "scratch")
