"""Doctor."""

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
