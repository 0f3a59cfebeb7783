"""Workflow findings that checkov and zizmor both have: told once, by zizmor's more exact place."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.finding import Finding
from app.knowledge.workflows import workflow_rules
from app.toolchains.zizmor.records import SOURCE

WHOLE_FILE = frozenset({"CKV2_GHA_1"})
"""Rules of checkov that speak of a workflow as a whole, so that the line tells nothing."""


def without_twins(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out what zizmor says of the same lines too; its finding takes the other's rule as an alias.

    The higher severity of both stands, and a waiver of one is a waiver of the other.
    """
    ours = [finding for finding in findings if finding.source == SOURCE]
    merged = {id(finding): finding for finding in ours}
    left: list[Finding] = []
    for finding in findings:
        if finding.source == SOURCE:
            continue
        twins = [other for other in ours if _same(other, finding)]
        for other in twins:
            merged[id(other)] = _merged(merged[id(other)], finding)
        if not twins:
            left.append(finding)
    return (*left, *merged.values())


def _same(ours: Finding, other: Finding) -> bool:
    rule = workflow_rules().get(ours.rule.removeprefix(f"{SOURCE}/"))
    if rule is None or other.rule not in rule.aliases or ours.path != other.path:
        return False
    first, last = other.line or 0, other.end_line or other.line or 0
    return other.rule in WHOLE_FILE or (first <= (ours.end_line or 0) and (ours.line or 0) <= last)


def _merged(ours: Finding, other: Finding) -> Finding:
    waived = ours.waived if ours.waived is not None else other.waived
    return replace(
        ours,
        severity=max(ours.severity, other.severity),
        aliases=tuple(dict.fromkeys((*ours.aliases, other.rule))),
        controls={**other.controls, **ours.controls},
        waived=waived,
        waived_in=ours.waived_in or other.waived_in,
    )
