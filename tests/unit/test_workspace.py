"""The private checkout: jail, commits, push."""

from pathlib import Path

import pytest

from app.domain.artifact import Artifact
from app.domain.errors import Failure
from app.processes.git import require_git
from app.workspace import Commit, Workspace, jailed
from tests.builders import DATE, commit, git_repository


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return git_repository(tmp_path / "source", {"README.md": "hello\n"})


def clone(source: Path, tmp_path: Path, branch: str = "agents/x") -> Workspace:
    return Workspace.clone(str(source), tmp_path / "clone", branch)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../outside",
        "a/../../outside",
        ".git/config",
        "a/.GIT/hooks/x",
        ".github/workflows/ci.yml",
        ".gitlab-ci.yml",
        "CODEOWNERS",
        "docs/codeowners",
        ".agents.yml",
        "a\\b",
        "a\0b",
        "",
    ],
)
def test_paths_that_generated_files_may_not_have(tmp_path: Path, path: str) -> None:
    with pytest.raises(Failure):
        jailed(tmp_path, path)


def test_no_path_goes_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path.parent)
    with pytest.raises(Failure, match="symbolic link"):
        jailed(tmp_path, "link/file")
    assert jailed(tmp_path, "stacks/web/main.tf") == Path("stacks/web/main.tf")


def test_one_commit_for_each_concern_and_the_same_ids_for_the_same_bytes(source: Path, tmp_path: Path) -> None:
    heads = []
    for name in ("one", "two"):
        workspace = Workspace.clone(str(source), tmp_path / name, "agents/x")
        workspace.write(
            [Artifact("stacks/a/main.tf", "# a\n", "test"), Artifact("stacks/a/README.md", "# r\n", "test")]
        )
        commits = [
            Commit("a: Add compute", "For: A", ("stacks/a/main.tf",)),
            Commit("a: Document", "For: A", ("stacks/a/README.md",)),
        ]
        heads.append(workspace.commit(commits, DATE))
        log = require_git("log", "log", "--format=%s|%an", f"{workspace.base}..HEAD", cwd=workspace.root)
        assert log.splitlines() == ["a: Document|iac-agents[bot]", "a: Add compute|iac-agents[bot]"]
    assert heads[0] == heads[1]


def test_a_commit_that_changes_nothing_is_not_made(source: Path, tmp_path: Path) -> None:
    workspace = clone(source, tmp_path)
    workspace.write([Artifact("README.md", "hello\n", "test")])
    assert workspace.commit([Commit("nothing", "", ("README.md",))], DATE) == workspace.base


def test_only_the_branch_arrives_and_a_dirty_tree_stays(source: Path, tmp_path: Path) -> None:
    (source / "README.md").write_text("dirty\n")
    workspace = clone(source, tmp_path)
    workspace.write([Artifact("stacks/a/main.tf", "# a\n", "test")])
    head = workspace.commit([Commit("a", "", ("stacks/a/main.tf",))], DATE)
    workspace.push()
    assert require_git("x", "rev-parse", "agents/x", cwd=source) == head
    assert require_git("x", "symbolic-ref", "HEAD", cwd=source) == "refs/heads/main"
    assert (source / "README.md").read_text() == "dirty\n"
    assert not (source / "stacks").exists()


def test_a_branch_that_exists_is_never_moved(source: Path, tmp_path: Path) -> None:
    workspace = clone(source, tmp_path)
    workspace.write([Artifact("a.tf", "# a\n", "test")])
    workspace.commit([Commit("a", "", ("a.tf",))], DATE)
    require_git("x", "branch", "agents/x", "main", cwd=source)
    with pytest.raises(Failure, match="pushing agents/x"):
        workspace.push()
    assert require_git("x", "rev-parse", "agents/x", cwd=source) == require_git("x", "rev-parse", "main", cwd=source)


def test_hooks_of_the_target_do_not_run(source: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    for hook in ("pre-receive", "update", "post-receive", "post-update", "reference-transaction"):
        path = source / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {canary}\n")
        path.chmod(0o755)
    workspace = clone(source, tmp_path)
    workspace.write([Artifact("a.tf", "# a\n", "test")])
    workspace.commit([Commit("a", "", ("a.tf",))], DATE)
    workspace.push()
    assert not canary.exists()


def test_an_empty_repository_has_no_base(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    require_git("init", "init", "--quiet", cwd=empty)
    workspace = clone(empty, tmp_path)
    assert workspace.base is None
    workspace.write([Artifact("a.tf", "# a\n", "test")])
    assert workspace.commit([Commit("a", "", ("a.tf",))], DATE)
    workspace.push()


def test_dates_come_from_one_source(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    workspace = clone(source, tmp_path)
    assert workspace.date() == DATE
    assert workspace.day() == "2026-01-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert workspace.day() == "1970-01-01"


def test_a_revision_can_be_checked_out(source: Path, tmp_path: Path) -> None:
    first = require_git("x", "rev-parse", "HEAD", cwd=source)
    commit(source, {"README.md": "second\n"}, "second")
    workspace = Workspace.clone(str(source), tmp_path / "old", "agents-base", first)
    assert (workspace.root / "README.md").read_text() == "hello\n"


def test_a_disk_that_refuses_is_a_failure(source: Path, tmp_path: Path) -> None:
    workspace = clone(source, tmp_path)
    (workspace.root / "stacks").write_text("a file where a folder is wanted")
    with pytest.raises(Failure, match=r"writing stacks/a\.tf"):
        workspace.write([Artifact("stacks/a.tf", "# a\n", "test")])
    assert (workspace.root / "stacks").is_file()


def test_what_is_removed_was_there_and_stays_in_the_jail(source: Path, tmp_path: Path) -> None:
    workspace = clone(source, tmp_path)
    assert workspace.remove(["README.md", "never/was.tf"]) == ("README.md",)
    assert not (workspace.root / "README.md").exists()
    with pytest.raises(Failure):
        workspace.remove(["../source/README.md"])
