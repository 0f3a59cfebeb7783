"""Commands of the terminal in the audit log."""

import getpass
from pathlib import Path

import pytest

from app.bootstrap.store import open_store
from app.cli.console import Console
from app.cli.recording import asker, commit_of, recorded
from app.domain.run import Outcome
from app.settings import read_settings
from tests.builders import commit, git_repository


def test_a_command_leaves_an_entry_with_who_asked(tmp_path: Path) -> None:
    settings = read_settings({"AGENTS_DATA_DIR": str(tmp_path)})
    outcome = Outcome("r1", "compliance", "infra", head="abc")
    entry = recorded(Console.make(quiet=True), settings, outcome)
    assert entry is not None
    assert (entry.kind, entry.run, entry.commit, entry.who) == ("change", "r1", "abc", asker())
    assert recorded(Console.make(quiet=True), settings, outcome) == entry
    with open_store(settings) as store:
        assert store.audit.verify().entries == 1


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    settings = read_settings({"AGENTS_DATA_DIR": str(tmp_path / "file")})
    assert recorded(Console.make(), settings, Outcome("r1", "run", "x")) is None
    assert "not in the audit log" in capsys.readouterr().err


def test_only_a_clean_commit_is_named(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None
    repository = git_repository(tmp_path / "repo", {"main.tf": "x"})
    head = commit_of(repository)
    assert head is not None
    assert len(head) == 40
    (repository / "main.tf").write_text("y")
    assert commit_of(repository) is None
    commit(repository, {"main.tf": "y"}, "more")
    assert commit_of(repository) not in {None, head}


def test_a_user_without_a_name_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert asker() == "unknown"
