"""Tool environments, made from a lock; the registry is not asked here."""

from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.processes import environments
from app.processes.environments import (
    ensure_environment,
    environment_names,
    environment_python,
    optional_environment_names,
)


@pytest.fixture
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "locks"
    folder.mkdir()
    monkeypatch.setattr(environments, "LOCKS", folder)
    return folder


def test_every_lock_pins_every_requirement() -> None:
    assert environment_names()
    for lock in environments.LOCKS.rglob("*.lock"):
        lines = [line for line in lock.read_text().splitlines() if line and not line.startswith((" ", "#"))]
        assert lines
        assert all("==" in line for line in lines)


def test_made_once_and_found_again(locks: Path, tmp_path: Path) -> None:
    (locks / "empty.lock").write_text("")
    assert environment_names() == ("empty",)
    assert environment_python("empty", tmp_path) is None
    python = ensure_environment("empty", tmp_path)
    assert python.exists()
    made = python.stat().st_ctime_ns
    assert ensure_environment("empty", tmp_path).stat().st_ctime_ns == made
    assert environment_python("empty", tmp_path) == python


def test_an_optional_one_is_only_made_where_it_is_asked_for(locks: Path, tmp_path: Path) -> None:
    (locks / "optional").mkdir()
    (locks / "optional" / "large.lock").write_text("")
    assert (environment_names(), optional_environment_names()) == ((), ("large",))
    assert ensure_environment("large", tmp_path) == environment_python("large", tmp_path)


def test_a_new_lock_is_a_new_environment(locks: Path, tmp_path: Path) -> None:
    (locks / "one.lock").write_text("")
    ensure_environment("one", tmp_path)
    (locks / "one.lock").write_text("# changed\n")
    assert environment_python("one", tmp_path) is None


def test_a_requirement_that_cannot_be_had_leaves_nothing(
    locks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")
    (locks / "bad.lock").write_text("no-such-distribution-of-this-name==1.0\n")
    with pytest.raises(Failure, match="installing the tool environment bad"):
        ensure_environment("bad", tmp_path)
    assert environment_python("bad", tmp_path) is None


def test_a_cache_that_cannot_be_written(locks: Path, tmp_path: Path) -> None:
    (locks / "one.lock").write_text("")
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(Failure, match="making the tool environment"):
        ensure_environment("one", blocked)
