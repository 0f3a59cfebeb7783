"""The verdict."""

from dataclasses import replace

import pytest

from app.domain.finding import Finding, Severity
from app.domain.run import StageResult
from app.pipeline.gate import blocking, judge
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
