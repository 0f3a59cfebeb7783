"""Revisions in the terminal: on top of what a run made, and of what people changed since."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.processes.git import require_git
from tests.e2e.agents import agents, answer

CLOCK = {"SOURCE_DATE_EPOCH": "1767225600"}
ISSUE = "# Jobs\n\nA queue 'jobs' and a Lambda function 'worker' that reads it.\n"
BRANCH = "agents/jobs"
STACK = "stacks/jobs"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the branch of a run, made once."""
    folder = tmp_path_factory.mktemp("made")
    words = ("run", ISSUE, "--repo", folder / "repo", "--report-dir", folder / "report")
    assert answer(*words, environment=CLOCK)["branch"] == BRANCH
    return folder / "repo"


@pytest.fixture
def repo(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "repo"))


def revise(repo: Path, text: str, code: int = 0) -> Any:
    words = ("revise", text, "--repo", repo, "--branch", BRANCH, "--report-dir", repo.parent / "report")
    return answer(*words, code=code, environment=CLOCK)


def shown(repo: Path, path: str) -> str:
    return require_git("x", "show", f"{BRANCH}:{STACK}/{path}", cwd=repo)


def listed(repo: Path) -> list[str]:
    return require_git("x", "ls-tree", "-r", "--name-only", BRANCH, cwd=repo).splitlines()


def by_hand(repo: Path, path: str, old: str, new: str) -> str:
    """A person's commit on the branch."""
    require_git("x", "checkout", "--quiet", BRANCH, cwd=repo)
    file = repo / STACK / path
    text = file.read_text() if file.exists() else ""
    assert old in text
    file.write_text(text.replace(old, new) if old else new)
    person = {f"GIT_{who}_{what}": "p@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    require_git("x", "add", "--all", cwd=repo)
    require_git("x", "commit", "--quiet", "-m", "by hand", cwd=repo, environment=person)
    head = require_git("x", "rev-parse", "HEAD", cwd=repo)
    require_git("x", "checkout", "--quiet", "--detach", cwd=repo)
    return head


def head(repo: Path) -> str:
    return require_git("x", "rev-parse", BRANCH, cwd=repo)


def test_a_revision_keeps_what_people_committed(repo: Path) -> None:
    by_hand(repo, "own.tf", "", '# by hand\nlocals {\n  ours = "ours"\n}\n')
    human = by_hand(repo, "compute.tf", "resource", "# why: ours\nresource")
    record = revise(repo, "increase the memory of the worker to 1 GB and add a topic called 'news'")
    assert (record["gate"]["verdict"], record["pushed"], record["head"]) == ("passed", True, head(repo))
    assert record["merge"]["conflicts"] == []
    assert f"{STACK}/compute.tf" in record["merge"]["kept"]
    require_git("kept", "merge-base", "--is-ancestor", human, BRANCH, cwd=repo)
    compute = shown(repo, "compute.tf")
    assert "# why: ours" in compute
    assert "1024" in compute
    assert "aws_sns_topic" in "\n".join(shown(repo, path.removeprefix(f"{STACK}/")) for path in listed(repo))
    assert "by hand" in shown(repo, "own.tf")
    request = shown(repo, "docs/request.md")
    assert "## Revision 1 (2026-01-01)" in request
    second = revise(repo, "remove the topic")
    assert second["pushed"]
    assert "# why: ours" in shown(repo, "compute.tf")
    assert "1024" in shown(repo, "compute.tf")
    assert "## Revision 2" in shown(repo, "docs/request.md")


def test_a_conflict_is_explained_and_nothing_is_forced(repo: Path) -> None:
    revise(repo, "increase the memory of the worker to 1 GB")
    human = by_hand(repo, "compute.tf", "1024", "3008")
    words = ("revise", "increase the memory of the worker to 2 GB", "--repo", repo, "--branch", BRANCH)
    done = agents(*words, "--report-dir", repo.parent / "report", environment=CLOCK)
    assert done.returncode == 1
    assert head(repo) == human
    assert f"conflict in {STACK}/compute.tf:" in done.stderr
    assert "3008" in done.stderr
    assert "2048" in done.stderr
    assert "nothing was pushed" in done.stderr


def test_explaining_a_branch_and_a_rule(made: Path) -> None:
    whole = answer("explain", "--repo", made, "--branch", BRANCH)
    titles = [block["title"] for block in whole["blocks"]]
    assert {"What was understood", "Decisions", "What is not proven"} <= set(titles)
    done = agents("explain", "CKV_AWS_27")
    assert done.returncode == 0
    assert "How to mend it" in done.stdout
    assert answer("explain", "why", code=2)["error"]["hint"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("revise", "sing a song", "--branch", BRANCH), "nothing in it was understood"),
        (("revise", "remove the queue", "--branch", "agents/none"), "there is no such branch"),
        (("revise", "remove the queue", "--branch", "main"), "no stack on it"),
    ],
)
def test_what_cannot_be_revised(repo: Path, words: tuple[str, ...], what: str) -> None:
    before = head(repo)
    record = answer(*words, "--repo", repo, code=2)
    assert what in record["error"]["wrong"]
    assert record["error"]["hint"]
    assert head(repo) == before
