"""Everything that the plan's graph tells about security, in one call."""

from app.analysis import exposure, keys, permissions
from app.analysis.base import Analysis
from app.domain.planned import Planned


def analyse_all(planned: Planned) -> Analysis:
    """Permissions, exposure and keys of one stack. Findings have the stack as path, no line and no fingerprint yet."""
    parts = [area.analyse(planned) for area in (permissions, exposure, keys)]
    findings = tuple(finding for part in parts for finding in part.findings)
    failed = {finding.rule for finding in findings}
    content = {rule for part in parts for rule in part.passed} - failed
    return Analysis(
        findings=findings,
        entry_points=tuple(entry for part in parts for entry in part.entry_points),
        passed=tuple(sorted(content)),
    )
