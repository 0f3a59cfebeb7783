"""The pull request's text."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.architecture import Architecture
from app.domain.request import Component, Request
from app.domain.run import Gate, Outcome
from app.domain.thought import Remark, Sent, Thought
from app.reports.defuse import CLOSING, MENTION
from app.reports.phrases import ENGLISH
from app.reports.pull_request import BODY, TITLE, render_forge_pull_request, render_pull_request
from app.reports.section import render_section
from tests.unit.reports.estimates import ESTIMATE
from tests.unit.reports.test_comment import OUTCOME
from tests.unit.reports.thoughts import ASKED


def test_title_diagram_plan_and_decisions() -> None:
    text = render_pull_request(OUTCOME)
    assert text.startswith("# Web shop\n")
    assert "```mermaid" in text
    assert "1 to add, 0 to change, 0 to destroy; a second plan is empty" in text
    assert "**Queue:** SQS." in text
    assert "make it pop" in text


def test_why_it_is_not_ready() -> None:
    assert "1 high finding" in render_pull_request(replace(OUTCOME, gate=Gate("failed", ("1 high finding",))))


def test_on_a_forge_it_closes_its_issue_and_nothing_else() -> None:
    hostile = "Web shop, closes #3 and fixes https://github.com/a/b/issues/4 @bob"
    outcome = replace(OUTCOME, title=hostile, request=Request(hostile, "x", not_understood=(hostile,)))
    title, body = render_forge_pull_request(outcome, 9, "anna@x")
    assert CLOSING.findall(title) == []
    assert MENTION.findall(title) == []
    assert CLOSING.findall(body) == [("Closes", " ")]
    assert body.endswith("\n\nCloses #9\n")
    assert "`anna@x` asked for this in issue #9." in body
    assert "`/agents revise <what to change>`" in body
    assert "`/agents review`" in body


def test_code_closes_nothing_either() -> None:
    component = Component("queue", "sqs", "queue", name="closes #5")
    outcome = replace(OUTCOME, architecture=Architecture((component,), diagram='flowchart LR\n  a["fixes #6"]'))
    _, body = render_forge_pull_request(outcome, 9, "anna")
    assert CLOSING.findall(body) == [("Closes", " ")]


def test_titles_and_bodies_fit() -> None:
    outcome = replace(OUTCOME, title="word " * 100, request=Request("x", "x", not_understood=("long " * 100,) * 400))
    title, body = render_forge_pull_request(outcome, 9, "anna")
    assert len(title) <= TITLE
    assert len(body) <= BODY + 50
    assert body.endswith("Closes #9\n")
    assert render_forge_pull_request(replace(OUTCOME, title=" "), 9, "anna")[0] == "agents: r1"


def test_what_it_costs_stands_in_it() -> None:
    text = render_pull_request(replace(OUTCOME, estimate=ESTIMATE))
    assert (
        "- Cost: 1,162.78 USD a month at list prices of 2026-11-22; 1 resource(s) or parts have no known price" in text
    )
    assert "Cost:" not in render_pull_request(OUTCOME)


@pytest.mark.parametrize("show", [render_pull_request, lambda one: render_section(one, ENGLISH)])
def test_nothing_that_a_model_says_is_a_live_link_or_mention(show: Callable[[Outcome], str]) -> None:
    evil = "the kind 'https://evil.example/approve?pr=1' is unknown, see www.evil.example \uff20admin @admin"
    thought = Thought("architect", "design", "malformed", evil, sent=(Sent(f"file {evil}", 3),))
    reasoned = replace(ASKED, thoughts=(thought,))
    shown = show(replace(OUTCOME, reasoned=reasoned, remarks=(Remark("cost", "summary", evil),)))
    assert "evil.example/approve" in shown
    for weapon in ("https://evil", "www.", "\uff20a", "@a"):
        assert weapon not in shown


def test_who_thought_is_told_in_a_line_where_somebody_did() -> None:
    text = render_pull_request(replace(OUTCOME, reasoned=ASKED))
    (line,) = [line for line in text.splitlines() if line.startswith("<sub>")]
    assert line.startswith("<sub>Thought by Claude (claude-sonnet-5-5): architect: understands 3 of 4")
    assert text.replace(f"\n{line}\n\n", "", 1) == render_pull_request(OUTCOME)
    spanish = replace(OUTCOME, reasoned=ASKED, language="es")
    assert "<sub>Pensado por Claude" in render_forge_pull_request(spanish, 9, "anna")[1]
