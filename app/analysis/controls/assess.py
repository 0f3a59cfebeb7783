"""Joins findings and passed rules to the controls of frameworks.

*Failing*: a finding touches the control; one of severity info only tells something and fails nothing. That a finding
was waived or explained changes what follows from it, not what the code does, so its control stays failing, with the
reason beside it; only the gate lets it pass. *Covered*: a rule of the control looked at something here and no finding
touches it. *Not assessable*: no rule of it found anything to look at, or code can tell nothing about it. All of it is
evidence toward a control, never proof.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.compliance import Assessment, ControlResult, Standing
from app.domain.finding import Finding, Severity
from app.knowledge.controls import Control, controls_of, frameworks

SHOWN = 6
"""Controls that a reason names; the report has them all."""


def with_controls(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, each with the controls it touches: those that it names, those of its rule and of its aliases."""
    return tuple(replace(one, controls=_controls(one)) for one in findings)


def assess(findings: Sequence[Finding], passed: Iterable[str], chosen: Sequence[str]) -> tuple[Assessment, ...]:
    """An assessment of each chosen framework; unknown names are left out.

    ``findings`` need their fingerprints; ``passed`` are the rules that looked at something and were content.
    """
    known = [frameworks()[name] for name in dict.fromkeys(chosen) if name in frameworks()]
    grave = [finding for finding in findings if finding.severity > Severity.INFO]
    touched = [(finding, _controls(finding)) for finding in grave]
    content = [(rule, controls_of(rule)) for rule in sorted(set(passed))]
    assessments = []
    for framework in known:
        failed: dict[str, list[Finding]] = defaultdict(list)
        looked: dict[str, set[str]] = defaultdict(set)
        for finding, controls in touched:
            for control in controls.get(framework.key, ()):
                failed[control].append(finding)
                looked[control].add(finding.rule)
        for rule, evidence in content:
            for control in evidence.get(framework.key, ()):
                looked[control].add(rule)
        results = tuple(_result(one, failed[one.id], looked[one.id]) for one in framework.controls)
        assessments.append(Assessment(framework.key, framework.name, results))
    return tuple(assessments)


def failing_reasons(assessments: Iterable[Assessment], chosen: Sequence[str]) -> tuple[str, ...]:
    """Why the gate fails: one reason for each chosen framework that has failing controls."""
    reasons = []
    for one in assessments:
        failing = [control.id for control in one.controls if control.standing == "failing"]
        if one.framework in chosen and failing:
            more = f" and {len(failing) - SHOWN} more" if len(failing) > SHOWN else ""
            plural = "s" if len(failing) > 1 else ""
            reasons.append(f"{len(failing)} control{plural} of {one.name} failing: {', '.join(failing[:SHOWN])}{more}")
    return tuple(reasons)


def _controls(finding: Finding) -> dict[str, tuple[str, ...]]:
    merged: dict[str, dict[str, None]] = defaultdict(dict)
    for evidence in (finding.controls, *map(controls_of, (finding.rule, *finding.aliases))):
        for framework, ids in evidence.items():
            merged[framework].update(dict.fromkeys(ids))
    return {framework: tuple(ids) for framework, ids in merged.items()}


def _result(control: Control, failed: Sequence[Finding], looked: Iterable[str]) -> ControlResult:
    rules = tuple(sorted(looked))
    standing: Standing = "failing" if failed else "covered" if rules else "not_assessable"
    findings = tuple(dict.fromkeys(finding.fingerprint for finding in failed))
    return ControlResult(control.id, control.title, standing, rules, findings)
