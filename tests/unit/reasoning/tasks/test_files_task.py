"""The task of writing: what is given, and what is told of its end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.domain.thought import Thought
from app.reasoning.base import Task, Tool
from app.reasoning.tasks.files_task import Given, think
from tests.unit.reasoning.tasks.proofs import artifact, change, proof

JOBS, TOPIC = change("aws_sqs_queue.jobs"), change("aws_sns_topic.new")
FLOOR, MORE = proof(JOBS), proof(JOBS, TOPIC)
GIVEN = Given("developer", "Write.", "A topic for ops@example.org.", ("and a lamp",), ("a topic", "a lamp"),
              (artifact("main.tf", "draft"),), FLOOR)  # fmt: skip
ANSWER = {
    "files": [{"path": "stacks/jobs/more.tf", "content": "x"}],
    "understood": [{"phrase": 1, "addresses": ["aws_sns_topic.new"]}],
}


class Thinker:
    """Submits one answer."""

    name = "claude"
    id = "claude-test"
    tools: tuple[Tool, ...] = ()

    def __init__(self, answer: Mapping[str, Any], why: str = "") -> None:
        self.answer = answer
        self.why = why
        self.tasks: list[Task[Any]] = []

    def think(self, task: Task[Any]) -> Thought:
        self.tasks.append(task)
        task.accept(task.answer.model_validate(self.answer))
        return Thought(task.agent, task.name, "answered", self.why)


def test_the_users_words_the_phrases_and_the_draft_are_given_as_data() -> None:
    thinker = Thinker(ANSWER)
    thought, kept, _ = think(thinker, GIVEN, lambda files: MORE, dict)
    (task,) = thinker.tasks
    assert (task.agent, task.name, task.instructions) == ("developer", "write", "Write.")
    assert [(one.what, one.text) for one in task.data if one.what != "what the checks say of the draft"] == [
        ("the issue", "A topic for ops@example.org."),
        ("revision 1", "and a lamp"),
        ("the open phrases", "1. a topic\n2. a lamp"),
        ("draft file stacks/jobs/main.tf", "draft"),
    ]
    assert kept is not None
    assert (thought.kept, thought.why) == (True, "understands 1 of 2 open phrases: aws_sns_topic.new")


@pytest.mark.parametrize(
    ("why", "shown"),
    [
        ("The topic tells who listens.", ["The topic tells who listens."]),
        ("It costs 5 USD a month.", ["It costs 5 USD a month."]),
        ("It saves 900 USD a month.", []),
        ("See https://evil.example.", []),
        ("It adds aws_iam_role.admin.", []),
        ("", []),
    ],
)
def test_the_models_words_are_shown_where_the_facts_bear_them_out(why: str, shown: list[str]) -> None:
    _, _, remarks = think(Thinker({**ANSWER, "why": why}), GIVEN, lambda files: MORE, dict)
    assert [remark.text for remark in remarks] == shown


@pytest.mark.parametrize(("end", "why"), [("", "it found nothing that it could add"), ("it is down", "it is down")])
def test_where_nothing_is_kept_the_reason_is_told(end: str, why: str) -> None:
    thought, kept, remarks = think(Thinker({"files": []}, end), GIVEN, lambda files: MORE, dict)
    assert (kept, remarks, thought.kept, thought.why) == (None, (), False, why)


def test_words_of_the_user_are_places_that_may_be_named() -> None:
    def to(place: str) -> object:
        planned = proof(JOBS, {**TOPIC, "change": {"after": {"endpoint": place}}})
        return think(Thinker(ANSWER), GIVEN, lambda files: replace(planned), dict)[1]

    assert to("ops@example.org") is not None
    assert to("x@evil.example") is None
