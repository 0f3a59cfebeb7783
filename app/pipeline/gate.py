"""The gate: the verdict over findings and stages."""

from collections.abc import Sequence
from dataclasses import replace

from app.analysis.controls import failing_reasons
from app.analysis.pricing.budget import over
from app.domain.compliance import Assessment
from app.domain.cost import Estimate
from app.domain.finding import Finding, Severity
from app.domain.policy import Policy
from app.domain.run import Gate, StageResult


def judge(
    findings: Sequence[Finding], stages: Sequence[StageResult], fail_on: Severity, against: Sequence[str] = ()
) -> Gate:
    """Fail on findings at or above ``fail_on`` that are neither waived nor explained, on failed stages, and on what
    else speaks ``against`` the change: a budget, a framework.

    With a base only what the change brought counts (``new`` is not False).
    """
    reasons = [f"stage {stage.stage} failed: {stage.why}" for stage in stages if stage.status == "failed"]
    for severity in sorted((s for s in Severity if s >= fail_on), reverse=True):
        guilty = [f for f in findings if f.severity is severity and f.counts and f.new is not False]
        if guilty:
            rules = ", ".join(sorted({f.rule for f in guilty}))
            reasons.append(f"{len(guilty)} {severity} finding{'s' if len(guilty) > 1 else ''}: {rules}")
    reasons += against
    return Gate("failed" if reasons else "passed", tuple(reasons))


def blocking(findings: Sequence[Finding], fail_on: Severity) -> tuple[Finding, ...]:
    """The findings that make the gate fail."""
    return tuple(f for f in findings if f.severity >= fail_on and f.counts and f.new is not False)


def objections(
    policy: Policy, estimate: Estimate | None, assessments: Sequence[Assessment], findings: Sequence[Finding]
) -> tuple[str, ...]:
    """What the policy has against a change beside its findings: a budget that it goes over, a framework whose controls
    these findings fail.
    """
    open_ones = {finding.fingerprint for finding in findings if finding.counts}
    touched = [
        replace(one, controls=tuple(control for control in one.controls if open_ones & set(control.findings)))
        for one in assessments
    ]
    return (*(over(policy.budget, estimate) if estimate else ()), *failing_reasons(touched, policy.frameworks))
