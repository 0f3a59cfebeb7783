"""Waivers in the policy and beside the code."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.policy import Policy, Waiver
from app.pipeline.waivers import find_ignores, waive
from tests.builders import finding

TODAY = date(2026, 11, 22)
CODE = """\
# the logs of the logs
#agents:ignore=CKV_AWS_18 nobody reads them
resource "aws_s3_bucket" "logs" {
  bucket = "logs"

  versioning { // agents:ignore=CKV_AWS_21, CKV_AWS_22 until=2027-01-31 short-lived
    enabled = false
  }
}

resource "aws_s3_bucket" "other" {
  bucket = "other"
}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(CODE)
    return tmp_path


@pytest.mark.parametrize(
    ("rule", "line", "end", "reason"),
    [
        ("CKV_AWS_18", 3, 9, "nobody reads them (comment in line 2)"),
        ("CKV_AWS_18", 7, None, "nobody reads them (comment in line 2)"),
        ("ckv_aws_18", 3, 9, "nobody reads them (comment in line 2)"),
        ("CKV_AWS_21", 3, 9, "short-lived (comment in line 6, until 2027-01-31)"),
        ("CKV_AWS_22", 6, None, "short-lived (comment in line 6, until 2027-01-31)"),
        ("CKV_AWS_18", 11, 13, None),
        ("CKV_AWS_21", 11, 13, None),
        ("CKV_AWS_19", 3, 9, None),
    ],
)
def test_a_comment_covers_the_block_it_stands_at(
    root: Path, rule: str, line: int, end: int | None, reason: str | None
) -> None:
    (found,) = waive([finding(rule, path="main.tf", line=line, end_line=end)], Policy(), TODAY, root)
    assert (found.waived, found.waived_in) == (reason, "code" if reason else "")
    assert found.counts is (reason is None)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("FROM scratch\n# agents:ignore=X why\nRUN a\n", 3),
        ("spec:\n  containers:\n  # agents:ignore=X why\n  - name: a\n    image: b\n  - name: c\n", 5),
        ("on: push # agents:ignore=X why\n", 1),
        ("/* agents:ignore=X why */\nlocals {}\n", 2),
        ("# agents:ignore=X why\n# more words\n\nlocals {}\n", 4),
        ("steps: # agents:ignore=X why\n- run: a\n- run: b\nother: c\n", 3),
        ("#AGENTS:IGNORE = Y,X : why\na = 1\n", 2),
    ],
)
def test_comments_of_other_formats(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "f").write_text(text)
    (found,) = waive([finding("X", path="f", line=line)], Policy(), TODAY, tmp_path)
    assert found.waived is not None
    assert found.waived.startswith("why (comment in line ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("spec:\n  # agents:ignore=X why\n  - name: a\n    image: b\n  - name: c\n", 5),
        ("steps: # agents:ignore=X why\n- run: a\nother: c\n", 3),
        ("a = 1\n# agents:ignore=X why\n", 1),
        ("a = 1 # agents:ignore=XY why\n", 1),
        ("a = 1 # agents:ignored=X why\n", 1),
    ],
)
def test_what_stands_elsewhere_is_not_covered(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "f").write_text(text)
    (found,) = waive([finding("X", path="f", line=line)], Policy(), TODAY, tmp_path)
    assert found.counts


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("#agents:ignore=X", "The waiver in line 1 does not count: it gives no reason."),
        ("/* agents:ignore=X */", "The waiver in line 1 does not count: it gives no reason."),
        ("#agents:ignore=X until=soon why", "The waiver in line 1 does not count: 'soon' is no date like 2027-01-31."),
        ("#agents:ignore=X until=2026-11-21 why", "Its waiver in line 1 expired on 2026-11-21: why."),
    ],
)
def test_a_comment_that_does_not_count_is_named(tmp_path: Path, comment: str, said: str) -> None:
    (tmp_path / "f").write_text(f"{comment}\na = 1\n")
    asked = finding("X", path="f", line=2, detail="It matters.")
    once = waive([asked], Policy(), TODAY, tmp_path)
    assert once[0].counts
    assert once[0].detail == f"{said} It matters."
    assert waive(once, Policy(), TODAY, tmp_path) == once


