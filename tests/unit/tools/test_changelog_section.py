"""The notes of a release are the changelog's section of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.changelog_section import section_of, sections

ROOT = Path(__file__).parents[3]
TEXT = """# Changelog

Words above.

## Unreleased

### Added

- Next.

## [0.3.0]

- Without a day.

## 0.2.0 - 2026-12-01

### Fixed

- A `## heading` inside a line is none.

## [0.1.0] - 2026-11-30

- First.

## 0.0.9 - 2026-11-01
"""


@pytest.mark.parametrize(
    ("version", "section"),
    [
        ("0.1.0", "- First."),
        ("0.2.0", "### Fixed\n\n- A `## heading` inside a line is none."),
        ("0.2.0rc2", "### Fixed\n\n- A `## heading` inside a line is none."),
        ("0.3.0rc1", "- Without a day."),
        ("0.4.0rc1", "### Added\n\n- Next."),
    ],
)
def test_the_section_of_a_version(version: str, section: str) -> None:
    assert section_of(TEXT, version) == section


@pytest.mark.parametrize(
    ("version", "wrong"),
    [
        ("0.4.0", "says nothing of 0.4.0: write '## 0.4.0 - <year-month-day>'"),
        ("0.3.0", "does not say when 0.3.0 was released"),
        ("0.0.9", "says nothing of 0.0.9"),
        ("0.1", "says nothing of 0.1"),
    ],
)
def test_what_is_not_there_is_told(version: str, wrong: str) -> None:
    with pytest.raises(LookupError) as told:
        section_of(TEXT, version)
    assert wrong in told.value.args[0]


def test_our_changelog_is_read() -> None:
    """Its first section is the next release's, and every other one has a day."""
    known = sections((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert known
    assert [version for version, (day, _) in known.items() if version != "Unreleased" and not day] == []


@pytest.mark.parametrize(("version", "code"), [("99.0.0rc1", 0), ("99.0.0", 1)])
def test_as_the_release_workflow_calls_it(version: str, code: int) -> None:
    words = [sys.executable, "-m", "tools.changelog_section", version]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert bool(done.stdout) == (code == 0)
