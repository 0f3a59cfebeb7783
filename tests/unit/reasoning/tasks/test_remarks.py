"""Remarks are about facts that there are, bounded and of their kind."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.thought import Remark, RemarkKind, Thought
from app.reasoning.base import Data
from app.reasoning.tasks.remarks import MOST, ask_remarks
from tests.fakes.thinker import Answering

FACTS = (("a" * 32, {"rule": "CKV_1", "monthly": "12.50"}), ("b" * 32, {"rule": "CKV_2"}))


def said(**fields: Any) -> Mapping[str, Any]:
    return {"remarks": [{"about": "n1", "kind": "matters", "text": "It holds orders."} | fields]}


def ask(*answers: Mapping[str, Any]) -> tuple[Thought, tuple[Remark, ...], Answering]:
    thinker = Answering({"security": answers})
    kinds: tuple[RemarkKind, ...] = ("matters", "false_positive", "summary")
    beside = [Data("the request", "cheap, please")]
    thought, remarks = ask_remarks(
        thinker, "security", "instructions", "the findings", FACTS, kinds, beside, {"open": 2}
    )
    return thought, remarks, thinker


def test_a_remark_is_found_again_by_what_it_is_about() -> None:
    thought, remarks, thinker = ask(said())
    assert remarks == (Remark("security", "matters", "It holds orders.", "a" * 32),)
    assert (thought.ended, thought.kept, thought.why) == ("answered", True, "1 remark(s)")
    (task,) = thinker.tasks
    assert [data.what for data in task.data] == ["the findings", "the request"]
    assert task.data[0].text == (
        '{"open": 2}\n{"id": "n1", "rule": "CKV_1", "monthly": "12.50"}\n{"id": "n2", "rule": "CKV_2"}'
    )


def test_a_summary_is_about_no_single_one() -> None:
    _, remarks, _ = ask(said(about="", kind="summary"))
    assert remarks == (Remark("security", "summary", "It holds orders."),)


def test_nothing_to_say_is_an_answer_too() -> None:
    thought, remarks, _ = ask({"remarks": []})
    assert (thought.ended, thought.kept, thought.why, remarks) == ("answered", False, "nothing to add", ())


def test_the_same_remark_twice_is_one() -> None:
    assert len(ask({"remarks": [*said()["remarks"], *said()["remarks"]]})[1]) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (said(about="n3"), "no fact has the id 'n3'"),
        (said(about="a" * 32), "no fact has the id"),
        (said(about=""), "a summary is about no single fact"),
        (said(kind="summary"), "a summary is about no single fact"),
        (said(kind="proposal"), "the kind proposal is not for this task"),
        (said(kind="waive"), "Input should be"),
        (said(text=""), "a text is empty"),
        (said(text="x" * 401), "at most 400"),
        (said(text="saves 99 USD a month"), "99 USD"),
        (said(severity="low"), "Extra inputs are not permitted"),
        ({"remarks": [*said()["remarks"]] * (MOST + 1)}, "at most 8 items"),
        ({}, "Field required"),
    ],
)
def test_what_makes_no_sense_goes_back_and_the_next_answer_counts(answer: Mapping[str, Any], told: str) -> None:
    thought, remarks, thinker = ask(answer, said(text="It costs 12.50 USD a month."))
    assert told in thinker.told[0]
    assert [remark.text for remark in remarks] == ["It costs 12.50 USD a month."]
    assert thought.kept


def test_three_bad_answers_are_no_remark() -> None:
    thought, remarks, _ = ask(*[said(about="n9")] * 3)
    assert (thought.ended, thought.kept, remarks) == ("malformed", False, ())


def test_one_bad_remark_sends_all_back() -> None:
    """A part of an answer is never kept beside an ending that is none."""
    mixed = {"remarks": [*said()["remarks"], *said(about="n9")["remarks"]]}
    assert ask(mixed)[1] == ()
