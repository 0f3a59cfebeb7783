"""Reviews: of a folder, of a change, of a plan made elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.agents.base import Agent, AgentResult, Context
from app.agents.security import Security
from app.analysis.base import Analysis
from app.domain.cost import Estimate
from app.domain.errors import UsageFailure
from app.domain.finding import Severity
from app.domain.policy import Budget, Policy
from app.domain.run import Outcome
from app.domain.stack import Stack
from app.domain.thought import Reasoned, Remark
from app.durable.inline import InlineSteps
from app.knowledge.commands import FRAMEWORKS
from app.pipeline.inspect import Subject
from app.pipeline.review import Before, frameworks_of, review
from app.pipeline.thinking import Offline
from tests.builders import finding, stack_result
from tests.fakes.thinker import Answering, Asking
from tests.unit.pipeline.test_runner import Watcher

TODAY = date(2026, 1, 1)
OLD = finding("OLD")
NEW = finding("NEW", Severity.MEDIUM)


@dataclass
class Reviewer:
    name: str = "security"
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ("findings",)

    def run(self, context: Context) -> AgentResult:
        return AgentResult(findings=(OLD, NEW))


@dataclass
class Pricer:
    """Remembers which bases it was told of."""

    name: str = "cost"
    reads: tuple[str, ...] = ("findings",)
    writes: tuple[str, ...] = ("estimate",)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, context: Context) -> AgentResult:
        self.asked.append(tuple(result.path for result in context.base or ()))
        return AgentResult(estimate=Estimate(before=Decimal(10)))


def base(subject: Subject, agents: Sequence[Agent]) -> Before:
    assert agents
    return Before(tuple(stack_result(stack.path) for stack in (*subject.before, *subject.gone)), (OLD,))


def look(subject: Subject, *more: Agent, frameworks: tuple[str, ...] = ()) -> Outcome:
    agents = [Reviewer(), *more]
    return review("r", "review", subject, agents, InlineSteps(), Watcher(), TODAY, base, frameworks)


def test_without_a_base_everything_counts(tmp_path: Path) -> None:
    outcome = look(Subject(tmp_path, (Stack("."),), Policy()))
    assert [f.new for f in outcome.findings] == [None, None]
    assert outcome.gate.verdict == "failed"
    assert outcome.existing == {}


def test_with_a_base_only_what_is_new_gates(tmp_path: Path) -> None:
    outcome = look(Subject(tmp_path, (Stack("."),), Policy(), "abc", tmp_path))
    assert [(f.rule, f.new) for f in outcome.findings] == [("NEW", True)]
    assert outcome.existing == {"high": 1}
    assert outcome.gate.passed


def test_a_stack_that_the_base_did_not_have_is_compared_with_what_it_had(tmp_path: Path) -> None:
    outcome = look(Subject(tmp_path, (Stack("fresh"),), Policy(), "abc", tmp_path))
    assert [f.rule for f in outcome.findings] == ["NEW"]
    assert outcome.existing == {"high": 1}


def test_no_stack_changed_is_a_pass(tmp_path: Path) -> None:
    outcome = look(Subject(tmp_path, (), Policy(), "abc", tmp_path))
    assert outcome.gate.passed
    assert [(row.status, row.why) for row in outcome.stages] == [("passed", "no stack changed")]


def test_what_changed_outside_of_stacks_is_scanned_and_held_against_the_base(tmp_path: Path) -> None:
    pricer = Pricer()
    outcome = look(Subject(tmp_path, (), Policy(), "abc", tmp_path, elsewhere=True), pricer)
    assert [(f.rule, f.new) for f in outcome.findings] == [("NEW", True)]
    assert outcome.existing == {"high": 1}
    assert [(row.stage, row.why) for row in outcome.stages] == [("security", ""), ("cost", "no stack changed")]
    assert pricer.asked == []


def test_what_is_only_deleted_is_money_saved(tmp_path: Path) -> None:
    pricer = Pricer()
    outcome = look(Subject(tmp_path, (Stack("old", changed=("deleted",)),), Policy(), "abc", tmp_path), pricer)
    assert pricer.asked == [("old",)]
    assert outcome.estimate == Estimate(before=Decimal(10))
    assert [(row.stage, row.why) for row in outcome.stages] == [("security", "stacks were only deleted"), ("cost", "")]


def test_a_budget_of_the_policy_gates(tmp_path: Path) -> None:
    policy = Policy(fail_on=Severity.CRITICAL, budget=Budget(increase=Decimal(-11)))
    outcome = look(Subject(tmp_path, (Stack("."),), policy, "abc", tmp_path), Pricer())
    assert not outcome.gate.passed
    assert "over the allowed increase" in outcome.gate.reasons[0]


@pytest.mark.parametrize(
    ("command", "asked", "frameworks"),
    [
        ("review", None, ("soc2",)),
        ("compliance", None, ("soc2",)),
        ("compliance", "HIPAA, pci,hipaa", ("hipaa", "pci")),
        ("compliance", ",", ("soc2",)),
    ],
)
def test_which_frameworks_are_assessed(command: str, asked: str | None, frameworks: tuple[str, ...]) -> None:
    assert frameworks_of(command, asked, Policy(frameworks=("soc2",))) == frameworks


def test_compliance_alone_assesses_all_a_review_none() -> None:
    assert frameworks_of("compliance", None, Policy()) == FRAMEWORKS
    assert frameworks_of("review", None, Policy()) == ()


def test_an_unknown_framework_is_named() -> None:
    with pytest.raises(UsageFailure, match="hippa is not known"):
        frameworks_of("compliance", "hippa", Policy())


class Reviewing(Security):
    """Brings the same two findings."""

    def __init__(self) -> None:
        super().__init__((), lambda planned: Analysis(), lambda root, stack, found: tuple(found), tuple)

    def run(self, context: Context) -> AgentResult:
        return AgentResult(findings=(OLD, NEW))


def think(subject: Subject, reasoning: Asking | Offline) -> Outcome:
    agents = [Reviewing()]
    steps, watcher = InlineSteps(), Watcher()
    return review("r", "review", subject, agents, steps, watcher, TODAY, base, (), reasoning, "github/acme/web")


def test_a_model_speaks_of_what_the_change_brought_and_decides_nothing(tmp_path: Path) -> None:
    subject = Subject(tmp_path, (Stack("."),), Policy(), "abc", tmp_path)
    said = {"remarks": [{"about": "n1", "kind": "false_positive", "text": "It is a test."}]}
    thinker = Answering({"security": [said]})
    asking = Asking(thinker)
    plain, outcome = think(subject, Offline()), think(subject, asking)
    assert asking.begun == [("r", "github/acme/web", tmp_path)]
    assert outcome.remarks == (Remark("security", "false_positive", "It is a test.", NEW.fingerprint),)
    assert outcome.reasoned.used == "claude"
    assert (outcome.findings, outcome.gate, outcome.stages) == (plain.findings, plain.gate, plain.stages)
    assert (plain.remarks, plain.reasoned) == ((), Reasoned())
    assert "OLD" not in thinker.tasks[0].data[0].text


def test_where_nobody_may_be_asked_the_review_says_why(tmp_path: Path) -> None:
    outcome = think(Subject(tmp_path, (Stack("."),), Policy()), Asking(None))
    assert (outcome.reasoned.why, outcome.reasoned.used, outcome.remarks) == ("the policy forbids it", "offline", ())
