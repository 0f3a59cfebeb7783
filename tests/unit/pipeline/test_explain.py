"""Explanations."""

from dataclasses import replace

import pytest

from app.bootstrap.rules import known_rules, rule_of
from app.domain.architecture import Alternative, Architecture, Decision
from app.domain.finding import Severity
from app.domain.merge import Conflict, Merge
from app.domain.plan import Step
from app.domain.request import Component, Constraints, Request, Settlement
from app.domain.run import Gate, Outcome, StageResult
from app.pipeline.explain import explain
from app.pipeline.explain_words import ENGLISH, SPANISH
from app.reports.answers import Answer
from tests.builders import finding, stack_result

QUEUE = Component("sqs.jobs", "sqs", "jobs", "jobs")
TABLE = Component("dynamodb.state", "dynamodb", "state")
OUTCOME = Outcome(
    "r",
    "run",
    "Jobs",
    request=Request(
        "Jobs",
        "jobs",
        components=(QUEUE, TABLE),
        constraints=Constraints(region="eu-west-1", budget_monthly=50.0, refused=("nat",)),
        not_understood=("make it pop",),
        questions=("Which one?",),
    ),
    architecture=Architecture(
        components=(QUEUE, TABLE),
        decisions=(
            Decision(
                "Queue", "a standard queue", "order does not matter", (Alternative("FIFO", "slower"),), "sqs.jobs"
            ),
            Decision("Table", "on-demand capacity", "no load is known", (), "dynamodb.state"),
            Decision("Assumed: worker reads jobs", "worker reads jobs", "nothing else would", ()),
        ),
        titles={"sqs.jobs": "Amazon SQS queue", "dynamodb.state": "Amazon DynamoDB table"},
    ),
    results=(stack_result("stacks/jobs", steps=(Step("apply", "passed"),)),),
    findings=(
        finding("CKV_AWS_16", Severity.HIGH, title="Ensure all data is encrypted", resource="aws_db_instance.a"),
        replace(finding("CKV_AWS_18", title="Access logging"), explained="a log bucket logs no access to itself"),
    ),
    gate=Gate("failed", ("1 high finding: CKV_AWS_16",)),
    stages=(StageResult("security", "not_run", "checkov is not installed"),),
    settled=(Settlement("a against b", "a", "stated"),),
)


def told(question: str, outcome: Outcome | None = OUTCOME, language: str = "") -> Answer:
    return explain(question, outcome, rule_of, known_rules(), language)


def text(answer: Answer) -> str:
    return "\n".join([answer.title, *(line for b in answer.blocks for line in (b.title, b.text, *b.points))])


def test_a_rule_is_told_with_reason_repair_controls_and_places() -> None:
    shown = text(told("why CKV_AWS_16?"))
    for words in ("CKV_AWS_16:", "Why it matters", "How to mend it", "hipaa: ", "main.tf:3 aws_db_instance.a"):
        assert words in shown
    assert "Nothing here breaks it" in text(told("ckv_aws_21"))
    assert "Where it was found" not in text(told("CKV_AWS_16", None))


def test_a_finding_that_stays_says_why() -> None:
    assert "kept, because a log bucket logs no access to itself" in text(told("CKV_AWS_18"))


def test_our_own_rules_are_known_too() -> None:
    assert "idempotent" in text(told("AGT_TEST_REPLAN", None))
    assert "AGT_TF_UNUSED_VARIABLE" in told("AGT_TF_UNUSED_VARIABLE", None).title


def test_audits_of_workflows_are_known_by_their_name() -> None:
    answer = told("why zizmor/unpinned-uses?", None)
    assert answer.title.startswith("zizmor/unpinned-uses: ")
    assert "pin the full commit hash" in text(answer)


def test_a_rule_that_only_the_outcome_knows() -> None:
    known = replace(OUTCOME, findings=(finding("AGT_RISK_OPEN_INGRESS", detail="Open to the world."),))
    assert "Open to the world." in text(told("AGT_RISK_OPEN_INGRESS", known))


def test_a_misspelt_rule_gets_the_nearest() -> None:
    assert "CKV_AWS_16" in text(told("CKV_AWSS_16", None)) or "names of rules" in text(told("CKV_AWSS_16", None))
    assert "AGT_TF_UNUSED_VARIABLE" in text(told("AGT_TF_UNUSED_VARIABEL", None))


def test_everything_without_a_question() -> None:
    shown = text(told(""))
    for words in (
        "Why it failed",
        "CKV_AWS_16 (1): Ensure all data is encrypted.",
        "jobs: Amazon SQS queue",
        "region eu-west-1",
        "at most 50 USD a month",
        "make it pop",
        "Which one?",
        "Queue: A standard queue. Order does not matter. Also weighed: FIFO: slower.",
        "What was assumed",
        "a against b",
        "security did not run: checkov is not installed",
        "cannot prove permissions",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("question", "there", "absent"),
    [
        ("why did the gate fail", "Why it failed", "What was understood"),
        ("what is not proven?", "What is not proven", "Decisions"),
        ("what did you assume", "worker reads jobs", "What is not proven"),
        ("why a queue?", "Also weighed: FIFO: slower.", "On-demand"),
        ("why DynamoDB", "On-demand capacity", "FIFO"),
        ("¿qué no está demostrado?", "What is not proven", "Decisions"),
    ],
)
def test_a_question_chooses(question: str, there: str, absent: str) -> None:
    shown = text(told(question))
    assert there in shown
    assert absent not in shown


def test_words_that_nothing_speaks_of_get_everything() -> None:
    shown = text(told("bananas"))
    assert "Nothing in the result speaks of these words" in shown
    assert "Decisions" in shown


def test_conflicts_are_told() -> None:
    merged = replace(OUTCOME, merge=Merge(conflicts=(Conflict("s/main.tf", "edited", 3),)))
    assert "s/main.tf: the same lines were changed" in text(told("conflict", merged))


def test_in_spanish() -> None:
    shown = text(told("", language="es"))
    assert "Por qué falló" in shown
    assert "Qué no está demostrado" in shown


def test_without_a_run_there_is_only_a_hint() -> None:
    assert "Nothing was run here yet" in text(told("why", None))


def test_a_passed_gate_is_said() -> None:
    assert "every stage that ran passed" in text(told("gate", replace(OUTCOME, gate=Gate())))


def test_both_languages_have_the_same_words() -> None:
    assert ENGLISH.keys() == SPANISH.keys()
