"""Git, hardened."""

from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.processes.git import git, require_git
from tests.builders import git_repository


def test_hooks_of_a_repository_never_run(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "r", {"a": "1\n"})
    canary = tmp_path / "canary"
    for hook in ("post-checkout", "pre-commit", "reference-transaction", "post-index-change"):
        path = repository / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {canary}\n")
        path.chmod(0o755)
    require_git("x", "checkout", "--quiet", "-b", "other", cwd=repository)
    require_git("x", "config", "core.fsmonitor", f"touch {canary}", cwd=repository)
    require_git("x", "status", cwd=repository)
    assert not canary.exists()


def test_the_users_configuration_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = Someone\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert git("config", "--get", "user.name", cwd=tmp_path).stdout == ""


def test_a_failure_says_what_was_being_done(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="reading the log") as caught:
        require_git("reading the log", "log", cwd=tmp_path)
    assert "git init" in caught.value.hint
