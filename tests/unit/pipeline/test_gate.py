"""The verdict."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.compliance import Assessment, ControlResult
from app.domain.cost import Component, Estimate, ResourceCost
from app.domain.finding import Finding, Severity
from app.domain.policy import Budget, Policy
from app.domain.run import StageResult
from app.pipeline.gate import blocking, judge, objections
from tests.builders import finding

HIGH = finding("H", Severity.HIGH)


@pytest.mark.parametrize(
    ("findings", "fail_on", "verdict"),
    [
        ([], Severity.HIGH, "passed"),
        ([HIGH], Severity.HIGH, "failed"),
        ([HIGH], Severity.CRITICAL, "passed"),
        ([finding("M", Severity.MEDIUM)], Severity.HIGH, "passed"),
        ([finding("M", Severity.MEDIUM)], Severity.MEDIUM, "failed"),
        ([replace(HIGH, explained="by design")], Severity.HIGH, "passed"),
        ([replace(HIGH, waived="until May")], Severity.HIGH, "passed"),
        ([replace(HIGH, new=False)], Severity.HIGH, "passed"),
        ([replace(HIGH, new=True)], Severity.HIGH, "failed"),
    ],
)
def test_what_fails_the_gate(findings: list[Finding], fail_on: Severity, verdict: str) -> None:
    assert judge(findings, [], fail_on).verdict == verdict
    assert bool(blocking(findings, fail_on)) is (verdict == "failed")


def test_reasons_name_the_rules_and_the_failed_stage() -> None:
    gate = judge([HIGH, finding("C", Severity.CRITICAL)], [StageResult("tester", "failed", "no plan")], Severity.HIGH)
    assert gate.reasons == ("stage tester failed: no plan", "1 critical finding: C", "1 high finding: H")


def test_a_stage_that_did_not_run_fails_nothing() -> None:
    assert judge([], [StageResult("security", "not_run", "not installed")], Severity.HIGH).passed


def test_what_else_speaks_against_a_change() -> None:
    gate = judge([], [], Severity.HIGH, ("120.00 USD a month",))
    assert (gate.verdict, gate.reasons) == ("failed", ("120.00 USD a month",))


BILL = Estimate(
    resources=(ResourceCost("a", "t", components=(Component("x", "hours", Decimal(730), Decimal(1), "s"),)),)
)
HIPAA = Assessment("hipaa", "HIPAA", (ControlResult("164.312(b)", "Audit", "failing", ("R",), ("f1",)),))


@pytest.mark.parametrize(
    ("policy", "found", "words"),
    [
        (Policy(), "f1", ()),
        (Policy(budget=Budget(monthly=Decimal(700))), "f1", ("730.00 USD",)),
        (Policy(budget=Budget(monthly=Decimal(730))), "f1", ()),
        (Policy(frameworks=("hipaa",)), "f1", ("164.312(b)",)),
        (Policy(frameworks=("soc2",)), "f1", ()),
        (Policy(frameworks=("hipaa",)), "f2", ()),  # what fails the control was there before
    ],
)
def test_budgets_and_frameworks_object(policy: Policy, found: str, words: tuple[str, ...]) -> None:
    said = objections(policy, BILL, [HIPAA], [replace(finding("R"), fingerprint=found)])
    assert len(said) == len(words)
    assert all(word in one for word, one in zip(words, said, strict=True))


def test_what_is_waived_fails_no_framework() -> None:
    policy = Policy(frameworks=("hipaa",))
    assert objections(policy, None, [HIPAA], [replace(finding("R"), fingerprint="f1", waived="until May")]) == ()