def test_a_policy_covers_until_its_day_and_then_says_so(tmp_path: Path) -> None:
    policy = Policy(waivers=(Waiver("CKV_AWS_18", "platform", "the log bucket", TODAY, "infra/logs/*"),))
    covered, elsewhere = (finding("CKV_AWS_18", path=f"infra/{name}/main.tf") for name in ("logs", "web"))
    first, second = waive([covered, elsewhere], policy, TODAY, tmp_path)
    assert (first.waived, first.waived_in) == ("the log bucket (platform, until 2026-11-22)", "policy")
    assert second.counts
    (late,) = waive([covered], policy, date(2026, 11, 23), tmp_path)
    assert late.counts
    assert late.detail == "Its waiver in .agents.yml expired on 2026-11-22: the log bucket (platform)."


def test_a_waiver_for_another_name_of_the_rule_counts(root: Path) -> None:
    merged = finding("AGT_NET_OPEN", aliases=("CKV_AWS_18",), path="main.tf", line=3, end_line=9)
    assert not waive([merged], Policy(), TODAY, root)[0].counts
    policy = Policy(waivers=(Waiver("CKV_AWS_18", "ana", "by design", TODAY),))
    assert waive([replace(merged, line=11, end_line=13)], policy, TODAY, root)[0].waived_in == "policy"


def test_a_current_waiver_beats_an_expired_one(root: Path) -> None:
    policy = Policy(waivers=(Waiver("CKV_AWS_18", "ana", "once", date(2020, 1, 1)),))
    (found,) = waive([finding("CKV_AWS_18", path="main.tf", line=3, end_line=9)], policy, TODAY, root)
    assert (found.waived_in, found.detail) == ("code", "")


def test_what_was_waived_by_a_tools_own_comment_stays_so(root: Path) -> None:
    skipped = replace(finding("CKV_AWS_18", path="main.tf", line=3), waived="why (checkov:skip)", waived_in="code")
    assert waive([skipped], Policy(), TODAY, root) == (skipped,)


def test_a_waiver_that_the_change_brings_is_shown_as_such(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.mktemp("base")
    (base / "main.tf").write_text("\n" + CODE.replace("#agents:ignore=CKV_AWS_18 nobody reads them\n", ""))
    asked = [finding(rule, path="main.tf", line=3, end_line=9) for rule in ("CKV_AWS_18", "CKV_AWS_21")]
    added, old = waive(asked, Policy(), TODAY, root, base)
    assert added.waived == "nobody reads them (comment in line 2, waived in this change)"
    assert old.waived == "short-lived (comment in line 6, until 2027-01-31)"


def test_a_finding_without_a_line_is_about_the_whole_file(root: Path) -> None:
    assert not waive([finding("CKV_AWS_18", path="main.tf", line=None)], Policy(), TODAY, root)[0].counts


def test_a_path_that_leads_elsewhere_is_not_read(root: Path) -> None:
    inner = root / "inner"
    inner.mkdir()
    (inner / "link.tf").symlink_to(root / "main.tf")
    for path in ("../main.tf", "link.tf", ".", "missing.tf", "a\0b"):
        (found,) = waive([finding("CKV_AWS_18", path=path, line=3)], Policy(), TODAY, inner)
        assert found.counts, path


def test_a_long_reason_is_cut() -> None:
    (found,) = find_ignores(f"# agents:ignore=X {'y' * 5000}\n")
    assert len(found.reason) == 300


def test_of_a_flood_of_comments_the_first_are_read() -> None:
    flood = "#agents:ignore=X why\n" * 40_000
    found = list(find_ignores(f"{flood}a = 1\nb = 2\n"))
    assert [one.line for one in found] == list(range(1, 301))
    assert {one.last for one in found} == {40_001}
    assert [one.last for one in find_ignores(flood)] == list(range(1, 301)), "there is no code that they stand at"
