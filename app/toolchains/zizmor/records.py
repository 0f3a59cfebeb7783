"""zizmor's answer (``json-v1``) as findings: rules are called ``zizmor/<audit>``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.domain.finding import Finding, Severity
from app.domain.redaction import redact
from app.knowledge.controls import controls_of
from app.knowledge.workflows import DOCUMENTATION, WorkflowRule, workflow_rules

SOURCE = "zizmor"
SEVERITIES = {
    "High": Severity.HIGH,
    "Medium": Severity.MEDIUM,
    "Low": Severity.LOW,
    "Informational": Severity.INFO,
    "Unknown": Severity.LOW,
}
"""The tool's severities. One that it is not confident of counts one step less."""
EVERY_WORKFLOW = (
    "artipacked",
    "dangerous-triggers",
    "excessive-permissions",
    "github-env",
    "hardcoded-container-credentials",
    "insecure-commands",
    "overprovisioned-secrets",
    "secrets-inherit",
    "template-injection",
    "unpinned-uses",
)
"""Audits that have something to look at in any workflow, offline."""
LONGEST = 80
"""Characters of the code that are part of an address."""
UNREADABLE = "AGT_WORKFLOW_UNREADABLE"


def findings_of(records: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Findings in order of path, line and rule; an audit that says the same of a line twice is one finding."""
    found: dict[tuple[str, str, int | None], Finding] = {}
    for record in records:
        if _wanted(record):
            finding = _finding(record)
            found.setdefault((finding.rule, finding.path, finding.line), finding)
    return sorted(found.values(), key=lambda item: (item.path, item.line or 0, item.rule))


def unreadable(paths: Iterable[str]) -> Iterator[Finding]:
    """Files that were not looked at, as findings."""
    for path in sorted(paths):
        yield Finding(
            UNREADABLE,
            Severity.MEDIUM,
            "Workflow file cannot be understood, so it was not checked",
            path,
            SOURCE,
            detail="GitHub would refuse it, or its form is newer than the scanner's. Correct it and scan again.",
        )


def satisfied(findings: Iterable[Finding], looked_at: Iterable[str]) -> tuple[str, ...]:
    """The rules that looked at a workflow and found nothing in any."""
    if not any("/workflows/" in path for path in looked_at):
        return ()
    found = {finding.rule for finding in findings}
    return tuple(rule for name in EVERY_WORKFLOW if (rule := f"{SOURCE}/{name}") not in found)


def _wanted(record: Mapping[str, Any]) -> bool:
    rule = workflow_rules().get(str(record["ident"]))
    return record["determinations"]["persona"] == "Regular" or (rule is not None and rule.shown)


def _finding(record: Mapping[str, Any]) -> Finding:
    name = str(record["ident"])
    rule = workflow_rules().get(name)
    place = _primary(record)
    concrete = place["concrete"]["location"]
    return Finding(
        rule=f"{SOURCE}/{name}",
        severity=_severity(record["determinations"], rule),
        title=rule.title if rule else str(record["desc"]).capitalize(),
        path=str(place["symbolic"]["key"]["Local"]["verbatim_path"]).removeprefix("./"),
        source=SOURCE,
        line=int(concrete["start_point"]["row"]) + 1,
        end_line=int(concrete["end_point"]["row"]) + 1,
        resource=_address(place["symbolic"]["route"]["route"], str(place["concrete"].get("feature", ""))),
        detail=f"{rule.detail if rule else ''} Here: {place['symbolic']['annotation']}.".lstrip(),
        guideline=f"{DOCUMENTATION}{name}",
        controls=controls_of(f"{SOURCE}/{name}"),
        waived="ignored by a comment (zizmor: ignore)" if record.get("ignored") else None,
        waived_in="code" if record.get("ignored") else "",
    )


def _primary(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The location that the finding is about; others lead there."""
    places: list[Mapping[str, Any]] = record["locations"]
    return next((place for place in places if place["symbolic"]["kind"] == "Primary"), places[0])


def _severity(determinations: Mapping[str, Any], rule: WorkflowRule | None) -> Severity:
    severity = SEVERITIES.get(str(determinations["severity"]), Severity.LOW)
    if rule and rule.severity is not None:
        severity = min(severity, rule.severity)
    if determinations["confidence"] == "Low" and severity > Severity.INFO:
        severity = Severity(severity - 1)
    return severity


def _address(route: Sequence[Mapping[str, Any]], feature: str) -> str:
    """``jobs.build.steps.uses (someone/something@v1)``: what stands there tells steps apart, a number would move."""
    address = ".".join(str(step["Key"]) for step in route if "Key" in step)
    numbered = any("Index" in step for step in route)
    lines = (line.strip() for line in feature.splitlines() if any(map(str.isalnum, line)))
    first = redact(next(lines, ""))[:LONGEST]
    return f"{address} ({first})" if numbered and first else address
