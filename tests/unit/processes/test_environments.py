"""Tool environments, made from a lock; the registry is not asked here."""

from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.processes import environments
from app.processes.environments import (
    ensure_environment,
    environment_names,
    environment_python,
    examine_environment,
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


def test_nothing_in_the_working_directory_takes_part(
    locks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be a stranger's repository."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "uv.py").write_text("raise SystemExit('a module of the repository ran')")
    (here / "uv.toml").write_text("this is read")
    (here / ".python-version").write_text("2.7")
    (locks / "empty.lock").write_text("")
    monkeypatch.chdir(here)
    monkeypatch.delenv("UV_NO_CONFIG", raising=False)
    assert ensure_environment("empty", Path("../cache")).exists()


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


def test_how_an_environment_stands(locks: Path, tmp_path: Path) -> None:
    lock = locks / "one.lock"
    lock.write_text("")
    assert examine_environment("one", tmp_path) == ("broken", "not made yet")
    folder = ensure_environment("one", tmp_path).parents[1]
    assert examine_environment("one", tmp_path) == ("ok", str(folder))
    (folder / ".ready").unlink()
    assert examine_environment("one", tmp_path) == ("broken", "its installation broke off")
    (folder / ".ready").touch()
    lock.write_text("# another pin\n")
    assert examine_environment("one", tmp_path) == ("broken", "its pins have changed")


@pytest.mark.parametrize(
    ("lock", "installed", "state", "words"),
    [
        ("A_b.c==1.0\n", ["a_b_c-1.0"], "ok", ""),
        ("a==1.0 \\\n    --hash=sha256:00\nb==2\n", ["a-1.0"], "broken", "damaged: b-2 is gone"),
        ("a==1.0\n", ["a-0.9"], "broken", "damaged: a-1.0 is gone"),
        ("a==1\nb==1\nc==1\nd==1\n", [], "broken", "a-1, b-1, c-1 is gone and 1 more"),
        ("a==1.0 ; sys_platform == 'win32'\n", [], "ok", ""),
    ],
)
def test_what_is_installed_is_held_against_the_lock(
    locks: Path, tmp_path: Path, lock: str, installed: list[str], state: str, words: str
) -> None:
    (locks / "one.lock").write_text("")
    made = ensure_environment("one", tmp_path).parents[1]
    (locks / "one.lock").write_text(lock)
    folder = made.rename(environments._folder("one", tmp_path))
    for name in installed:
        next(folder.glob("lib/python*/site-packages")).joinpath(f"{name}.dist-info").mkdir()
    found = examine_environment("one", tmp_path)
    assert (found[0], words in found[1]) == (state, True), found


def test_a_python_that_does_not_start(locks: Path, tmp_path: Path) -> None:
    (locks / "one.lock").write_text("")
    python = ensure_environment("one", tmp_path)
    python.unlink()
    assert examine_environment("one", tmp_path)[1].startswith("its Python does not start")
    python.symlink_to("/bin/false")
    assert examine_environment("one", tmp_path) == ("broken", "its Python ends with 1")
