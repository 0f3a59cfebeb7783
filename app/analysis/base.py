"""What every analysis answers with, and how it notes what its rules saw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Severity
from app.knowledge.security import security_rules

SOURCE = "analysis"


@dataclass(frozen=True, slots=True)
class Analysis:
    """Findings without fingerprints; ``passed``: the rules that looked at something and were content."""

    findings: tuple[Finding, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    passed: tuple[str, ...] = ()


def blocks_in(block: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The nested blocks of a block, none where there are none: an unknown one is None."""
    found = block.get(name)
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, Mapping)]


class Observations:
    """What the rules of one analysis saw in one stack: what they looked at, and what they object to."""

    def __init__(self, stack: str) -> None:
        self._stack = stack
        self._looked: set[str] = set()
        self._findings: dict[tuple[str, str, str], Finding] = {}

    def looked(self, *rules: str) -> None:
        """Note that these rules found something that they could judge."""
        self._looked.update(rules)

    def object(self, rule: str, resource: str, what: str, more: str = "", severity: Severity | None = None) -> None:
        """Note an objection. ``what`` is the title; ``more`` the particulars; ``severity`` where it is not the rule's.

        The same objection to the same resource is noted once.
        """
        facts = security_rules()[rule]
        self._looked.add(rule)
        self._findings.setdefault(
            (rule, resource, what),
            Finding(
                rule=rule,
                severity=facts.severity if severity is None else severity,
                title=what,
                path=self._stack,
                source=SOURCE,
                resource=resource,
                detail=" ".join(part for part in (more, facts.why, facts.mend) if part),
                guideline=facts.guideline,
                controls=facts.controls,
            ),
        )

    def result(self, entry_points: Iterable[EntryPoint] = ()) -> Analysis:
        """All of it."""
        found = tuple(self._findings.values())
        content = self._looked - {finding.rule for finding in found}
        return Analysis(found, tuple(entry_points), tuple(sorted(content)))
