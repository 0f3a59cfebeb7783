"""Findings as GitLab's SAST report: the merge request's security widget, the pipeline's tab, vulnerabilities."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app import __version__
from app.domain.finding import Finding
from app.domain.run import Outcome, StageResult
from app.reports.defuse import clipped, line, prose

VERSION = "15.0.7"
"""Of GitLab's security report schemas: GitLab refuses versions that it does not know, so this is of the oldest line
that can say everything here.
"""
SCHEMAS = "https://gitlab.com/gitlab-org/security-products/security-report-schemas"
SCHEMA = f"{SCHEMAS}/-/raw/v{VERSION}/dist/sast-report-format.json"
QUALITY = frozenset({"tester", "agents lint"})
"""Sources whose findings are about the code's quality alone; they stand in the Code Quality report."""
NAME = 255
SOLUTION = 7000
"""Characters that the format allows."""
PROGRAM = {
    "id": "iac-agents",
    "name": "iac-agents",
    "url": "https://github.com/iac-agents/iac-agents",
    "vendor": {"name": "iac-agents"},
}
LEVELS = {"not_run": "warn", "failed": "fatal"}


def render_sast(outcome: Outcome, ended: datetime) -> dict[str, Any]:
    """Each open finding about security as a vulnerability; ``ended`` is when the look at the code was over.

    A waiver is no false positive, which is all that the format could say, so waived and explained findings are left
    out. Give it all that is there, as for Code Quality: what is missing counts as fixed.
    """
    program = PROGRAM | {"version": __version__}
    began = ended - timedelta(seconds=outcome.seconds)
    broken = any(stage.status == "failed" and stage.stage.startswith("security") for stage in outcome.stages)
    return {
        "version": VERSION,
        "schema": SCHEMA,
        "scan": {
            "type": "sast",
            "analyzer": program,
            "scanner": program,
            "start_time": _moment(began),
            "end_time": _moment(ended),
            "status": "failure" if broken else "success",
            "messages": _messages(outcome.stages),
        },
        "vulnerabilities": [
            _vulnerability(finding) for finding in outcome.findings if finding.counts and finding.source not in QUALITY
        ],
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _messages(stages: Sequence[StageResult]) -> list[dict[str, str]]:
    """No vulnerability does not mean that all is well: what did not run is said."""
    return [
        {"level": LEVELS[stage.status], "value": line(f"{stage.stage} {stage.status.replace('_', ' ')}: {stage.why}")}
        for stage in stages
        if stage.status in LEVELS
    ]


def _vulnerability(finding: Finding) -> dict[str, Any]:
    """``name``, ``description`` and ``solution`` are shown, the latter two as Markdown."""
    resource = f" ({finding.resource})" if finding.resource else ""
    found: dict[str, Any] = {
        "id": finding.fingerprint,
        "name": clipped(line(finding.title), NAME),
        "description": prose(f"{finding.title}{resource}"),
        "severity": str(finding.severity).capitalize(),
        "identifiers": _identifiers(finding),
        "location": _location(finding),
        "tracking": _tracking(finding),
    }
    if finding.detail:
        found["solution"] = clipped(prose(finding.detail, SOLUTION), SOLUTION)
    if finding.guideline.startswith(("https://", "http://")):
        found["links"] = [{"url": finding.guideline}]
    if controls := [f"{name}: {', '.join(ids)}" for name, ids in sorted(finding.controls.items()) if ids]:
        items = [{"type": "text", "value": control} for control in controls]
        found["details"] = {"controls": {"type": "list", "name": "Evidence toward these controls", "items": items}}
    return found


def _identifiers(finding: Finding) -> list[dict[str, str]]:
    """The rule first: by it GitLab knows the vulnerability again; then what other tools call it."""
    return [{"type": "iac_agents_rule", "name": rule, "value": rule} for rule in (finding.rule, *finding.aliases)]


def _location(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"file": finding.path}
    if finding.line:
        place |= {"start_line": finding.line, "end_line": max(finding.line, finding.end_line or finding.line)}
    return place


def _tracking(finding: Finding) -> dict[str, Any]:
    """Our fingerprint, so that a vulnerability stays the same one when its line moves."""
    signature = {"algorithm": "hash", "value": finding.fingerprint}
    return {"type": "source", "items": [{**_location(finding), "signatures": [signature]}]}
