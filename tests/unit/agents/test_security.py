"""Scanners and what they could not do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.agents.base import AgentResult, Context
from app.agents.security import Security
from app.domain.evidence import Evidence
from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult, Status
from app.domain.planned import Planned, PlannedResource
from app.domain.policy import Policy, ReasonerPolicy
from app.domain.request import Request
from app.domain.stack import Stack
from app.domain.thought import Remark
from tests.builders import finding, stack_result
from tests.fakes.thinker import Answering


@dataclass
class Scan:
    findings: Sequence[Finding] = ()
    evidence: Sequence[Evidence] = ()
    status: Status = "passed"
    why: str = ""
    passed: Sequence[str] = ()


@dataclass
class Analysis:
    findings: Sequence[Finding] = ()
    entry_points: Sequence[EntryPoint] = ()
    passed: Sequence[str] = ()


@dataclass
class Scanner:
    answer: Scan
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def scan(self, root: Path, paths: Sequence[str] = ()) -> Scan:
        self.asked.append(tuple(paths))
        return self.answer


WAY = EntryPoint("aws_lb.web", "443", "internet → aws_lb.web:443", intended=True)


def analyse(planned: Planned) -> Analysis:
    """A wildcard in every stack, found once for each resource that it has."""
    found = [finding("AGT_IAM_WILDCARD", path=planned.stack, resource=one.address) for one in planned]
    return Analysis(found, [WAY], ["AGT_NET_ADMIN_PORT"])


def locate(root: Path, stack: str, found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(replace(one, path=f"{stack}/main.tf", line=3) for one in found)


def merge(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """One for each rule."""
    return tuple({one.rule: one for one in found}.values())


def run(*scanners: Scanner, command: str = "review", results: tuple[StackResult, ...] = ()) -> AgentResult:
    context = Context("r", command, Path(), stacks=(Stack("a"),), results=results)
    return Security(scanners, analyse, locate, merge).run(context)


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


TWO = Planned("a", (PlannedResource("aws_iam_policy.x", "aws_iam_policy", "x"),) * 2)


def test_what_a_plan_tells_is_located_and_told_once() -> None:
    planned = replace(stack_result("a"), planned=TWO)
    result = run(Scanner(Scan([finding("A")], passed=["CKV_1"])), results=(planned,))
    assert [(f.rule, f.path, f.line) for f in result.findings or ()] == [
        ("A", "main.tf", 3),
        ("AGT_IAM_WILDCARD", "a/main.tf", 3),
    ]
    assert result.passed == ("CKV_1", "AGT_NET_ADMIN_PORT")
    assert result.exposed == (WAY,)
    assert result.status == "passed"


def test_a_stack_without_a_plan_is_named() -> None:
    planned = replace(stack_result("a"), planned=TWO)
    result = run(results=(planned, stack_result("b", "not_run")))
    assert result.status == "passed"
    assert "b has none" in result.why
    assert run(results=(stack_result("b", "not_run"),)).status == "not_run"


REAL, LOW = finding("CKV_AWS_24", title="Open to all"), finding("CKV_AWS_23", Severity.LOW)
KEPT = replace(finding("CKV_AWS_18"), explained="by design")
KNOWN = Context(
    "r", "run", Path(), text="una web", findings=(LOW, KEPT, REAL), exposed=(WAY,), request=Request("T", "t", "es")
)


def test_remarks_speak_of_open_findings_the_worst_first() -> None:
    said = {"about": "n1", "kind": "matters", "text": "Whoever knows the address gets in."}
    thinker = Answering({"security": [{"remarks": [said]}]})
    result = Security((), analyse, locate, merge).remark(replace(KNOWN, thinker=thinker))
    assert result.remarks == (Remark("security", "matters", said["text"], REAL.fingerprint),)
    assert [thought.kept for thought in result.thoughts] == [True]
    assert (result.findings, result.artifacts, result.status) == (None, (), "passed")
    (task,) = thinker.tasks
    assert "in Spanish" in task.instructions
    frame, first, second = task.data[0].text.splitlines()
    assert frame == '{"open": 2, "reachable": ["internet → aws_lb.web:443"]}'
    assert '"rule": "CKV_AWS_24"' in first
    assert '"fails_the_gate": true' in first
    assert '"fails_the_gate": false' in second
    assert (task.data[1].what, task.data[1].text) == ("the issue", "una web")


def test_without_a_model_or_a_finding_nothing_is_asked() -> None:
    agent, thinker = Security((), analyse, locate, merge), Answering()
    assert agent.remark(KNOWN) == AgentResult()
    assert agent.remark(replace(KNOWN, findings=(KEPT,), thinker=thinker)) == AgentResult()
    assert thinker.tasks == []


def test_what_is_kept_back_is_told_to_nobody() -> None:
    policy = Policy(reasoner=ReasonerPolicy(keep_back=("infra/secret",)))
    hidden = finding("CKV_AWS_16", path="infra/secret/main.tf")
    keys = finding("CKV_SECRET_2", path="web/.env")
    thinker = Answering({"security": [{"remarks": []}]})
    way = replace(WAY, stack="infra/secret", route="internet → hidden")
    agent = Security((), analyse, locate, merge)
    known = replace(KNOWN, findings=(hidden, REAL, keys), exposed=(way,), policy=policy, thinker=thinker)
    agent.remark(known)
    (task,) = thinker.tasks
    for word in ("infra/secret", "CKV_AWS_16", ".env", "hidden"):
        assert word not in task.data[0].text
    assert agent.remark(replace(known, findings=(hidden,))) == AgentResult()
