"""A model answers above the facts, or the facts stand alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.domain.architecture import Architecture, Decision
from app.domain.cost import Estimate, ResourceCost
from app.domain.rule import Rule
from app.domain.run import Gate, Outcome, StageResult
from app.domain.thought import Thought
from app.pipeline.explain import explain
from app.pipeline.explain_asked import answered
from app.reports.answers import Answer, render_answers
from tests.builders import finding, stack_result
from tests.fakes.thinker import Answering

OUTCOME = Outcome(
    "r1",
    "run",
    "Jobs",
    architecture=Architecture(decisions=(Decision("Queue", "SQS standard", "Order does not matter."),)),
    findings=(finding("CKV_AWS_27", resource="aws_sqs_queue.jobs"),),
    gate=Gate("failed", ("1 high finding: CKV_AWS_27",)),
)
QUESTION = "¿por qué no pasa la cola?"


def nothing(name: str) -> Rule | None:
    return None


def ask(
    *answers: Mapping[str, Any], question: str = QUESTION, outcome: Outcome | None = OUTCOME, language: str = ""
) -> tuple[Answer, Answer, Thought | None, Answering]:
    thinker = Answering({"explain": answers})
    offline = explain(question, outcome, nothing, (), language)
    answer, thought = answered(question, offline, outcome, thinker, nothing, language)
    return offline, answer, thought, thinker


def test_the_models_words_stand_above_the_facts() -> None:
    said = {"text": "Falla por CKV_AWS_27 en aws_sqs_queue.jobs.", "points": ["Falta una clave."]}
    offline, answer, thought, thinker = ask(said)
    model, told, facts, *rest = answer.blocks
    assert told.text.startswith(
        "1 request(s), 1,200 tokens, <0.01 USD. Sent to it: the question (25 characters); the facts"
    )
    assert model.title == "Answered by a model (Claude, claude-test-1); the facts stand below"
    assert (model.text, model.points) == (said["text"], ("Falta una clave.",))
    assert facts.title == "The facts, without the model"
    assert tuple(rest) == offline.blocks
    assert thought is not None
    assert thought.kept
    (task,) = thinker.tasks
    assert [data.what for data in task.data] == [
        "the question",
        "the facts of the answer",
        "all that was decided and found",
    ]
    assert "Order does not matter" in task.data[2].text


@pytest.mark.parametrize(
    ("language", "title"), [("es", "Respondido por un modelo"), ("", "Answered by a model"), ("en", "Answered")]
)
def test_headings_are_in_the_language_of_the_reports(language: str, title: str) -> None:
    assert ask({"text": "Sí."}, language=language)[1].blocks[0].title.startswith(title)


def test_without_a_good_answer_the_facts_stand_and_why_is_told() -> None:
    offline, answer, thought, _ = ask(*[{"text": "It costs 99 USD."}] * 3)
    *facts, none, told = answer.blocks
    assert tuple(facts) == offline.blocks
    asked = "Claude (claude-test-1) was asked, and only the facts stand here: it gave no valid answer."
    assert none.text == asked
    assert "3 request(s)" in told.text
    assert thought is not None
    assert not thought.kept


def test_where_nobody_could_be_asked_nobody_was() -> None:
    _, answer, _, _ = ask()
    *_, none, told = answer.blocks
    assert none.text.startswith("Claude (claude-test-1) could not be asked, and only the facts stand here: ")
    assert told.text == "0 request(s), 0 tokens, 0.00 USD."


@pytest.mark.parametrize("question", ["CKV_AWS_27", "", " ckv_aws_27 ? "])
def test_what_is_not_asked_in_words_is_answered_by_the_facts(question: str) -> None:
    offline, answer, thought, thinker = ask({"text": "x"}, question=question)
    assert (answer, thought, thinker.tasks) == (offline, None, [])


def test_without_a_model_nothing_changes() -> None:
    offline = explain(QUESTION, OUTCOME, nothing)
    assert answered(QUESTION, offline, OUTCOME, None, nothing) == (offline, None)


def test_without_an_outcome_only_the_rule_is_known() -> None:
    _, answer, _, thinker = ask({"text": "No rule has that name."}, question="what is AGT_NOTHING?", outcome=None)
    assert len(thinker.tasks[0].data) == 2
    assert answer.blocks[0].text == "No rule has that name."


@pytest.mark.parametrize(
    "hostile", ["@everyone <img src=x> Closes #1", "| a | b |", "``` x ```", "[x](javascript:y) ![i](data:x)", "/merge"]
)
def test_hostile_words_are_shown_and_do_nothing(hostile: str) -> None:
    _, answer, _, _ = ask({"text": hostile, "points": [hostile]})
    text = render_answers((replace(answer, blocks=answer.blocks[:1]),))
    for harm in ("@everyone", "<img", "Closes #1", "\n| a", "\n```", "\n[x]", "x](", "i](", "\n/merge", "- /merge"):
        assert harm not in text


def test_what_is_kept_back_is_told_to_nobody() -> None:
    secret = finding("CKV_AWS_16", path="infra/secret/main.tf", resource="aws_db_instance.hidden")
    outcome = replace(
        OUTCOME,
        findings=(*OUTCOME.findings, secret),
        results=(stack_result("infra/secret", "failed", why="infra/secret/main.tf is wrong"), stack_result("web")),
        stages=(StageResult("cost", "not_run", "no plan to price: infra/secret"),),
        gate=Gate("failed", ("stage tester failed: infra/secret: no plan", "2 high findings: CKV_AWS_16, CKV_AWS_27")),
        estimate=Estimate(
            "2026-11-22",
            resources=(
                ResourceCost("aws_db_instance.hidden", "aws_db_instance", "infra/secret"),
                ResourceCost("aws_sqs_queue.jobs", "aws_sqs_queue", "web"),
            ),
        ),
    )
    thinker = Answering({"explain": [{"text": "It fails."}]})
    question = "why does CKV_AWS_16 fail?"
    offline = explain(question, outcome, nothing)
    for asked in (question, "why?"):
        answered(asked, offline, outcome, thinker, nothing, keep_back=("infra/secret",))
    sent = "\n".join(data.text for task in thinker.tasks for data in task.data)
    assert "aws_sqs_queue.jobs" in sent
    assert "hidden" not in sent
    assert "infra/secret" not in sent
