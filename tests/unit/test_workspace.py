"""The private checkout: jail, commits, push."""

import pickle
from pathlib import Path

import pytest

from app.domain.artifact import Artifact
from app.domain.errors import Failure, Moved
from app.processes.git import require_git
from app.workspace import GENERATED, Commit, Workspace, jailed
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
    assert workspace.paths() == frozenset()
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


def pushed(source: Path, tmp_path: Path, text: str = "# a\n", slug: str = "a") -> Workspace:
    """A workspace whose one generated file was pushed."""
    workspace = Workspace.clone(str(source), tmp_path / "pushed", "agents/x")
    change(workspace, text, slug)
    workspace.push()
    return workspace


def change(workspace: Workspace, text: str, slug: str = "a") -> str:
    workspace.write([Artifact("a.tf", text, "test")])
    return str(workspace.commit([Commit("a", f"For: A\n\n{GENERATED}: {slug}", ("a.tf",))], DATE))


def head(source: Path, branch: str = "agents/x") -> str:
    return require_git("x", "rev-parse", branch, cwd=source)


def test_a_branch_is_gone_on_with_from_where_it_was(source: Path, tmp_path: Path) -> None:
    first = pushed(source, tmp_path).head()
    again = Workspace.clone(str(source), tmp_path / "again", "agents/x", str(first))
    second = change(again, "# b\n")
    again.push(first)
    assert head(source) == second
    require_git("x", "merge-base", "--is-ancestor", str(first), second, cwd=source)


def test_a_push_that_was_made_before_is_success(source: Path, tmp_path: Path) -> None:
    workspace = pushed(source, tmp_path)
    workspace.push()
    workspace.push(workspace.base)
    assert head(source) == workspace.head()


def test_a_branch_that_moved_meanwhile_is_not_overwritten(source: Path, tmp_path: Path) -> None:
    first = pushed(source, tmp_path).head()
    mine, theirs = (Workspace.clone(str(source), tmp_path / who, "agents/x", str(first)) for who in ("mine", "theirs"))
    change(mine, "# mine\n")
    change(theirs, "# theirs\n")
    theirs.push(first)
    with pytest.raises(Moved, match="pushed to it meanwhile") as caught:
        mine.push(first)
    assert head(source) == theirs.head()
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (type(again), again.doing, again.hint) == (Moved, "pushing agents/x", caught.value.hint)


def test_a_branch_that_was_deleted_meanwhile_is_not_made_again(source: Path, tmp_path: Path) -> None:
    first = pushed(source, tmp_path).head()
    again = Workspace.clone(str(source), tmp_path / "again", "agents/x", str(first))
    change(again, "# b\n")
    require_git("x", "branch", "-D", "agents/x", cwd=source)
    with pytest.raises(Moved, match="deleted"):
        again.push(first)


def test_a_branch_that_somebody_works_on_is_not_moved_below_their_feet(source: Path, tmp_path: Path) -> None:
    first = pushed(source, tmp_path).head()
    require_git("x", "checkout", "--quiet", "agents/x", cwd=source)
    again = Workspace.clone(str(source), tmp_path / "again", "agents/x", str(first))
    change(again, "# b\n")
    with pytest.raises(Failure, match="checked out there"):
        again.push(first)


def test_a_push_never_drops_commits(source: Path, tmp_path: Path) -> None:
    first = pushed(source, tmp_path).head()
    other = Workspace.clone(str(source), tmp_path / "other", "agents/x", "main")
    change(other, "# other\n")
    with pytest.raises(Failure, match="would drop"):
        other.push(first)
    assert head(source) == first


def test_a_commit_is_fetched_by_its_reference(source: Path, tmp_path: Path) -> None:
    commit(source, {"README.md": "from a fork\n"}, "fork")
    forked = head(source, "HEAD")
    require_git("x", "update-ref", "refs/pull/7/head", forked, cwd=source)
    require_git("x", "reset", "--quiet", "--hard", "HEAD~1", cwd=source)
    workspace = Workspace.clone(str(source), tmp_path / "c", "agents-base", forked, fetch="refs/pull/7/head")
    assert (workspace.root / "README.md").read_text() == "from a fork\n"


def test_a_clone_replaces_what_an_earlier_one_left(source: Path, tmp_path: Path) -> None:
    (tmp_path / "clone").mkdir()
    (tmp_path / "clone" / "half").write_text("half")
    assert not (clone(source, tmp_path).root / "half").exists()


def test_a_commit_that_is_gone_is_said(source: Path, tmp_path: Path) -> None:
    with pytest.raises(Moved, match="no such commit"):
        Workspace.clone(str(source), tmp_path / "c", "agents/x", "0" * 40)


def test_the_last_generated_commit_is_ours_and_untouched(source: Path, tmp_path: Path) -> None:
    workspace = pushed(source, tmp_path)
    first = workspace.head()
    assert workspace.generated(None, first, "a") == first
    assert workspace.generated(None, first, "other") is None
    assert workspace.generated(None, None, "a") is None
    (workspace.root / "own.tf").write_text("# own\n")
    require_git("x", "add", "--all", cwd=workspace.root)
    person = {f"GIT_{who}_{what}": "p@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    message = f"by hand\n\n{GENERATED}: a"
    require_git("x", "commit", "--quiet", "-m", message, cwd=workspace.root, environment=person)
    assert workspace.generated(None, workspace.head(), "a") == first
    faked = change(workspace, "# faked\n")
    assert workspace.generated(None, faked, "a") == faked
    assert workspace.generated(first, faked, "a") == first


def test_two_lines_are_joined(source: Path, tmp_path: Path) -> None:
    workspace = pushed(source, tmp_path)
    first = workspace.head()
    workspace.write([Artifact("own.tf", "# own\n", "test")])
    workspace.commit([Commit("by hand", "", ("own.tf",))], DATE)
    line = workspace.beside(tmp_path / "line", str(first))
    other = change(line, "# b\n")
    workspace.write([Artifact("a.tf", "# b\n", "test")])
    joined = workspace.join(other, "Keep", ["a.tf"], DATE)
    assert joined == workspace.head()
    assert workspace.text("own.tf", joined) == "# own\n"
    assert workspace.text("a.tf", joined) == "# b\n"
    assert workspace.text("none.tf", joined) is None
    assert workspace.generated(None, joined, "a") == other
    assert workspace.paths() == {"README.md", "a.tf", "own.tf"}
    assert workspace.fork_of("main") == workspace.base


def test_the_clock_dates_what_has_no_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    empty = tmp_path / "empty"
    empty.mkdir()
    require_git("init", "init", "--quiet", cwd=empty)
    workspace = Workspace.clone(str(empty), tmp_path / "clone", "agents/x", clock=86400)
    assert workspace.day() == "1970-01-02"
