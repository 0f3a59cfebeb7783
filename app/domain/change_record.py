"""What the log keeps of a change: who asked, who approved, what was judged on which evidence, what was pushed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.compliance import STANDINGS
from app.domain.cost import cents
from app.domain.evidence import Evidence
from app.domain.finding import Finding, Severity
from app.domain.policy import Waiver
from app.domain.redaction import redact_values
from app.domain.run import Outcome, last_head

CHANGE = "change"
"""The kind of such an entry."""


def change_record(
    outcomes: Sequence[Outcome],
    *,
    requested_by: str = "",
    commands: Sequence[str] = (),
    status: str = "",
    approved_by: Sequence[str] = (),
    waivers: Sequence[Waiver] = (),
    policy_digest: str = "",
    reports: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The facts of one run, redacted, small: counts and digests instead of texts.

    ``commands`` as they were written; ``status`` how the run ended; ``approved_by`` those who approved or merged, where
    the forge tells; ``waivers`` the policy's, of which those are kept that excused a finding; ``policy_digest`` the
    SHA-256 of the policy file, empty without one; ``reports`` maps the names of what was written to its SHA-256.
    """
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    facts = {
        "requested_by": requested_by,
        "commands": list(commands) or [f"agents {outcome.command}" for outcome in outcomes],
        "status": status,
        "approved_by": sorted(set(approved_by)),
        "base": next((outcome.base for outcome in outcomes if outcome.base), ""),
        "head": last_head(outcomes),
        "branch": next((outcome.branch for outcome in reversed(outcomes) if outcome.branch), ""),
        "pushed": [outcome.head for outcome in outcomes if outcome.pushed],
        "stacks": sorted({path for outcome in outcomes for path in outcome.stacks}),
        "policy": policy_digest,
        "gate": [{"command": o.command, "verdict": o.gate.verdict, "reasons": list(o.gate.reasons)} for o in outcomes],
        "findings": _by_severity(finding for finding in findings if finding.counts),
        "waived": _waived(findings, waivers),
        "explained": sum(finding.explained is not None for finding in findings),
        "mended": sorted(Counter(repair.rule for outcome in outcomes for repair in outcome.repairs).items()),
        "stages": [{"stage": row.stage, "status": row.status} for outcome in outcomes for row in outcome.stages],
        "frameworks": _frameworks(outcomes),
        "cost": _cost(outcomes),
        "evidence": _evidence([item for outcome in outcomes for item in outcome.evidence]),
        "reports": dict(reports or {}),
    }
    return {name: redact_values(value) for name, value in (facts | _thinking(outcomes)).items()}


def _thinking(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Which model was asked, whether its word stands, and what it took; nothing where there was none."""
    asked = [
        {
            "command": outcome.command,
            "model": outcome.reasoned.id,
            "used": outcome.reasoned.used,
            "requests": outcome.reasoned.usage.requests,
            "tokens": outcome.reasoned.usage.tokens,
            "usd": str(outcome.reasoned.usage.usd),
        }
        for outcome in outcomes
        if outcome.reasoned.thoughts
    ]
    return {"reasoner": asked} if asked else {}


def _by_severity(findings: Any) -> dict[str, int]:
    counted = Counter(finding.severity for finding in findings)
    return {str(severity): counted[severity] for severity in sorted(Severity, reverse=True) if counted[severity]}


def _waived(findings: Sequence[Finding], waivers: Sequence[Waiver]) -> list[dict[str, Any]]:
    """Rules that were excused, how often, why, and by whom where the policy says so."""
    excused = Counter(
        (finding.rule, finding.waived, _owner(finding, waivers)) for finding in findings if finding.waived is not None
    )
    return [
        {"rule": rule, "why": why, "findings": count, "owner": owner}
        for (rule, why, owner), count in sorted(excused.items())
    ]


def _owner(finding: Finding, waivers: Sequence[Waiver]) -> str:
    """Of the policy's waiver; a comment in the code belongs to whoever committed it."""
    owners = (waiver.owner for waiver in waivers if waiver.covers(finding))
    return "" if finding.waived_in == "code" else next(owners, "")


def _frameworks(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    return {
        assessment.framework: {standing: assessment.count(standing) for standing in STANDINGS}
        for outcome in outcomes
        for assessment in outcome.assessments
    }


def _cost(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Amounts as texts: exact, and the same in every language that reads them."""
    estimate = next((outcome.estimate for outcome in reversed(outcomes) if outcome.estimate), None)
    if estimate is None:
        return {}
    before = {} if estimate.before is None else {"before_monthly": str(cents(estimate.before))}
    return before | {
        "currency": estimate.currency,
        "total_monthly": str(cents(estimate.monthly)),
        "unpriced": str(len(estimate.unpriced)),
        "prices_as_of": estimate.prices_as_of,
    }


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """What ran, each once: durations differ from run to run and prove nothing."""
    kept = {
        (item.tool, item.version, item.command, item.exit_code, item.digest): {
            "tool": item.tool,
            "version": item.version,
            "command": item.command,
            "exit_code": item.exit_code,
            "digest": item.digest,
        }
        for item in evidence
    }
    return list(kept.values())
