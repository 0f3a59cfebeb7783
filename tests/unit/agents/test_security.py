"""Scanners and what they could not do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.agents.base import AgentResult, Context
from app.agents.security import Security
from app.domain.evidence import Evidence
from app.domain.finding import Finding
from app.domain.plan import Status
from app.domain.stack import Stack
from tests.builders import finding


@dataclass
class Scan:
    findings: Sequence[Finding] = ()
    evidence: Sequence[Evidence] = ()
    status: Status = "passed"
    why: str = ""


@dataclass
class Scanner:
    answer: Scan
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def scan(self, root: Path, paths: Sequence[str] = ()) -> Scan:
        self.asked.append(tuple(paths))
        return self.answer


def run(*scanners: Scanner, command: str = "review") -> AgentResult:
    return Security(scanners).run(Context("r", command, Path(), stacks=(Stack("a"),)))


def test_findings_of_all_scanners() -> None:
    evidence = Evidence("checkov", "3.3", "scan", 0)
    result = run(Scanner(Scan([finding("A")], [evidence])), Scanner(Scan([finding("B")])))
    assert [f.rule for f in result.findings or ()] == ["A", "B"]
    assert result.evidence == (evidence,)
    assert result.status == "passed"


def test_a_run_answers_for_its_own_stack() -> None:
    scanner = Scanner(Scan())
    run(scanner, command="run")
    assert scanner.asked == [("a",)]


def test_a_review_looks_at_everything() -> None:
    scanner = Scanner(Scan())
    run(scanner)
    assert scanner.asked == [()]


def test_a_missing_scanner_is_never_a_pass() -> None:
    result = run(Scanner(Scan()), Scanner(Scan(status="not_run", why="not installed")))
    assert (result.status, result.why) == ("not_run", "not installed")


def test_a_failed_scan_is_a_failure() -> None:
    assert run(Scanner(Scan(status="failed", why="time-out"))).status == "failed"
