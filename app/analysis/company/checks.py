"""Holds a stack against the company's policies: rules in YAML here, Rego by an evaluator that is passed in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from app.analysis.checked import Checked
from app.analysis.company.document import KEYS, policy_input
from app.analysis.company.judging import ERROR, SOURCE, judge_rules
from app.domain.company import CompanyPolicies, PolicyProblem, RegoAnswer, RegoFile
from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.planned import Planned
from app.knowledge.controls.rules import COMPLIANCE_RULES

UNJUDGED = "AGT_POLICY_NOT_JUDGED"


class RegoEvaluator(Protocol):
    """Evaluates Rego."""

    def evaluate(self, files: Sequence[RegoFile], document: Mapping[str, Any], missing: Sequence[str]) -> RegoAnswer:
        """Evaluate every ``deny``, ``violation`` and ``warn``; ``missing`` are parts that the document has not."""
        ...


class CompanyChecks:
    """Both kinds of policies on one stack."""

    def __init__(self, rego: RegoEvaluator) -> None:
        self._rego = rego

    def check(self, result: StackResult, policies: CompanyPolicies) -> Checked:
        """What breaks the policies. Whatever cannot be judged is a finding that fails the gate."""
        if not policies:
            return Checked()
        if result.planned is None:
            return Checked((_not_judged(result),) if result.status != "failed" else ())
        found, passed = judge_rules(result.planned, policies.rules)
        if not policies.rego:
            return Checked(found, passed)
        document = policy_input(result)
        missing = [key for key in KEYS if key not in document]
        answer = self._rego.evaluate(policies.rego, document, missing)
        return Checked(
            (*found, *_findings(answer, result.planned)),
            (*passed, *answer.passed),
            (answer.evidence,) if answer.evidence else (),
        )


def _not_judged(result: StackResult) -> Finding:
    rule = COMPLIANCE_RULES[UNJUDGED]
    detail = f"There is no plan to judge: {result.why}. {rule.why} {rule.mend}"
    title = "The company's policies could not be judged on this stack"
    return Finding(UNJUDGED, rule.severity, title, result.path, SOURCE, detail=detail)


def _findings(answer: RegoAnswer, planned: Planned) -> Iterator[Finding]:
    addresses = sorted((one.address for one in planned), key=len, reverse=True)
    for one in answer.violations:
        resource = one.resource or next((address for address in addresses if address in one.message), "")
        yield Finding(
            one.rule,
            one.severity,
            one.message,
            planned.stack,
            SOURCE,
            resource=resource,
            detail=one.detail,
            controls=one.controls,
        )
    for problem in answer.problems:
        yield unjudged(problem)


def unjudged(problem: PolicyProblem) -> Finding:
    """A policy that could not be read or judged fails closed."""
    rule = COMPLIANCE_RULES[ERROR]
    title = f"Policy could not be judged: {problem.wrong}"
    detail = f"{rule.why} {rule.mend}"
    return Finding(ERROR, rule.severity, title, problem.path, SOURCE, line=problem.line, detail=detail)
