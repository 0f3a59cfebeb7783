"""The gate: the verdict over findings and stages."""

from collections.abc import Sequence

from app.domain.finding import Finding, Severity
from app.domain.run import Gate, StageResult


def judge(findings: Sequence[Finding], stages: Sequence[StageResult], fail_on: Severity) -> Gate:
    """Fail on findings at or above ``fail_on`` that are neither waived nor explained, and on failed stages.

    With a base only what the change brought counts (``new`` is not False).
    """
    reasons = [f"stage {stage.stage} failed: {stage.why}" for stage in stages if stage.status == "failed"]
    for severity in sorted((s for s in Severity if s >= fail_on), reverse=True):
        guilty = [f for f in findings if f.severity is severity and f.counts and f.new is not False]
        if guilty:
            rules = ", ".join(sorted({f.rule for f in guilty}))
            reasons.append(f"{len(guilty)} {severity} finding{'s' if len(guilty) > 1 else ''}: {rules}")
    return Gate("failed" if reasons else "passed", tuple(reasons))


def blocking(findings: Sequence[Finding], fail_on: Severity) -> tuple[Finding, ...]:
    """The findings that make the gate fail."""
    return tuple(f for f in findings if f.severity >= fail_on and f.counts and f.new is not False)
