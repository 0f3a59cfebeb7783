"""Doctor."""

import os
from pathlib import Path

import pytest

from app.cli.doctor import Check, examine


def by_name(checks: list[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def test_what_is_looked_at() -> None:
    checks = by_name(examine())
    assert {"agents", "git", "settings", "terraform", "sandbox", "tool checkov", "data folder", "cache folder"} <= set(
        checks
    )
    assert checks["git"].ok
    assert checks["terraform"].ok


def test_a_missing_tool_environment_says_how_to_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTS_CACHE_DIR", str(tmp_path))
    check = by_name(examine())["tool checkov"]
    assert not check.ok
    assert "agents tools install" in check.mend


def test_bad_settings_are_a_check_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTS_TERRAFORM", "/no/such")
    check = by_name(examine())["settings"]
    assert not check.ok
    assert "AGENTS_TERRAFORM" in check.found


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.doctor.os.access", lambda *_: False)
    monkeypatch.setenv("AGENTS_DATA_DIR", str(tmp_path))
    assert not by_name(examine())["data folder"].ok


SERVING = {
    "AGENTS_REPO_ALLOWLIST": "acme/*",
    "AGENTS_GITHUB_TOKEN": "a-token",
    "AGENTS_GITHUB_WEBHOOK_SECRET": "a-secret",
}


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No variable of ours is set."""
    for name in [name for name in os.environ if name.startswith("AGENTS_")]:
        monkeypatch.delenv(name)
    return monkeypatch


@pytest.mark.usefixtures("bare")
def test_a_service_that_nobody_wants_is_only_a_hint() -> None:
    check = by_name(examine())["service"]
    assert (check.ok, check.optional) == (False, True)


def test_a_service_that_can_be_started(bare: pytest.MonkeyPatch) -> None:
    for name, value in SERVING.items():
        bare.setenv(name, value)
    check = by_name(examine())["service"]
    assert check.ok
    assert "acme/*" in check.found


def test_every_gap_of_a_service_has_its_fix(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("AGENTS_GITHUB_TOKEN", "a-token")
    checks = [check for check in examine() if check.name == "service"]
    assert all(not check.ok and not check.optional and "AGENTS_" in check.mend for check in checks)
    assert len(checks) == 2


def test_every_bad_setting_is_a_row(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("AGENTS_WORKERS", "2")
    bare.setenv("AGENTS_REASONER", "oracle")
    found = [check.found for check in examine() if check.name == "settings"]
    assert [text.split(":")[0] for text in found] == ["AGENTS_REASONER", "AGENTS_WORKERS"]


def test_a_variable_that_is_no_setting(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("AGENTS_GITHUB_TOKENS", "x")
    bare.setenv("AGENTS_CRASH_AT", "x:before")
    checks = {name: check for name, check in by_name(examine()).items() if name.startswith("variable")}
    assert list(checks) == ["variable AGENTS_GITHUB_TOKENS"]
    assert "AGENTS_GITHUB_TOKEN meant" in checks["variable AGENTS_GITHUB_TOKENS"].mend
