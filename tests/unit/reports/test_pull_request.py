"""The pull request's text."""

from dataclasses import replace

from app.domain.run import Gate
from app.reports.pull_request import render_pull_request
from tests.unit.reports.test_comment import OUTCOME


def test_title_diagram_plan_and_decisions() -> None:
    text = render_pull_request(OUTCOME)
    assert text.startswith("# Web shop\n")
    assert "```mermaid" in text
    assert "1 to add, 0 to change, 0 to destroy; a second plan is empty" in text
    assert "**Queue:** SQS." in text
    assert "make it pop" in text


def test_why_it_is_not_ready() -> None:
    assert "1 high finding" in render_pull_request(replace(OUTCOME, gate=Gate("failed", ("1 high finding",))))
