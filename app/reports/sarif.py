"""Findings as SARIF 2.1.0, for code scanning."""

import json
from collections.abc import Sequence
from typing import Any

from app import __version__
from app.domain.finding import Finding, Severity
from app.domain.redaction import redact
from app.domain.run import Outcome

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


def sarif_text(outcome: Outcome) -> str:
    """The outcome's findings as a redacted document, ready to be handed to a forge."""
    return redact(json.dumps(render_sarif(outcome.findings), ensure_ascii=False, separators=(",", ":")))


def render_sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """One run of one tool; waived and explained findings are suppressed with their reason."""
    rules = {finding.rule: finding for finding in findings}
    order = {rule: index for index, rule in enumerate(sorted(rules))}
    driver = {
        "name": "iac-agents",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": "https://github.com/iac-agents/iac-agents",
        "rules": [_rule(rules[rule]) for rule in sorted(rules)],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order[finding.rule]) for finding in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(finding: Finding) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": finding.detail or finding.title},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"security-severity": SCORES[finding.severity], "tags": ["security", finding.source]},
    }
    if finding.guideline:
        rule["helpUri"] = finding.guideline
    return rule


def _result(finding: Finding, index: int) -> dict[str, Any]:
    region = {"startLine": finding.line or 1, "endLine": finding.end_line or finding.line or 1}
    place: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": finding.path.replace(" ", "%20"), "uriBaseId": "%SRCROOT%"},
            "region": region,
        }
    }
    if finding.resource:
        place["logicalLocations"] = [{"fullyQualifiedName": finding.resource, "kind": "resource"}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.title}{f' ({finding.resource})' if finding.resource else ''}"},
        "locations": [place],
        "partialFingerprints": {"agents/v1": finding.fingerprint},
    }
    reason = finding.waived or finding.explained
    if reason:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    if finding.new is not None:
        result["baselineState"] = "new" if finding.new else "unchanged"
    return result
