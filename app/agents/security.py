"""The security agent looks for vulnerabilities, secrets and permissions that are too wide."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from app.agents.base import AgentResult, Context, Locate, language_of
from app.agents.prompts import render_prompt
from app.domain.evidence import Evidence
from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, fingerprinted
from app.domain.plan import Status
from app.domain.planned import Planned
from app.reasoning.base import Data


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

    @property
    def passed(self) -> Sequence[str]:
        """Ids of rules that looked at something and were content."""
        ...


class Scanner(Protocol):
    """A static scanner."""

    def scan(self, root: Path, paths: Sequence[str] = ()) -> Scan:
        """Scan the paths below ``root`` (all of it without paths)."""
        ...


class Analysis(Protocol):
    """What an analysis of a planned graph answers."""

    @property
    def findings(self) -> Sequence[Finding]:
        """Findings with the resource's address; no line is known yet."""
        ...

    @property
    def entry_points(self) -> Sequence[EntryPoint]:
        """What the internet reaches, each with the way there."""
        ...

    @property
    def passed(self) -> Sequence[str]:
        """Ids of rules that looked at something and were content."""
        ...


TOLD = 40
"""Findings that a model is told of, the worst first."""
ROUTES = 20
DETAIL = 400
"""Characters of what a finding says."""
Analyse = Callable[[Planned], Analysis]
Merge = Callable[[Sequence[Finding]], tuple[Finding, ...]]


class Security:
    """Scans the code with every scanner it was given, analyses the graph of every plan, and tells each thing once."""

    name = "security"
    reads: tuple[str, ...] = ("artifacts", "stacks", "results")
    writes: tuple[str, ...] = ("findings", "passed")

    def __init__(self, scanners: Sequence[Scanner], analyse: Analyse, locate: Locate, merge: Merge) -> None:
        self._scanners = scanners
        self._analyse = analyse
        self._locate = locate
        self._merge = merge

    def run(self, context: Context) -> AgentResult:
        """Scan and analyse; what could not be looked at makes the stage *not run*, never *passed*.

        A run answers for the stack it wrote; a review looks at the whole folder, where secrets and workflows lie too.
        """
        paths = [stack.path for stack in context.stacks] if context.command == "run" else ()
        scans = [scanner.scan(context.workdir, paths) for scanner in self._scanners]
        planned = [result for result in context.results if result.planned is not None]
        analyses = [(result, self._analyse(result.planned)) for result in planned if result.planned is not None]
        found = [finding for scan in scans for finding in scan.findings]
        for result, analysis in analyses:
            found += self._locate(context.workdir, result.path, analysis.findings)
        missing = [scan for scan in scans if scan.status != "passed"]
        blind = [result.path for result in context.results if result.planned is None]
        why = [scan.why for scan in missing]
        if blind:
            why.append(f"permissions and exposure need a plan: {', '.join(blind)} has none")
        passed = [rule for scan in scans for rule in scan.passed]
        passed += [rule for _, analysis in analyses for rule in analysis.passed]
        return AgentResult(
            status=_status(missing, blind=bool(blind) and not planned),
            why="; ".join(why),
            findings=fingerprinted(self._merge(found)),
            evidence=tuple(evidence for scan in scans for evidence in scan.evidence),
            passed=tuple(dict.fromkeys(passed)),
            exposed=tuple(dict.fromkeys(point for _, analysis in analyses for point in analysis.entry_points)),
        )

    def remark(self, context: Context) -> AgentResult:
        """Which of the open findings matter here, and which are false alarms; each of them stays what it is."""
        if context.thinker is None:
            return AgentResult()
        from app.reasoning.model.tools.keeping import Kept  # noqa: PLC0415 - only where a model is asked
        from app.reasoning.tasks.remarks import LONGEST, MOST, ask_remarks  # noqa: PLC0415 - as above

        kept = Kept(context.policy.reasoner.keep_back)
        found = sorted(
            (finding for finding in context.findings if finding.counts and not kept.why(finding.path)),
            key=lambda one: (-one.severity, one.rule, one.path, one.line or 0, one.fingerprint),
        )
        if not found:
            return AgentResult()
        reachable = [point.route for point in context.exposed if not kept.why(point.stack)]
        thought, remarks = ask_remarks(
            context.thinker,
            self.name,
            render_prompt(self.name, language=language_of(context), most=MOST, longest=LONGEST),
            "the open findings",
            [(finding.fingerprint, _told(finding, context)) for finding in found[:TOLD]],
            ("matters", "false_positive", "summary"),
            [Data("the issue", context.text)] if context.text else (),
            {"open": len(found), "reachable": reachable[:ROUTES]},
        )
        return AgentResult(thoughts=(thought,), remarks=remarks)


def _told(finding: Finding, context: Context) -> Mapping[str, Any]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "fails_the_gate": finding.severity >= context.fail_on and finding.new is not False,
        "title": finding.title,
        "where": f"{finding.path}:{finding.line}" if finding.line else finding.path,
        "resource": finding.resource,
        "detail": finding.detail[:DETAIL],
        "source": finding.source,
    }


def _status(missing: Sequence[Scan], *, blind: bool) -> Status:
    """Failed where a scan broke off, *not run* where one is not there or no plan could be looked at."""
    if any(scan.status == "failed" for scan in missing):
        return "failed"
    return "not_run" if missing or blind else "passed"
