"""Repairs as suggestions: one place of the finding's own file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.finding import Finding
from app.pipeline.service.suggesting import MOST, Suggestion, suggestions
from tests.builders import finding
from tests.unit.pipeline.service.world import Mended

BLOCK = ["a {", "  x = 1", "}", "", "b {", "  x = 1", "}"]


def suggested(tmp_path: Path, before: Sequence[str], after: Sequence[str], **others: str) -> Suggestion | None:
    (tmp_path / "main.tf").write_text("\n".join(before) + "\n")
    for name, text in others.items():
        (tmp_path / f"{name}.tf").write_text(text)
    one = finding(path="main.tf")

    def mend(files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
        return Mended({"main.tf": "\n".join(after) + "\n"})

    return suggestions(tmp_path, [one], mend).get(one.fingerprint)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (["a {", "  x = 2", *BLOCK[2:]], (2, 2, "  x = 2")),
        (["a {", "  x = 1", "  y = 1", *BLOCK[2:]], (2, 2, "  x = 1\n  y = 1")),
        (["a {", "}", *BLOCK[3:]], (2, 2, "")),
        (["a {", "  x = 2", "}", "", "b {", "  x = 2", "}"], None),
        (["c {", *BLOCK], None),
        ([*BLOCK, "", "c {", "}"], (7, 7, "}\n\nc {\n}")),
        (BLOCK, None),
    ],
)
def test_one_place(tmp_path: Path, after: list[str], expected: Suggestion | None) -> None:
    assert suggested(tmp_path, BLOCK, after) == expected


def test_an_insertion_slides_down_to_the_end_of_its_block(tmp_path: Path) -> None:
    before = ["r {", "  e {", "    on = 1", "  }", "}"]
    after = ["r {", "  e {", "    on = 1", "  }", "  e {", "    on = 1", "  }", "}"]
    assert suggested(tmp_path, before, after) == (4, 4, "  }\n  e {\n    on = 1\n  }")


def test_what_changes_another_file_too_fits_no_suggestion(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("one\n")
    one = finding(path="main.tf")
    both = suggestions(tmp_path, [one], lambda files, found: Mended({"main.tf": "two\n", "kms.tf": "key\n"}))
    assert both == {}


def test_only_findings_that_count_in_terraform_and_not_too_many(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("one\n")
    asked: list[str] = []

    def mend(files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
        asked.extend(one.rule for one in findings)
        return Mended({})

    waived = replace(finding("W", path="main.tf"), waived="so it is")
    other = finding("P", path="main.py")
    suggestions(tmp_path, [waived, other, *(finding(f"R{n}", path="main.tf") for n in range(MOST + 5))], mend)
    assert asked == [f"R{n}" for n in range(MOST)]


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("key\n")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "main.tf").symlink_to(tmp_path / "secret")
    seen: list[Mapping[str, str]] = []

    def mend(files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
        seen.append(files)
        return Mended({"in/main.tf": "x"})

    assert suggestions(tmp_path / "in", [finding(path="main.tf")], mend) == {}
    assert seen == [{}]
