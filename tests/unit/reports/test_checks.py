"""Checks on a commit."""

from dataclasses import replace

import pytest

from app.domain.finding import Severity
from app.domain.publication import Check, CheckState
from app.domain.request import Request
from app.domain.run import Gate, Outcome, StageResult
from app.reports.checks import ANNOTATIONS, MESSAGE, SUMMARY, TITLE, ended_checks, render_checks, running_checks
from tests.builders import finding, stack_result
from tests.unit.reports.test_living import FAILED, HEAD, NOTHING, REVIEW

SKIPPED = StageResult("security", "not_run", "checkov is not installed")
TOKEN = "ghp_" + "a1B2" * 9


def by_name(checks: tuple[Check, ...]) -> dict[str, Check]:
    return {check.name: check for check in checks}


@pytest.mark.parametrize(
    ("outcomes", "state", "title"),
    [
        (REVIEW, "success", "every check passed"),
        (FAILED, "failure", "1 high finding: CKV_AWS_16"),
        (NOTHING, "success", "no stack changed"),
        (replace(REVIEW, stages=(SKIPPED,)), "neutral", "nothing failed; not run: security"),
        (replace(NOTHING, stages=(SKIPPED,)), "success", "no stack changed"),
        (replace(REVIEW, gate=Gate("failed")), "failure", "Not ready"),
        ((REVIEW, FAILED), "failure", "1 high finding: CKV_AWS_16"),
        ((FAILED, REVIEW), "failure", "1 high finding: CKV_AWS_16"),
        ((NOTHING, REVIEW), "success", "every check passed"),
        (replace(REVIEW, language="es"), "success", "todas las comprobaciones pasaron"),
        (
            replace(REVIEW, request=Request("Shop", "shop", not_understood=("make it pop",))),
            "success",
            "every check passed on what was built; 1 part(s) of the request were not understood",
        ),
    ],
)
def test_the_verdict(outcomes: Outcome | tuple[Outcome, ...], state: CheckState, title: str) -> None:
    verdict = render_checks(outcomes, "r1", HEAD, "https://b/runs/r1")[0]
    assert (verdict.name, verdict.state, verdict.title) == ("agents", state, title)
    assert (verdict.run, verdict.head, verdict.url) == ("r1", HEAD, "https://b/runs/r1")


def test_without_an_outcome_nothing_is_claimed() -> None:
    assert render_checks((), "r1", HEAD) == ()


def test_each_stage_has_its_check_and_not_run_says_why() -> None:
    checks = by_name(
        render_checks(replace(REVIEW, stages=(StageResult("tester", "failed", "no plan", 1.5), SKIPPED)), "r", HEAD)
    )
    assert set(checks) == {"agents", "agents / tester", "agents / security"}
    assert (checks["agents / tester"].state, checks["agents / tester"].title) == ("failure", "failed: no plan")
    assert checks["agents / security"].state == "neutral"
    assert checks["agents / security"].title == "not run: checkov is not installed"


def test_of_several_turns_the_last_counts_and_of_several_commands_the_worst() -> None:
    first, second = StageResult("tester", "failed", "x"), StageResult("tester 1", "passed")
    mended = replace(REVIEW, stages=(first, second))
    assert by_name(render_checks(mended, "r", HEAD))["agents / tester"].state == "success"
    broken = replace(REVIEW, stages=(first,))
    assert by_name(render_checks((mended, broken), "r", HEAD))["agents / tester"].state == "failure"


def test_annotations_are_the_worst_of_the_changed_files() -> None:
    many = [finding(f"R{n}", Severity.LOW, path="a.tf", line=n + 1) for n in range(ANNOTATIONS + 5)]
    other = finding("OTHER", Severity.CRITICAL, path="b.tf")
    bad = finding(
        "BAD", Severity.CRITICAL, path="a.tf", line=9, end_line=12, detail=f"Because {TOKEN}", resource="aws_x.y"
    )
    waived = replace(finding("WAIVED", Severity.CRITICAL, path="a.tf"), waived="later")
    verdict = render_checks(replace(REVIEW, findings=(*many, other, bad, waived)), "r", HEAD, "", {"a.tf": {9}})[0]
    assert len(verdict.annotations) == ANNOTATIONS
    first = verdict.annotations[0]
    assert (first.path, first.line, first.end_line, first.level) == ("a.tf", 9, 12, "failure")
    assert first.title == "critical: BAD"
    assert "(aws_x.y)" in first.message
    assert TOKEN not in first.message
    assert all(note.path == "a.tf" and "WAIVED" not in note.title for note in verdict.annotations)
    assert "7 more finding(s) are not shown" in verdict.summary


def test_added_lines_come_first_among_equals() -> None:
    old, new = finding("A", path="a.tf", line=1), finding("B", path="a.tf", line=5)
    verdict = render_checks(replace(REVIEW, findings=(old, new)), "r", HEAD, "", {"a.tf": {5}})[0]
    assert [note.line for note in verdict.annotations] == [5, 1]


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.CRITICAL, "failure"),
        (Severity.HIGH, "failure"),
        (Severity.MEDIUM, "warning"),
        (Severity.LOW, "notice"),
    ],
)
def test_levels(severity: Severity, level: str) -> None:
    (note,) = render_checks(replace(REVIEW, findings=(finding("A", severity, line=None),)), "r", HEAD)[0].annotations
    assert (note.level, note.line, note.end_line) == (level, 1, 1)


def test_everything_stays_below_the_limits() -> None:
    long = "x" * 5000
    huge = replace(
        FAILED,
        findings=tuple(finding(f"R{n}", title=long, detail=long * 3) for n in range(80)),
        gate=Gate("failed", (long,)),
        stages=(StageResult("tester", "failed", long),),
        results=tuple(stack_result(f"s{n}", "failed", why=long) for n in range(60)),
        left=tuple((finding(f"L{n}", title=long), long) for n in range(200)),
    )
    for check in render_checks(huge, "r", HEAD):
        assert len(check.title) <= TITLE
        assert len(check.summary) <= SUMMARY
        assert all(len(note.message) <= MESSAGE for note in check.annotations)


def test_running_and_ended() -> None:
    names = ["agents", "agents / tester"]
    running = running_checks("r", HEAD, "u", ("tester",))
    assert [(c.name, c.state, c.title) for c in running] == [(name, "running", "running") for name in names]
    ended = ended_checks("r", HEAD, "cancelled", "superseded by\na newer commit", stages=("tester",))
    assert [(c.name, c.state, c.title) for c in ended] == [
        (n, "cancelled", "superseded by a newer commit") for n in names
    ]
    assert TOKEN not in ended_checks("r", HEAD, "failure", TOKEN, TOKEN)[0].title
