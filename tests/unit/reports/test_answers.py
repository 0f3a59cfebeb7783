"""Answers beside the report."""

import pytest

from app.domain.command import Command
from app.domain.event import Event, Thread
from app.domain.job import RunRow
from app.domain.publication import Marker
from app.reports.answers import (
    Answer,
    Block,
    cancel_answer,
    carry_answers,
    put_answers,
    render_answers,
    status_answer,
)
from app.reports.marker import parse_marker, render_marker

MARKER = render_marker(Marker("living", "r1", "a" * 40, 3))
BODY = f"{MARKER}\n## Ready\n\ntext\n"
EVENT = Event(Thread("github", "a/b", 1), "comment", "anna", "comment/1")


def test_an_answer_stands_below_the_marker_and_above_the_report() -> None:
    made = put_answers(BODY, (Answer("Status", (Block("Now", "text", ("one", "two")),), "/agents status"),), 10_000)
    assert parse_marker(made) == parse_marker(BODY)
    assert (
        made.index(MARKER)
        < made.index("### 💬 Status (`/agents status`)")
        < made.index("- one\n- two")
        < made.index("## Ready")
    )


def test_a_later_answer_takes_the_place_of_the_earlier() -> None:
    once = put_answers(BODY, (Answer("First"),), 10_000)
    twice = put_answers(once, (Answer("Second"),), 10_000)
    assert "First" not in twice
    assert twice == put_answers(BODY, (Answer("Second"),), 10_000)
    assert put_answers(twice, (), 10_000) == BODY


def test_lines_in_a_report_that_look_like_an_answer_stay() -> None:
    body = f"{BODY}\n```\n<!-- answers -->\nx\n<!-- /answers -->\n```\n"
    assert body.removeprefix(MARKER) in put_answers(body, (Answer("A"),), 10_000)


def test_without_a_comment_the_answer_makes_one_that_any_run_may_replace() -> None:
    made = put_answers("", (Answer("A"),), 10_000)
    marker = parse_marker(made)
    assert marker is not None
    assert (marker.key, marker.sequence) == ("living", 0)


def test_what_does_not_fit_changes_nothing() -> None:
    assert put_answers(BODY, (Answer("A", (Block(text="x" * 3000),)),), 2000) == BODY


@pytest.mark.parametrize("hostile", ["@admin", "<!-- /answers -->", "closes #1", "ghp_" + "a1B2" * 9, "/merge"])
def test_answers_are_inert(hostile: str) -> None:
    text = render_answers((Answer(hostile, (Block(hostile, hostile, (hostile,)),), "/agents explain"),))
    assert hostile not in text.replace("<!-- /answers -->\n\n", "", 1).replace("\\" + hostile, "")


def test_status_lists_the_newest_first() -> None:
    old = RunRow("r1", EVENT, (Command("review"),), "failed", "1 high finding", 1)
    new = RunRow("r2", EVENT, (Command("plan"), Command("fix")), "running", "", 2)
    (block,) = status_answer([old, new]).blocks
    assert block.points == ("r2: running, /agents plan, /agents fix", "r1: failed (1 high finding), /agents review")
    assert status_answer([]).blocks[0].text == "No run has been started here yet."
    assert "ejecución" in status_answer([], "es").blocks[0].text


def test_cancel_says_whether_there_was_anything_to_stop() -> None:
    assert "2 run(s) asked to stop" in cancel_answer(2).blocks[0].text
    assert "nothing to stop" in cancel_answer(0).blocks[0].text


def test_answers_are_carried_over_to_the_next_report() -> None:
    old, new = put_answers(BODY, (Answer("First"),), 10_000), f"{MARKER}\n## Done\n"
    made = carry_answers(old, new, 10_000)
    assert made == put_answers(new, (Answer("First"),), 10_000)
    assert carry_answers(BODY, new, 10_000) == new
    assert carry_answers(old, new, len(new) + 5) == new
    own = put_answers(new, (Answer("Second"),), 10_000)
    assert carry_answers(old, own, 10_000) == own
