"""A proof: what the checks say of files that nobody has committed yet, and how two of them compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.artifact import Artifact
from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult
from app.domain.run import Gate

Score = tuple[bool, bool, tuple[int, ...], Decimal]


@dataclass(frozen=True, slots=True)
class Proof:
    """Files as they were checked (mended mechanically where that was possible) and what came of it.

    ``planned`` says that every step of every stack passed; ``findings`` are those that count; ``monthly`` is US
    dollars, None where nothing could be priced; ``refused`` names what code refuses whatever the checks say:
    forbidden paths, provisioners, wider permissions, public exposure, secrets that the request did not ask for.
    """

    artifacts: tuple[Artifact, ...]
    planned: bool
    gate: Gate
    findings: tuple[Finding, ...] = ()
    monthly: Decimal | None = None
    refused: tuple[str, ...] = ()
    results: tuple[StackResult, ...] = ()
    exposed: tuple[EntryPoint, ...] = ()

    @property
    def score(self) -> Score:
        """Larger is better: plan, gate, findings from critical down, cost."""
        counts = tuple(
            -sum(finding.severity is severity for finding in self.findings) for severity in reversed(Severity)
        )
        return self.planned, self.gate.passed, counts, -(self.monthly or Decimal(0))

    def worse_than(self, floor: "Proof") -> str:
        """Why this may not replace ``floor``, in words; empty where it passes at least the same checks.

        What the floor has too may not get worse; what is new may bring findings below the gate.
        """
        if self.refused:
            return f"refused: {'; '.join(self.refused)}"
        if floor.planned and not self.planned:
            return "it does not plan and apply in simulation, the offline result does"
        if floor.gate.passed and not self.gate.passed:
            return f"the gate fails: {'; '.join(self.gate.reasons)}"
        if not self.gate.passed and (more := self._more_against(floor)):
            return f"more speaks against it: {more}"
        before, after = _by_resource(floor.findings), _by_resource(self.findings)
        worse = sorted(
            f"{rule} on {resource or path}"
            for rule, resource, path in after
            if after[rule, resource, path] > before.get((rule, resource, path), 0) and _known(resource, path, floor)
        )
        return f"it brings {', '.join(worse)}" if worse else ""

    def _more_against(self, floor: "Proof") -> str:
        """What two that both fail the gate differ in to the worse: kinds of reasons, grave findings."""
        grave = [severity for severity in reversed(Severity) if severity >= Severity.HIGH]
        for severity in grave:
            before, after = (sum(one.severity is severity for one in proof.findings) for proof in (floor, self))
            if after > before:
                return f"{after} {severity} findings instead of {before}"
        return "; ".join(self.gate.reasons) if len(self.gate.reasons) > len(floor.gate.reasons) else ""


def _by_resource(findings: tuple[Finding, ...]) -> Mapping[tuple[str, str, str], int]:
    counted: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        key = (finding.rule, finding.resource, finding.path)
        counted[key] = counted.get(key, 0) + 1
    return counted


def _known(resource: str, path: str, floor: Proof) -> bool:
    """Whether the floor has what a finding speaks of: the resource, or the file where no resource is named."""
    if not resource:
        return any(artifact.path == path for artifact in floor.artifacts)
    addresses = {str(change.get("address", "")) for result in floor.results for change in result.plan.resource_changes}
    return resource in addresses
