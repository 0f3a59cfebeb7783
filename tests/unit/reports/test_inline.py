"""Remarks on changed lines."""

from dataclasses import replace

import pytest

from app.domain.finding import Finding, Severity
from app.domain.publication import InlineComment
from app.domain.redaction import MARK
from app.reports.inline import LONGEST, MOST, Replacement, render_inline
from tests.builders import finding

FOUND = finding(
    "CKV_AWS_16", title="Encrypt it", detail="Data at rest.", resource="aws_db_instance.x", line=3, end_line=9
)
TOKEN = "ghp_" + "a1B2" * 9


def one(found: Finding, changed: set[int], fix: Replacement | None = None) -> InlineComment | None:
    fixes = {found.fingerprint: fix} if fix else {}
    remarks = render_inline((found,), fixes, {found.path: changed})
    return remarks[0] if remarks else None


@pytest.mark.parametrize(
    ("changed", "place"),
    [({3, 4, 5}, (3, 5)), ({4, 5, 7}, (4, 5)), ({9, 10}, (9, 9)), ({1, 2, 10}, None), (set(), None)],
)
def test_only_on_lines_of_the_change(changed: set[int], place: tuple[int, int] | None) -> None:
    remark = one(FOUND, changed)
    assert (remark and (remark.line, remark.end_line)) == place


@pytest.mark.parametrize(
    "quiet",
    [
        replace(FOUND, severity=Severity.LOW),
        replace(FOUND, waived="later"),
        replace(FOUND, explained="meant"),
        replace(FOUND, new=False),
        replace(FOUND, line=None),
    ],
)
def test_what_nobody_is_interrupted_for(quiet: Finding) -> None:
    assert one(quiet, {3}) is None


def test_body() -> None:
    remark = one(replace(FOUND, guideline="https://docs.example/16", controls={"hipaa": ("164.312",)}), {3})
    assert remark is not None
    assert remark.key == FOUND.fingerprint
    assert remark.body.startswith(f"<!-- agents key=finding-{FOUND.fingerprint} -->\n**high** `CKV_AWS_16`: Encrypt it")
    for words in ("(`aws_db_instance.x`)", "Data at rest.", "hipaa 164.312", "[Guideline](https://docs.example/16)"):
        assert words in remark.body
    assert "suggestion" not in remark.body


def test_code_in_our_words_is_code() -> None:
    title, detail = "the variable `password` is not marked", "Set `sensitive = true`."
    remark = one(replace(FOUND, title=title, detail=detail), {3})
    assert remark is not None
    assert f": {title} (`aws_db_instance.x`)" in remark.body
    assert f"\n{detail}\n" in remark.body


def test_a_suggestion_replaces_its_lines() -> None:
    remark = one(FOUND, set(range(1, 12)), (4, 5, "  a = 1\n  b = 2"))
    assert remark is not None
    assert (remark.line, remark.end_line) == (4, 5)
    assert "```suggestion\n  a = 1\n  b = 2\n```" in remark.body


@pytest.mark.parametrize(
    "fix",
    [
        (4, 12, "outside = true"),
        (0, 3, "before = true"),
        (5, 4, "backwards = true"),
        (4, 4, f'password = "{TOKEN}"'),
        (4, 4, f"password = {MARK}\u200b"),
        (4, 4, "```` \n"),
        (4, 4, "\n".join("x" for _ in range(LONGEST + 1))),
        (4, 4, ""),
        (4, 4, "\nleading"),
    ],
)
def test_what_is_not_suggested(fix: Replacement) -> None:
    remark = one(FOUND, {3, 4, 5, 6, 7, 8, 9}, fix)
    assert remark is not None
    assert "suggestion" not in remark.body
    assert TOKEN not in remark.body


def test_the_fence_is_longer_than_any_inside() -> None:
    remark = one(FOUND, {3, 4}, (4, 4, "```"))
    assert remark is not None
    assert "````suggestion\n```\n````" in remark.body


def test_the_worst_first_and_no_more_than_people_read() -> None:
    many = [finding(f"R{n}", Severity.MEDIUM, line=n + 1) for n in range(30)]
    remarks = render_inline([*many, FOUND], {}, {"main.tf": set(range(1, 40))})
    assert len(remarks) == MOST
    assert "CKV_AWS_16" in remarks[0].body


@pytest.mark.parametrize("hostile", ["@admin", "closes #1", "<script>", "x\n## y", TOKEN])
def test_foreign_text_is_inert(hostile: str) -> None:
    remark = one(replace(FOUND, title=hostile, detail=hostile, guideline=hostile), {3})
    assert remark is not None
    assert hostile not in remark.body


def test_in_spanish() -> None:
    (remark,) = render_inline((FOUND,), {FOUND.fingerprint: (3, 3, "a = 1")}, {"main.tf": {3}}, "es")
    assert "Cómo corregirlo" in remark.body
