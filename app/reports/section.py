"""What one outcome shows below its verdict: stages, findings, cost, controls, folds with plans and evidence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.domain.cost import ZERO, saved
from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult
from app.domain.run import Outcome
from app.reports.control_view import failing, failing_before
from app.reports.cost_view import view_of
from app.reports.defuse import capital, code, html, inert, prose
from app.reports.templating import render
from app.reports.thought_view import remark_lines, replay_line, thought_line, usage_line

TOP = 10
"""Findings shown before the rest is left to SARIF."""
SHOWN_CHANGES = 200
"""Lines of all plans of an outcome together; each plan shows at least ``FEWEST``."""
FEWEST = 10
SHOWN_PLANS = 20
SHOWN_ROWS = 50
"""Rows of a fold."""
UNSCANNED = frozenset({"cost"})
"""Commands that look for no findings: that there is none says nothing."""
WHOLE = frozenset({"run", "revise", "review", "fix"})
"""Commands that look at all there is: a plan that passes is no verdict on the change."""
EXPOSURE = {"AGT_RISK_PUBLIC_BUCKET", "AGT_RISK_OPEN_INGRESS", "AGT_RISK_PUBLIC_DATABASE"}
REACHED = "AGT_NET_"
"""Rules about what the internet reaches; those of high severity are a danger, the others an entry of the map."""
SIGNS = {
    ("create",): "+",
    ("update",): "~",
    ("delete",): "-",
    ("delete", "create"): "-/+",
    ("create", "delete"): "+/-",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the plan: Terraform's sign and the address."""

    sign: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A stack with those of its changes that are shown, and how many are not."""

    result: StackResult
    changes: Sequence[Change]
    hidden: int


def render_section(outcome: Outcome, words: Mapping[str, str]) -> str:
    """Markdown without heading, verdict, danger line and next commands."""
    shown = ranked(finding for finding in outcome.findings if finding.counts)
    return render(
        "section.md.j2",
        o=outcome,
        t=words,
        rows=outcome.stages,
        looked=outcome.command not in UNSCANNED or bool(outcome.findings),
        shown=shown[:TOP],
        hidden=max(0, len(shown) - TOP),
        kept=[f for f in outcome.findings if not f.counts],
        detailed=_alike(finding for finding in shown[:TOP] if finding.detail),
        controls=partial(controls_of, frameworks={one.framework for one in outcome.assessments}),
        cost=view_of(outcome.estimate) if outcome.estimate else None,
        failing=failing(outcome),
        failing_before=failing_before(outcome),
        saved=saved(outcome.estimate.savings) if outcome.estimate else ZERO,
        top=TOP,
        most=SHOWN_ROWS,
        plans=_plans(outcome.results),
        plans_hidden=max(0, len(outcome.results) - SHOWN_PLANS),
        proven=_proven(outcome.results, words),
        steps=_step_line,
        thought=" ".join(filter(None, (thought_line(outcome.reasoned, words), replay_line(outcome.reasoned, words)))),
        remarks=remark_lines(outcome, words),
        usage_of=lambda thought: usage_line((thought,), words).rstrip("."),
        place=_place,
        tools=_tools(outcome),
    )


def ranked(findings: Any) -> list[Finding]:
    """The worst first."""
    return sorted(findings, key=lambda f: (-f.severity, f.rule, f.path, f.line or 0))


def controls_of(finding: Finding, frameworks: Collection[str] = (), most: int = 4) -> str:
    """``hipaa 164.312(a)(1), pci 8.2``: of these frameworks (all without), the first few of each."""
    shown = ((name, ids) for name, ids in sorted(finding.controls.items()) if ids and name in (frameworks or (name,)))
    return ", ".join(f"{name} {' '.join(ids[:most])}{' …' if len(ids) > most else ''}" for name, ids in shown)


def changes(result: StackResult) -> list[Change]:
    """What the plan does, one entry for each resource that is not left alone."""
    found = []
    for change in result.plan.resource_changes:
        sign = SIGNS.get(tuple(change.get("change", {}).get("actions", ())))
        if sign:
            found.append(Change(sign, str(change.get("address", ""))))
    return sorted(found, key=lambda c: (c.sign == "+", c.address))


def danger(outcomes: Sequence[Outcome], words: Mapping[str, str]) -> list[str]:
    """What must be read before any detail: deletions, replacements, exposure; each name once."""
    gone: dict[str, None] = {}
    replaced: dict[str, None] = {}
    exposed: dict[str, None] = {}
    for outcome in outcomes:
        for result in outcome.results:
            for change in changes(result):
                where = change.address if len(outcome.results) == 1 else f"{result.path}: {change.address}"
                if change.sign == "-":
                    gone[where] = None
                elif change.sign in {"-/+", "+/-"}:
                    replaced[where] = None
        exposed |= {finding.resource or finding.title: None for finding in outcome.findings if _exposes(finding)}
    lines = (("deletes", [*gone]), ("replaces", [*replaced]), ("exposes", [*exposed]))
    said = [words[key].format(count=len(names), names=_listed(names)) for key, names in lines if names]
    over = dict.fromkeys(reason for outcome in outcomes for reason in outcome.over_budget)
    return [*said, *(words["over_budget"].format(reason=prose(reason)) for reason in over)]


def not_run(outcomes: Sequence[Outcome]) -> list[str]:
    """The stages that did not run, each once."""
    return list({stage.stage: None for o in outcomes for stage in o.stages if stage.status == "not_run"})


def nothing_changed(outcome: Outcome) -> bool:
    """Whether there was nothing to look at: a review of a change that touches no stack, or of a place without one."""
    found = (outcome.stacks, outcome.results, outcome.findings, outcome.evidence, outcome.repairs, outcome.left)
    return outcome.request is None and outcome.gate.passed and not any(found)


def is_whole(outcome: Outcome) -> bool:
    """Whether its verdict speaks for the whole change."""
    return outcome.command in WHOLE and not outcome.part


def render_verdict(outcomes: Sequence[Outcome], words: Mapping[str, str]) -> tuple[str, str]:
    """Heading and sentence (without commit and duration) over all that was done; *not run* is never *passed*."""
    reasons = [reason for outcome in outcomes if not outcome.gate.passed for reason in outcome.gate.reasons]
    if any(not outcome.gate.passed for outcome in outcomes):
        return f"❌ {words['failed']}", "; ".join(prose(reason) for reason in dict.fromkeys(reasons))
    if all(nothing_changed(outcome) for outcome in outcomes):
        against = all(outcome.base for outcome in outcomes)
        return f"✅ {words['nothing_changed']}", capital(words["nothing_changed_why" if against else "nothing_here"])
    if missing := not_run(outcomes):
        return f"⚠️ {words['unproven']}", capital(f"{words['verdict_unproven']} ({', '.join(map(inert, missing))})")
    if not any(is_whole(outcome) for outcome in outcomes):
        return f"✅ {words['part_passed']}", capital(words["verdict_part"])
    if phrases := sum(len(outcome.not_understood) for outcome in outcomes):
        return f"⚠️ {words['partly']}", capital(words["verdict_partly"].format(count=phrases))
    return f"✅ {words['passed']}", capital(words["verdict_passed"])


def _exposes(finding: Finding) -> bool:
    names = (finding.rule, *finding.aliases)
    grave = finding.severity >= Severity.HIGH and finding.counts
    reached = grave and any(name.startswith(REACHED) for name in names)
    return (reached or not EXPOSURE.isdisjoint(names)) and finding.new is not False


def _alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Those with one rule and one text together."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.rule, finding.detail), []).append(finding)
    return list(found.values())


def _listed(names: Sequence[str], most: int = 5) -> str:
    listed = ", ".join(code(name) for name in names[:most])
    return listed + (f", … ({len(names)})" if len(names) > most else "")


def _plans(results: Sequence[StackResult]) -> list[ShownPlan]:
    left = SHOWN_CHANGES
    shown = []
    for result in results[:SHOWN_PLANS]:
        all_changes = changes(result)
        most = max(FEWEST, left)
        shown.append(ShownPlan(result, all_changes[:most], max(0, len(all_changes) - most)))
        left -= min(most, len(all_changes))
    return shown


def _place(finding: Finding) -> str:
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    return code(where) + (f" {code(finding.resource)}" if finding.resource else "")


def _proven(results: Sequence[StackResult], words: Mapping[str, str]) -> str:
    """What a simulation proves and what not: a plan less than a deployment; nothing where no stack passed."""
    good = [result for result in results if result.status == "passed"]
    versions = {f"{name} {version}" for result in good for name, version in result.provider_schemas.items()}
    if not versions:
        return ""
    deployed = any(step.step == "apply" and step.status == "passed" for result in good for step in result.steps)
    return words["simulated" if deployed else "simulated_plan"].format(schemas=html(", ".join(sorted(versions))))


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
