"""The reference pages that are made from code."""

import sys
from pathlib import Path

import pytest

from tools import build_reference

ONE = {"settings.md": build_reference.settings_page}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(build_reference, "HERE", tmp_path)
    monkeypatch.setattr(build_reference, "PAGES", ONE)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["build_reference", *words])
    return build_reference.main()


def test_pages_are_written_and_then_fresh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build_reference.stale() == ["settings.md"]
    assert run(monkeypatch) == 0
    assert (folder / "settings.md").read_text("utf-8").startswith(build_reference.MADE)
    assert build_reference.stale() == []
    assert run(monkeypatch, "--check") == 0


def test_a_page_that_was_changed_by_hand_is_stale_and_stays_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = folder / "settings.md"
    run(monkeypatch)
    page.write_text(f"{page.read_text('utf-8')}\nby hand\n", "utf-8")
    assert run(monkeypatch, "--check") == 1
    assert "stale: settings.md" in capsys.readouterr().err
    assert page.read_text("utf-8").endswith("by hand\n")


def test_the_controls_page_counts_what_rules_tell_something_about() -> None:
    page = build_reference.controls_page()
    assert "| `hipaa` | HIPAA Security Rule, 45 CFR part 164 | 32 | 31 |" in page
    assert "| `AGT_TAG_MISSING` | medium |" in page


def test_the_comments_page_says_who_may_and_what_pushes() -> None:
    page = build_reference.comments_page()
    assert "| [`fix`](#agents-fix) |  | yes | write and above | yes |" in page
    assert "`/agents compliance [dir] [--framework NAMES]`" in page
