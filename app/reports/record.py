"""A run as JSON: what scripts read (docs/reference/json.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.domain.command import Command
from app.domain.finding import Finding, Repair
from app.domain.job import RunRow
from app.domain.plan import StackResult
from app.domain.redaction import redact
from app.domain.run import Gate, Outcome


def run_record(outcome: Outcome) -> dict[str, Any]:
    """The JSON of ``agents run``."""
    return {
        "run": outcome.run,
        "branch": outcome.branch,
        "base": outcome.base,
        "head": outcome.head,
        "stacks": list(outcome.stacks),
        "not_understood": list(outcome.not_understood),
        "questions": list(outcome.questions),
        "settled": [asdict(settlement) for settlement in outcome.settled],
        "findings": [finding_record(finding) for finding in outcome.findings],
        "gate": gate_record(outcome.gate),
        "stages": [asdict(stage) for stage in outcome.stages],
        "repairs": [asdict(repair) for repair in outcome.repairs],
        "left": [{"rule": f.rule, "resource": f.resource, "why": why} for f, why in outcome.left],
        "reports": dict(outcome.reports),
        "reasoner": {
            "asked": outcome.reasoner,
            "used": "offline",
            "why": "",
            "requests": 0,
            "tokens": 0,
            "usd": 0.0,
        },
        "evidence": [asdict(evidence) for evidence in outcome.evidence],
        "pushed": outcome.pushed,
        "merge": asdict(outcome.merge),
    }


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
    return record


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
