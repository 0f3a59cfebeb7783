"""A run as JSON: what scripts read (docs/reference/json.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from app.domain.command import Command
from app.domain.compliance import STANDINGS, Assessment
from app.domain.cost import MONTHS, Component, CostChange, Estimate, ResourceCost, Saving, cents
from app.domain.finding import Finding, Repair
from app.domain.job import RunRow
from app.domain.plan import StackResult
from app.domain.redaction import redact, redact_values
from app.domain.request import Settlement
from app.domain.run import Gate, Outcome
from app.reports.amounts import difference
from app.reports.thought_record import reasoner_record, remarks_record, thinking_record


def run_record(outcome: Outcome) -> dict[str, Any]:
    """The JSON of ``agents run``."""
    record = {
        "run": outcome.run,
        "branch": outcome.branch,
        "base": outcome.base,
        "head": outcome.head,
        "stacks": list(outcome.stacks),
        "not_understood": list(outcome.not_understood),
        "questions": list(outcome.questions),
        "settled": [_settlement_record(settlement) for settlement in outcome.settled],
        "findings": [finding_record(finding) for finding in outcome.findings],
        "gate": gate_record(outcome.gate),
        "stages": [asdict(stage) for stage in outcome.stages],
        "repairs": [asdict(repair) for repair in outcome.repairs],
        "left": [{"rule": f.rule, "resource": f.resource, "why": why} for f, why in outcome.left],
        "reports": dict(outcome.reports),
        "reasoner": reasoner_record(outcome.reasoned),
        "evidence": [asdict(evidence) for evidence in outcome.evidence],
        "pushed": outcome.pushed,
        "merge": asdict(outcome.merge),
    }
    return _discreet(record | remarks_record(outcome.reasoned, outcome.remarks) | _analyses(outcome))


def review_record(outcome: Outcome) -> dict[str, Any]:
    """The JSON of ``agents review`` (``security`` and ``test`` answer alike)."""
    record: dict[str, Any] = {
        "findings": [finding_record(finding) for finding in outcome.findings],
        "gate": gate_record(outcome.gate),
        "stages": [asdict(stage) for stage in outcome.stages],
        "evidence": [asdict(evidence) for evidence in outcome.evidence],
    }
    if outcome.base is not None:
        record["existing"] = dict(outcome.existing)
    if outcome.settled:
        record["settled"] = [_settlement_record(settlement) for settlement in outcome.settled]
    return _discreet(record | _analyses(outcome) | thinking_record(outcome.reasoned, outcome.remarks))


def _discreet(record: dict[str, Any]) -> dict[str, Any]:
    """Without secrets: titles, addresses and reasons quote what strangers wrote."""
    found: dict[str, Any] = redact_values(record)
    return found


def _analyses(outcome: Outcome) -> dict[str, Any]:
    """Cost and frameworks, where somebody looked at them: nothing is there that was not computed."""
    record: dict[str, Any] = {}
    if outcome.estimate is not None:
        record["cost"] = estimate_record(outcome.estimate)
    if outcome.exposed:
        record["exposed"] = [asdict(way) for way in outcome.exposed]
    if outcome.assessments:
        record["assessments"] = [assessment_record(one) for one in outcome.assessments]
    return record


def assessment_record(assessment: Assessment) -> dict[str, Any]:
    """One framework: counts, and each control with the rules that looked and the fingerprints of what failed."""
    counts: dict[str, int] = {standing: assessment.count(standing) for standing in STANDINGS}
    return {
        "framework": assessment.framework,
        "name": assessment.name,
        **counts,
        "controls": [asdict(control) for control in assessment.controls],
        "note": "evidence toward controls, not a statement of compliance",
    }


def cost_record(outcome: Outcome) -> dict[str, Any]:
    """The JSON of ``agents cost``; where nothing could be priced the sums are null, not 0, and the stages say why."""
    record = estimate_record(outcome.estimate or Estimate())
    if outcome.estimate is None:
        record |= dict.fromkeys(("total_monthly", "baseline_monthly", "usage_monthly", "yearly"))
    told = {"gate": gate_record(outcome.gate), "stages": [asdict(stage) for stage in outcome.stages]}
    return _discreet(record | told | thinking_record(outcome.reasoned, outcome.remarks))


def estimate_record(estimate: Estimate) -> dict[str, Any]:
    """What stacks cost: sums rounded to cents, quantities and unit prices as they are.

    ``before_monthly``, ``difference_monthly`` and ``changes`` are there only where a base was given.
    """
    record: dict[str, Any] = {
        "currency": estimate.currency,
        "prices_as_of": estimate.prices_as_of,
        "total_monthly": _money(estimate.monthly),
        "baseline_monthly": _money(estimate.baseline),
        "usage_monthly": _money(estimate.by_usage),
        "yearly": _money(estimate.monthly * MONTHS),
        "resources": [_resource_record(resource) for resource in estimate.resources],
        "unpriced": [asdict(one) for one in estimate.unpriced],
        "free": estimate.free,
        "usage": estimate.usage,
        "notes": list(estimate.notes),
        "savings": [_saving_record(saving) for saving in estimate.savings],
    }
    if estimate.before is not None:
        record["before_monthly"] = _money(estimate.before)
        record["difference_monthly"] = _money(difference(estimate.before, estimate.monthly))
        record["changes"] = [_change_record(change) for change in estimate.changes]
    return record


def _resource_record(resource: ResourceCost) -> dict[str, Any]:
    return {
        "address": resource.address,
        "type": resource.type,
        "stack": resource.stack,
        "region": resource.region,
        "label": resource.label,
        "baseline_monthly": _money(resource.baseline),
        "usage_monthly": _money(resource.by_usage),
        "components": [_component_record(component) for component in resource.components],
    }


def _component_record(component: Component) -> dict[str, Any]:
    record = asdict(component) | {"monthly": component.monthly}
    return {name: _number(value) if isinstance(value, Decimal) else value for name, value in record.items()}


def _saving_record(saving: Saving) -> dict[str, Any]:
    record = asdict(saving) | {"monthly_saving": _money(saving.monthly), "edits": [asdict(e) for e in saving.edits]}
    del record["monthly"]
    return record


def _change_record(change: CostChange) -> dict[str, Any]:
    amounts = {"before": change.before, "after": change.after, "difference": difference(change.before, change.after)}
    return {
        "address": change.address,
        "type": change.type,
        "stack": change.stack,
        "label": change.label,
        **{name: None if amount is None else _money(amount) for name, amount in amounts.items()},
    }


def _settlement_record(settlement: Settlement) -> dict[str, Any]:
    record = asdict(settlement)
    record["options"] = [
        {"name": option.name, "monthly": None if option.monthly is None else _money(option.monthly)}
        for option in settlement.options
    ]
    return record


def _money(amount: Decimal) -> float:
    return float(cents(amount))


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def fix_record(fixed: Sequence[Repair], left: Sequence[tuple[Finding, str]], files: Sequence[str]) -> dict[str, Any]:
    """The JSON of ``agents fix``; lines of code may hold secrets, which are redacted."""
    return {
        "fixed": [
            asdict(repair) | {"before": redact(repair.before), "after": redact(repair.after)} for repair in fixed
        ],
        "left": [{"rule": f.rule, "path": f.path, "resource": f.resource, "why": why} for f, why in left],
        "files": list(files),
    }


def simulate_record(results: Iterable[StackResult], *, base: bool = False) -> dict[str, Any]:
    """The JSON of ``agents simulate`` and ``agents plan``."""
    listed = [stack_record(result, base=base) for result in results]
    return {"stacks": listed, "ok": all(stack["status"] != "failed" for stack in listed)}


def stack_record(result: StackResult, *, base: bool = False) -> dict[str, Any]:
    """One stack; ``changed`` only where a base was given."""
    record: dict[str, Any] = {
        "path": result.path,
        "status": result.status,
        "why": result.why,
        "provider_schemas": dict(result.provider_schemas),
        "steps": [asdict(step) for step in result.steps],
        "plan": {
            "add": result.plan.add,
            "change": result.plan.change,
            "destroy": result.plan.destroy,
            "resource_changes": [dict(change) for change in result.plan.resource_changes],
        },
        "idempotent": result.idempotent,
    }
    if base:
        record["changed"] = list(result.changed)
    return record


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding."""
    record: dict[str, Any] = asdict(finding)
    record["severity"] = str(finding.severity)
    record["controls"] = {framework: list(ids) for framework, ids in finding.controls.items()}
    record["aliases"] = list(finding.aliases)
    return record


