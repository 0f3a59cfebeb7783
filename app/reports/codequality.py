"""Findings as GitLab's Code Quality report: the merge request's widget and the marks in its diff."""

from collections.abc import Sequence
from typing import Any

from app.domain.finding import Finding, Severity
from app.reports.defuse import clipped, line

SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}
"""https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""


def render_code_quality(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """One entry for each open finding; the format cannot say that one is waived or explained, so those are left out.

    GitLab compares fingerprints with those of the target branch, and what is missing counts as resolved: give it all
    that is there, not only what a change brought. The text is plain, GitLab renders no Markdown of it.
    """
    return [_entry(finding) for finding in findings if finding.counts]


def _entry(finding: Finding) -> dict[str, Any]:
    first = finding.line or 1
    resource = f" ({finding.resource})" if finding.resource else ""
    return {
        "description": clipped(line(f"{finding.title}{resource}")),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": finding.path, "lines": {"begin": first, "end": max(first, finding.end_line or first)}},
    }
