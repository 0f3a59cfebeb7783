"""The security agent looks for vulnerabilities, secrets and permissions that are too wide."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.agents.base import AgentResult, Context
from app.domain.evidence import Evidence
from app.domain.finding import Finding, fingerprinted
from app.domain.plan import Status


class Scan(Protocol):
    """What a scanner answers."""

    @property
    def findings(self) -> Sequence[Finding]:
        """Normalised findings, paths relative to the scanned root."""
        ...

    @property
    def evidence(self) -> Sequence[Evidence]:
        """What ran."""
        ...

    @property
    def status(self) -> Status:
        """``not_run`` where the scanner is not installed."""
        ...

    @property
    def why(self) -> str:
        """Filled where it did not pass."""
        ...


class Scanner(Protocol):
    """A static scanner."""

    def scan(self, root: Path, paths: Sequence[str] = ()) -> Scan:
        """Scan the paths below ``root`` (all of it without paths)."""
        ...


class Security:
    """Scans the stacks with every scanner it was given."""

    name = "security"
    reads: tuple[str, ...] = ("artifacts", "stacks")
    writes: tuple[str, ...] = ("findings",)

    def __init__(self, scanners: Sequence[Scanner]) -> None:
        self._scanners = scanners

    def run(self, context: Context) -> AgentResult:
        """Scan; a scanner that could not run makes the stage *not run*, never *passed*.

        A run answers for the stack it wrote; a review looks at the whole folder, where secrets and workflows lie too.
        """
        paths = [stack.path for stack in context.stacks] if context.command == "run" else ()
        scans = [scanner.scan(context.workdir, paths) for scanner in self._scanners]
        missing = [scan for scan in scans if scan.status != "passed"]
        worst: Status = "failed" if any(scan.status == "failed" for scan in missing) else "not_run"
        return AgentResult(
            status=worst if missing else "passed",
            why="; ".join(scan.why for scan in missing),
            findings=fingerprinted(finding for scan in scans for finding in scan.findings),
            evidence=tuple(evidence for scan in scans for evidence in scan.evidence),
        )
