"""A plain repository as a forge."""

from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.forges.local import LocalForge
from app.processes.git import require_git
from app.workspace import identity
from tests.builders import DATE, git_repository


def forge(directory: Path) -> LocalForge:
    return LocalForge(directory, identity(DATE))


def test_made_where_missing_with_a_first_commit(tmp_path: Path) -> None:
    forge(tmp_path / "new" / "repo").ensure_repository()
    log = require_git("log", "log", "--format=%s|%ct", "main", cwd=tmp_path / "new" / "repo")
    assert log == "Start the repository|1767225600"


def test_an_existing_one_is_left_as_it_is(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "r", {"a": "1\n"})
    before = require_git("x", "rev-parse", "HEAD", cwd=repository)
    forge(repository).ensure_repository()
    assert require_git("x", "rev-parse", "HEAD", cwd=repository) == before


def test_a_bare_one_is_fine(tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    bare.mkdir()
    require_git("x", "init", "--bare", "--quiet", cwd=bare)
    forge(bare).ensure_repository()


def test_a_worktree_is_fine(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "r", {"a": "1\n"})
    require_git("x", "worktree", "add", "--quiet", str(tmp_path / "tree"), cwd=repository)
    forge(tmp_path / "tree").ensure_repository()


def test_a_folder_with_files_and_no_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageFailure, match="not the top of a git repository") as caught:
        forge(tmp_path).ensure_repository()
    assert "git init" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_inside_a_repository_is_refused(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "r", {"inner/a": "1\n"})
    with pytest.raises(UsageFailure, match="not the top"):
        forge(repository / "inner").ensure_repository()


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageFailure, match="it is a file"):
        forge(tmp_path / "file").ensure_repository()


def test_a_place_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageFailure, match="opening the repository"):
        forge(tmp_path / "file" / "inner").ensure_repository()
