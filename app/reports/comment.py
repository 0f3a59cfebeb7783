"""The living comment: verdict, danger, stages, findings, folds, next commands, in that order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.run import Outcome
from app.reports.defuse import code
from app.reports.phrases import phrases
from app.reports.templating import render

TOP = 10
"""Findings shown before the rest is left to SARIF."""
SHOWN_CHANGES = 200
EXPOSURE = {"AGT_RISK_PUBLIC_BUCKET", "AGT_RISK_OPEN_INGRESS", "AGT_RISK_PUBLIC_STORE"}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the plan: Terraform's sign and the address."""

    sign: str
    address: str


SIGNS = {
    ("create",): "+",
    ("update",): "~",
    ("delete",): "-",
    ("delete", "create"): "-/+",
    ("create", "delete"): "+/-",
}


def render_comment(outcome: Outcome, sequence: int = 1) -> str:
    """Markdown for the outcome of a run or a review, in the language of the request."""
    words = phrases(outcome.language)
    shown = sorted((f for f in outcome.findings if f.counts), key=_rank)
    marker = f"<!-- agents run={outcome.run} head={outcome.head or ''} seq={sequence} -->"
    return render(
        "comment.md.j2",
        o=outcome,
        t=words,
        marker=marker,
        danger=_danger(outcome, words),
        shown=shown[:TOP],
        hidden=max(0, len(shown) - TOP),
        kept=[f for f in outcome.findings if not f.counts],
        plans=[(result, changes(result)[:SHOWN_CHANGES]) for result in outcome.results],
        schemas=_schemas(outcome.results),
        steps=_step_line,
        place=_place,
        tools=_tools(outcome),
    )


def changes(result: StackResult) -> list[Change]:
    """What the plan does, one entry for each resource that is not left alone."""
    found = []
    for change in result.plan.resource_changes:
        sign = SIGNS.get(tuple(change.get("change", {}).get("actions", ())))
        if sign:
            found.append(Change(sign, str(change.get("address", ""))))
    return sorted(found, key=lambda c: (c.sign == "+", c.address))


def _danger(outcome: Outcome, words: Mapping[str, str]) -> list[str]:
    gone: list[str] = []
    replaced: list[str] = []
    for result in outcome.results:
        for change in changes(result):
            if change.sign == "-":
                gone.append(change.address)
            elif change.sign in {"-/+", "+/-"}:
                replaced.append(change.address)
    exposed = [f.resource or f.title for f in outcome.findings if f.rule in EXPOSURE]
    lines = (("deletes", gone), ("replaces", replaced), ("exposes", exposed))
    return [words[key].format(count=len(names), names=_listed(names)) for key, names in lines if names]


def _listed(names: Sequence[str], most: int = 5) -> str:
    listed = ", ".join(code(name) for name in names[:most])
    return listed + (f", … ({len(names)})" if len(names) > most else "")


def _rank(finding: Finding) -> tuple[int, str, str, int]:
    return (-finding.severity, finding.rule, finding.path, finding.line or 0)


def _place(finding: Finding) -> str:
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    return code(where) + (f" {code(finding.resource)}" if finding.resource else "")


def _schemas(results: Sequence[StackResult]) -> str:
    versions = {f"{name} {version}" for result in results for name, version in result.provider_schemas.items()}
    return ", ".join(sorted(versions))


def _step_line(result: StackResult, words: Mapping[str, str]) -> str:
    signs = {"passed": "✅", "failed": "❌", "not_run": "⚪"}
    line = " ".join(f"{signs[step.status]} {step.step}" for step in result.steps)
    if result.idempotent is None:
        return line
    return f"{line} · {words['idempotent' if result.idempotent else 'not_idempotent']}"


def _tools(outcome: Outcome) -> list[dict[str, Any]]:
    """Evidence with the same tool and command counted once."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for item in outcome.evidence:
        key = (item.tool, item.version, item.command, str(item.exit_code), item.isolation)
        row = rows.setdefault(key, {"item": item, "times": 0, "seconds": 0.0})
        row["times"] += 1
        row["seconds"] = round(row["seconds"] + item.seconds, 2)
    return list(rows.values())
