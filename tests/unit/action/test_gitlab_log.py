"""A job's log on GitLab."""

import re
from pathlib import Path

import pytest

from app.action.gitlab_log import MOST, section, tell
from app.action.progress import say
from app.action.result import Result
from app.domain.finding import Severity
from app.domain.publication import PullRequest
from app.domain.run import Outcome
from tests.builders import finding, stack_result

REPORT = Path("folder/report.md")
MARK = re.compile(r"\x1b\[0Ksection_(start|end):\d+:(\w+)(\[collapsed=true\])?\r\x1b\[0K(.*)")


def told(*outcomes: Outcome, status: str = "failed", **fields: object) -> Result:
    """Something to tell."""
    return Result("r", status, outcomes=outcomes, **fields)  # type: ignore[arg-type]


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The log's lines, marks of sections as GitLab reads them."""
    return [
        " ".join(part for part in found.groups() if part) if (found := MARK.fullmatch(text)) else text
        for text in capsys.readouterr().out.split("\n")[:-1]
    ]


@pytest.mark.parametrize(
    ("folded", "start"), [(False, "start one Header"), (True, "start one [collapsed=true] Header")]
)
def test_a_section_ends_whatever_happens(capsys: pytest.CaptureFixture[str], folded: bool, start: str) -> None:
    def broken() -> None:
        with section("one", "Header", folded=folded):
            say("inside")
            raise KeyError("x")

    with pytest.raises(KeyError):
        broken()
    assert shown(capsys) == [start, "inside", "end one"]


def test_verdict_findings_plan_and_report_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    found = (
        finding("B", Severity.LOW, title="small", line=None),
        finding("A", Severity.HIGH, title="large", resource="aws_x.y"),
        finding("C", waived="known"),
    )
    tell(told(Outcome("r", "review", "t", findings=found, results=(stack_result(),)), why="1 high finding: A"), REPORT)
    assert shown(capsys) == [
        "failed: 1 high finding: A",
        "start findings 2 findings",
        "high · A · main.tf:3 · aws_x.y · large",
        "low · B · main.tf · small",
        "end findings",
        "plan: +1 ~0 -0",
        "report: folder/report.md",
    ]


def test_little_is_told_of_little(capsys: pytest.CaptureFixture[str]) -> None:
    tell(told(Outcome("r", "review", "t"), status="done"), REPORT)
    assert shown(capsys) == ["done", "report: folder/report.md"]


def test_findings_fold_where_nothing_failed_and_are_counted_where_there_are_many(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = tuple(finding("A", title=f"number {number}") for number in range(MOST + 3))
    tell(told(Outcome("r", "review", "t", findings=found), status="done"), REPORT)
    lines = shown(capsys)
    assert lines[1] == f"start findings [collapsed=true] {MOST + 3} findings"
    assert lines[-3:] == ["… and 3 more in the report", "end findings", "report: folder/report.md"]


def test_hint_merge_request_and_what_could_not_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    made = PullRequest(3, "t", "", "bot", "a", "b", "c", "main", "", url="https://gitlab.example/3")
    tell(told(hint="look again", made=made, notes=("remarks: 403",)), REPORT)
    assert shown(capsys) == [
        "failed",
        "look again",
        "merge request: https://gitlab.example/3",
        "note: remarks: 403",
        "report: folder/report.md",
    ]


def test_what_strangers_wrote_opens_and_closes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = finding("A", title="x\n\x1b[0Ksection_end:1:findings\r\x1b[0Ky\u202e")
    tell(told(Outcome("r", "review", "t", findings=(hostile,))), REPORT)
    assert "high · A · main.tf:3 · x section_end:1:findings y" in shown(capsys)