def gate_record(gate: Gate) -> Mapping[str, Any]:
    """The verdict."""
    return {"verdict": gate.verdict, "reasons": list(gate.reasons)}


def row_record(run: RunRow) -> dict[str, Any]:
    """A run of the service as its store keeps it: redacted, for strangers' eyes without title, text and person."""
    return {
        "run": run.id,
        "status": run.status,
        "why": redact(run.why),
        "thread": run.event.thread.name,
        "commands": [_command_record(command) for command in run.commands],
        "stages": [_stage_record(stage) for stage in run.stages],
        "branch": run.branch,
        "head": run.head,
        "created": run.created,
        "started": run.started,
        "finished": run.finished,
    }


def _command_record(command: Command) -> dict[str, Any]:
    return {
        "name": command.name,
        "args": [redact(text) for text in command.args],
        "named": {name: redact(text) for name, text in command.named.items()},
        "flags": {name: _flag(value) for name, value in command.flags.items()},
    }


def _flag(value: str | bool | tuple[str, ...]) -> Any:
    if isinstance(value, bool):
        return value
    return redact(value) if isinstance(value, str) else [redact(text) for text in value]


def _stage_record(stage: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "stage": str(stage.get("stage", "")),
        "status": str(stage.get("status", "")),
        "why": redact(str(stage.get("why", ""))),
        "seconds": float(stage.get("seconds", 0.0)),
    }
