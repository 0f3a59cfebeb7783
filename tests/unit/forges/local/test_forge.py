"""The local forge beyond the suite of all forges."""

import json
from pathlib import Path

from app.domain.publication import InlineComment
from app.forges.base import Forge
from app.forges.local import LocalForge
from app.workspace import identity
from tests.builders import DATE, commit, git_repository
from tests.fakes.git_http import run_git


def seen(forge: Forge) -> tuple[str, str, dict[str, str]]:
    return forge.name, forge.repository, dict(forge.credentials())


def test_it_is_a_forge(tmp_path: Path) -> None:
    assert seen(LocalForge(tmp_path / "web.git", identity(DATE))) == ("local", "web", {})


def test_the_desk_is_inside_gits_own_folder(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "r", {"a": "1\n"})
    forge = LocalForge(repository, identity(DATE))
    forge.desk.open_thread({"title": "T"})
    assert (repository / ".git/agents-desk/threads/1/thread.json").is_file()
    assert run_git(repository, "status", "--porcelain") == ""


def test_a_desk_elsewhere(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "r", {"a": "1\n"})
    LocalForge(repository, identity(DATE), tmp_path / "desk").desk.open_thread({"title": "T"})
    assert (tmp_path / "desk/threads/1/thread.json").is_file()


def test_findings_are_kept(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "r", {"a": "1\n"})
    forge = LocalForge(repository, identity(DATE), tmp_path / "desk")
    assert forge.upload_sarif("c1", "refs/heads/x", '{"runs": []}')
    assert json.loads((tmp_path / "desk/sarif/c1.json").read_text()) == {"runs": []}


def test_an_option_is_no_revision(tmp_path: Path) -> None:
    forge = LocalForge(git_repository(tmp_path / "r", {"a": "1\n"}), identity(DATE))
    assert forge.file("a", "--help") is None
    assert forge.file("a", "main") == "1\n"


def test_remarks_in_a_file_with_an_odd_name(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "r", {"ä b.tf": "1\n", "c.tf": "1\n"})
    run_git(repository, "checkout", "-q", "-b", "work")
    commit(repository, {"ä b.tf": "1\n2\n", "c.tf": ""}, "change")
    forge = LocalForge(repository, identity(DATE))
    pull = forge.ensure_pull_request("work", "main", "T", "b")
    remarks = [InlineComment("k1", "ä b.tf", 2, 2, "x"), InlineComment("k2", "c.tf", 1, 1, "x")]
    assert forge.ensure_review(pull.number, pull.head, remarks) == 1


def test_an_empty_repository_has_no_default_branch(tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    run_git(tmp_path / "e", "init", "-q", "--bare", "-b", "main", ".")
    assert LocalForge(tmp_path / "e", identity(DATE)).default_branch() == ""
