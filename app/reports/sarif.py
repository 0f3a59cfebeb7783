"""Findings as SARIF 2.1.0, for code scanning."""

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any
from urllib.parse import quote

from app import __version__
from app.domain.finding import Finding, Severity
from app.domain.redaction import redact
from app.domain.run import Outcome, StageResult

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "3.0",
    Severity.INFO: "0.0",
}
"""GitHub reads ``security-severity`` as a CVSS score: over 9 critical, 7-8.9 high, 4-6.9 medium, below low."""
MOST_TAGS = 20
"""Tags of one rule that GitHub takes."""
NOTES = {"not_run": "warning", "failed": "error"}


def sarif_text(outcome: Outcome) -> str:
    """The outcome's findings as a redacted document, ready to be handed to a forge."""
    document = render_sarif(outcome.findings, outcome.stages)
    return redact(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def render_sarif(findings: Sequence[Finding], stages: Sequence[StageResult] = ()) -> dict[str, Any]:
    """One run of one tool; waived and explained findings are suppressed with their reason.

    Stages that did not run, or failed, are told as notifications: no result does not mean that all is well.
    """
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    order = {rule: index for index, rule in enumerate(sorted(by_rule))}
    driver = {
        "name": "iac-agents",
        "version": __version__,
        "informationUri": "https://github.com/iac-agents/iac-agents",
        "rules": [_rule(by_rule[rule]) for rule in sorted(by_rule)],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order[finding.rule]) for finding in findings],
    }
    if stages:
        run["invocations"] = [_invocation(stages)]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _invocation(stages: Sequence[StageResult]) -> dict[str, Any]:
    missing = [stage for stage in stages if stage.status in NOTES]
    return {
        "executionSuccessful": not any(stage.status == "failed" for stage in stages),
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": stage.stage},
                "level": NOTES[stage.status],
                "message": {
                    "text": f"{stage.stage} {stage.status.replace('_', ' ')}: {stage.why or 'no reason given'}"
                },
            }
            for stage in missing
        ],
    }


def _rule(findings: Sequence[Finding]) -> dict[str, Any]:
    """The rule behind findings: their worst severity, and the words that are not about one of them in particular."""
    finding = min(findings, key=lambda one: len(one.detail))
    severity = max(one.severity for one in findings)
    why = finding.detail or finding.title
    rule: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": why},
        "help": {"text": _help(finding, why), "markdown": _help(finding, why, bold="**")},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {"security-severity": SCORES[severity], "tags": _tags(finding)},
    }
    if finding.guideline:
        rule["helpUri"] = finding.guideline
    return rule


def _help(finding: Finding, why: str, bold: str = "") -> str:
    """Why it matters, how to mend it, and which controls it is evidence for."""
    parts = [f"{bold}{finding.title}{bold}", why]
    if controls := "\n".join(f"- {name}: {', '.join(ids)}" for name, ids in sorted(finding.controls.items()) if ids):
        parts.append(f"Evidence toward these controls:\n\n{controls}")
    if finding.guideline:
        parts.append(finding.guideline)
    return "\n\n".join(parts)


def _tags(finding: Finding) -> list[str]:
    """``external/hipaa/164.312(b)``, of each framework in turn while there is room."""
    by_framework = ([(name, one) for one in ids] for name, ids in sorted(finding.controls.items()))
    rows: Iterator[tuple[tuple[str, str] | None, ...]] = zip_longest(*by_framework)
    controls = [f"external/{pair[0]}/{pair[1]}" for row in rows for pair in row if pair]
    return ["security", finding.source, *controls][:MOST_TAGS]


def _result(finding: Finding, index: int) -> dict[str, Any]:
    region = {"startLine": finding.line or 1, "endLine": finding.end_line or finding.line or 1}
    place: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {
                "uri": quote(finding.path.encode("utf-8", "surrogateescape")),
                "uriBaseId": "%SRCROOT%",
            },
            "region": region,
        }
    }
    if finding.resource:
        place["logicalLocations"] = [{"fullyQualifiedName": finding.resource, "kind": "resource"}]
    title = f"{finding.title}{f' ({finding.resource})' if finding.resource else ''}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{title}\n\n{finding.detail}".rstrip()},
        "locations": [place],
        "partialFingerprints": {"agents/v1": finding.fingerprint},
        "properties": {"severity": str(finding.severity), "aliases": list(finding.aliases)},
    }
    reason = finding.waived or finding.explained
    if reason:
        kind = "inSource" if finding.waived_in == "code" else "external"
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": reason}]
    if finding.new is not None:
        result["baselineState"] = "new" if finding.new else "unchanged"
    return result
