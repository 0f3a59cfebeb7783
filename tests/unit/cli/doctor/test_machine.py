"""What every door stands on."""

import sys
from pathlib import Path

import pytest

from app.cli.doctor import machine
from app.cli.doctor.machine import looks
from app.processes.machine import Mount
from tests.unit.cli.doctor.scenes import scene, seen, taken, unread

ALWAYS = ["agents", "git", "settings", "terraform", "reasoner", "sandbox", "tool checkov", "tool zizmor", "tool helm"]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No registry is asked."""
    monkeypatch.setattr("app.bootstrap.examine.unreachable", lambda _: "")


def room(monkeypatch: pytest.MonkeyPatch, *, free: int = 2**40, read_only: bool = False, no_exec: bool = False) -> None:
    monkeypatch.setattr(machine, "mount_of", lambda _: Mount(read_only, no_exec, free, own=False))


def test_what_is_looked_at(tmp_path: Path) -> None:
    found = seen(looks, scene(tmp_path))
    others = ["package registry", "data folder", "cache folder", "temporary folder", "memory"]
    assert list(found) == [*ALWAYS, *others]
    assert all(found[name].state == "ok" for name in ("agents", "git", "settings", "terraform"))


def test_a_missing_tool_environment_says_how_to_make_it(tmp_path: Path) -> None:
    found = seen(looks, scene(tmp_path))
    assert (found["tool checkov"].state, found["tool checkov"].mend) == ("broken", "agents tools install")
    assert (found["tool helm"].state, found["tool helm"].mend) == ("absent", "agents tools install-all")
    assert found["package registry"].state == "ok"


def test_a_damaged_one_is_thrown_away_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.bootstrap.examine_environment", lambda *_: ("broken", "damaged: a-1 is gone"))
    assert seen(looks, scene(tmp_path))["tool checkov"].mend.startswith(f"rm -r {tmp_path}/cache/environments && ")


def test_the_registry_is_asked_only_where_something_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def unreachable(url: str) -> str:
        asked.append(url)
        return "no"

    monkeypatch.setattr("app.bootstrap.examine.unreachable", unreachable)
    check = seen(looks, scene(tmp_path, {"UV_INDEX_URL": "https://me:hidden-word@pypi.example/simple"}))[
        "package registry"
    ]
    assert asked == ["https://me:hidden-word@pypi.example/simple"]
    assert (check.state, "hidden-word" in str(check), "HTTPS_PROXY" in check.mend) == ("broken", False, True)
    monkeypatch.setattr("app.bootstrap.environment_python", lambda *_: Path(sys.executable))
    assert "package registry" not in seen(looks, scene(tmp_path))


@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        ("AGENTS_REASONER: Input should be 'auto' or 'offline'", "unset AGENTS_REASONER"),
        ("AGENTS_WORKERS: more than one worker needs PostgreSQL", "export AGENTS_DATABASE_URL=postgresql://"),
        ("AGENTS_GITHUB_PRIVATE_KEY: is needed beside AGENTS_GITHUB_APP_ID", "export AGENTS_GITHUB_PRIVATE_KEY="),
        ("AGENTS_LABEL: is given twice, AGENTS_LABEL_FILE is set too", "unset AGENTS_LABEL"),
    ],
)
def test_bad_settings_are_a_line_each_beside_everything_else(tmp_path: Path, wrong: str, mend: str) -> None:
    checks = taken(looks(unread(tmp_path, {}, wrong, "AGENTS_X: no")))
    assert {"terraform", "sandbox", "data folder"} <= {check.name for check in checks}
    first, second = (check for check in checks if check.name == "settings")
    assert (first.state, first.found, first.mend.startswith(mend)) == ("broken", wrong, True), first
    assert second.mend.startswith("unset AGENTS_X")


def test_a_variable_that_is_no_setting(tmp_path: Path) -> None:
    found = seen(looks, scene(tmp_path, {"AGENTS_GITHUB_TOKENS": "x", "AGENTS_CRASH_AT": "x:before"}))
    assert [name for name in found if name.startswith("variable")] == ["variable AGENTS_GITHUB_TOKENS"]
    check = found["variable AGENTS_GITHUB_TOKENS"]
    assert (check.state, "AGENTS_GITHUB_TOKEN meant" in check.mend) == ("limited", True)


@pytest.mark.parametrize(
    ("version", "state"), [(None, "broken"), ((2, 20, 1), "limited"), ((2, 31), "ok"), ((3, 0, 0), "ok")]
)
def test_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...] | None, state: str) -> None:
    monkeypatch.setattr(machine, "git_version", lambda: version)
    check = seen(looks, scene(tmp_path))["git"]
    assert (check.state, bool(check.mend)) == (state, state != "ok")


@pytest.mark.parametrize(("cpu", "words"), [("x86_64", "unset AGENTS_TERRAFORM"), ("aarch64", "OpenTofu")])
def test_no_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpu: str, words: str) -> None:
    monkeypatch.setattr("app.cli.doctor.machine.platform.machine", lambda: cpu)
    monkeypatch.setenv("PATH", str(tmp_path))
    check = seen(looks, scene(tmp_path, {"AGENTS_TERRAFORM": "tofu"}))["terraform"]
    assert (check.state, words in check.mend) == ("broken", True)


def test_folders_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.doctor.machine.os.access", lambda *_: False)
    found = seen(looks, scene(tmp_path))
    for name, variable in (("data folder", "AGENTS_DATA_DIR"), ("cache folder", "AGENTS_CACHE_DIR")):
        assert (found[name].state, variable in found[name].mend) == ("broken", True)
    assert (found["temporary folder"].state, "TMPDIR" in found["temporary folder"].mend) == ("broken", True)


def test_a_cache_that_is_complete_need_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.doctor.machine.os.access", lambda *_: False)
    monkeypatch.setattr("app.bootstrap.environment_python", lambda *_: Path(sys.executable))
    check = seen(looks, scene(tmp_path))["cache folder"]
    assert (check.state, "complete" in check.found) == ("ok", True)


def test_disks_that_are_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room(monkeypatch, free=2**20)
    found = seen(looks, scene(tmp_path))
    assert {found[name].state for name in ("data folder", "cache folder", "temporary folder")} == {"limited"}


def test_mounts_that_forbid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs are started from the cache alone; a temporary folder that is noexec is fine."""
    room(monkeypatch, no_exec=True)
    found = seen(looks, scene(tmp_path))
    assert [found[name].state for name in ("data folder", "cache folder", "temporary folder")] == ["ok", "broken", "ok"]
    room(monkeypatch, read_only=True)
    assert seen(looks, scene(tmp_path))["temporary folder"].state == "broken"


@pytest.mark.parametrize(("size", "states"), [(None, []), (2**29, ["limited"]), (2**31, ["ok"])])
def test_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int | None, states: list[str]) -> None:
    monkeypatch.setattr(machine, "memory", lambda: size)
    assert [check.state for name, check in seen(looks, scene(tmp_path)).items() if name == "memory"] == states
