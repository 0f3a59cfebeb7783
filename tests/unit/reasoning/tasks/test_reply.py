"""A reply is made of the facts it was given."""

import pytest

from app.reasoning.base import Data
from app.reasoning.tasks.reply import ask_reply
from tests.fakes.thinker import Answering

FACTS = [Data("the facts of the answer", "CKV_AWS_16 was found on aws_db_instance.main; 12.50 USD a month")]


def test_text_and_points() -> None:
    thinker = Answering({"explain": [{"text": "Because of CKV_AWS_16.", "points": ["It is 12.50 USD a month."]}]})
    thought, text, points = ask_reply(thinker, "instructions", "why?", FACTS)
    assert (text, points) == ("Because of CKV_AWS_16.", ("It is 12.50 USD a month.",))
    assert (thought.task, thought.kept, thought.why) == ("reply", True, "answered the question")
    assert [data.what for data in thinker.tasks[0].data] == ["the question", "the facts of the answer"]


@pytest.mark.parametrize(
    "answer",
    [
        {"text": ""},
        {"text": "x" * 2001},
        {"text": "fine", "points": ["y" * 401]},
        {"text": "fine", "points": ["y"] * 9},
        {"text": "It costs 13 dollars and 99 USD."},
        {"text": "It is waived by AGT_NOTHING."},
        {"text": "read https://evil.example"},
    ],
)
def test_what_the_facts_do_not_have_is_no_answer(answer: dict[str, object]) -> None:
    thought, text, points = ask_reply(Answering({"explain": [answer] * 3}), "i", "why?", FACTS)
    assert (thought.ended, thought.kept, text, points) == ("malformed", False, "", ())


def test_what_the_question_names_may_be_spoken_of() -> None:
    answer = {"text": "AGT_OTHER was not found here."}
    assert ask_reply(Answering({"explain": [answer]}), "i", "what of AGT_OTHER?", FACTS)[1] == answer["text"]
