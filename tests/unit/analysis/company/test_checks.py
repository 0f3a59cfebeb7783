"""A stack against both kinds of policies."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.analysis.company import CompanyChecks
from app.domain.company import (
    CompanyPolicies,
    CompanyRule,
    Condition,
    PolicyProblem,
    RegoAnswer,
    RegoFile,
    Violation,
)
from app.domain.evidence import Evidence
from app.domain.finding import Severity
from app.domain.plan import StackResult
from app.domain.planned import Planned, PlannedResource

PLANNED = Planned(
    "s",
    (
        PlannedResource("aws_sqs_queue.a", "aws_sqs_queue", "a"),
        PlannedResource("aws_sqs_queue.a2", "aws_sqs_queue", "a2"),
    ),
)
RULE = CompanyRule("ACME_1", "Never", ("aws_sqs_queue",), when=(Condition("equals", "resource.name", "a"),))
REGO = RegoFile("policies/a.rego", "package a")


class Evaluator:
    """Answers what it was given, and keeps what it was asked."""

    def __init__(self, answer: RegoAnswer | None = None) -> None:
        self.answer = answer or RegoAnswer()
        self.asked: list[tuple[Mapping[str, Any], Sequence[str]]] = []

    def evaluate(self, files: Sequence[RegoFile], document: Mapping[str, Any], missing: Sequence[str]) -> RegoAnswer:
        self.asked.append((document, missing))
        return self.answer


def test_nothing_is_asked_where_there_are_no_policies() -> None:
    evaluator = Evaluator()
    assert CompanyChecks(evaluator).check(StackResult("s", "passed", planned=PLANNED), CompanyPolicies()).findings == ()
    assert evaluator.asked == []


def test_rego_and_yaml_speak_together() -> None:
    said = Violation("main.deny", Severity.LOW, "aws_sqs_queue.a2 is bad", detail="D", controls={"soc2": ("CC6.1",)})
    named = Violation("ACME_2", Severity.HIGH, "bad", resource="aws_sqs_queue.a")
    evidence = Evidence("regorus", "1", "rego", 0)
    broken = PolicyProblem("policies/a.rego", 7, "took too long")
    evaluator = Evaluator(RegoAnswer((said, named), (broken,), ("main.warn",), evidence))
    policies = CompanyPolicies((REGO,), (RULE,))
    checked = CompanyChecks(evaluator).check(StackResult("s", "passed", planned=PLANNED), policies)
    assert [(one.rule, one.resource, one.path, one.line, one.severity) for one in checked.findings] == [
        ("ACME_1", "aws_sqs_queue.a", "s", None, Severity.HIGH),
        ("main.deny", "aws_sqs_queue.a2", "s", None, Severity.LOW),  # named in the message, the longest first
        ("ACME_2", "aws_sqs_queue.a", "s", None, Severity.HIGH),
        ("AGT_POLICY_ERROR", "", "policies/a.rego", 7, Severity.HIGH),
    ]
    assert checked.findings[1].controls == {"soc2": ("CC6.1",)}
    assert (checked.passed, checked.evidence) == (("main.warn",), (evidence,))


def test_the_evaluator_is_told_what_the_document_has_not() -> None:
    evaluator = Evaluator()
    policies = CompanyPolicies((REGO,))
    CompanyChecks(evaluator).check(StackResult("s", "passed", planned=PLANNED), policies)
    whole: dict[str, Any] = {"configuration": {}, "variables": {}}
    CompanyChecks(evaluator).check(StackResult("s", "passed", planned=PLANNED, plan_json=whole), policies)
    assert {"configuration", "variables", "prior_state"} <= set(evaluator.asked[0][1])
    assert "configuration" not in evaluator.asked[1][1]
    assert evaluator.asked[1][0] == whole


def test_a_stack_without_a_plan_fails_closed() -> None:
    """Whoever makes a stack unplannable must not get round the policies by it."""
    checks = CompanyChecks(Evaluator())
    result = StackResult("s", "not_run", "a module cannot be had offline")
    (found,) = checks.check(result, CompanyPolicies(rules=(RULE,))).findings
    assert (found.rule, found.severity, found.path) == ("AGT_POLICY_NOT_JUDGED", Severity.HIGH, "s")
    assert "a module cannot be had offline" in found.detail
    assert checks.check(result, CompanyPolicies()).findings == ()
    # A stack that does not plan has findings of its own.
    assert checks.check(StackResult("s", "failed"), CompanyPolicies(rules=(RULE,))).findings == ()
