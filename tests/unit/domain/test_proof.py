"""Two proofs: which is better, and why one may not stand instead of the other."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.artifact import Artifact
from app.domain.finding import Finding, Severity
from app.domain.plan import Plan, StackResult
from app.domain.proof import Proof
from app.domain.run import Gate
from tests.builders import finding

QUEUE = StackResult("s", "passed", plan=Plan(add=1, resource_changes=({"address": "aws_sqs_queue.jobs"},)))
FLOOR = Proof((Artifact("s/main.tf", "", "developer"),), planned=True, gate=Gate(), results=(QUEUE,))
FAILED = Gate("failed", ("too dear",))


def on(resource: str, rule: str = "R1", severity: Severity = Severity.LOW, path: str = "s/main.tf") -> Finding:
    return finding(rule, severity, resource=resource, path=path)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (FLOOR, replace(FLOOR, planned=False)),
        (FLOOR, replace(FLOOR, gate=FAILED)),
        (FLOOR, replace(FLOOR, findings=(on("a"),))),
        (replace(FLOOR, findings=(on("a"), on("b"))), replace(FLOOR, findings=(on("a", severity=Severity.HIGH),))),
        (replace(FLOOR, monthly=Decimal(1)), replace(FLOOR, monthly=Decimal(2))),
        (replace(FLOOR, monthly=Decimal(9)), replace(FLOOR, monthly=Decimal(1), gate=FAILED)),
        (replace(FLOOR, gate=FAILED), replace(FLOOR, planned=False)),
    ],
)
def test_the_score_goes_by_plan_gate_findings_and_cost(better: Proof, worse: Proof) -> None:
    assert better.score > worse.score


@pytest.mark.parametrize(
    ("candidate", "why"),
    [
        (replace(FLOOR, refused=("a provisioner", "a way in")), "refused: a provisioner; a way in"),
        (replace(FLOOR, planned=False), "it does not plan and apply in simulation, the offline result does"),
        (replace(FLOOR, gate=FAILED), "the gate fails: too dear"),
        (replace(FLOOR, findings=(on("aws_sqs_queue.jobs"),)), "it brings R1 on aws_sqs_queue.jobs"),
        (replace(FLOOR, findings=(on(""),)), "it brings R1 on s/main.tf"),
    ],
)
def test_what_the_floor_has_may_not_get_worse(candidate: Proof, why: str) -> None:
    assert candidate.worse_than(FLOOR) == why


@pytest.mark.parametrize(
    ("candidate", "why"),
    [
        (replace(FLOOR, gate=FAILED), ""),
        (replace(FLOOR, gate=Gate("failed", ("too dear", "stage tester failed"))), "too dear; stage tester failed"),
        (replace(FLOOR, gate=FAILED, findings=(on("new", severity=Severity.HIGH),)), "1 high findings instead of 0"),
        (replace(FLOOR, gate=FAILED, findings=(on("new", severity=Severity.MEDIUM),)), ""),
    ],
)
def test_a_floor_that_fails_is_no_leave_to_fail_by_more(candidate: Proof, why: str) -> None:
    told = candidate.worse_than(replace(FLOOR, gate=FAILED))
    assert told == (f"more speaks against it: {why}" if why else "")


@pytest.mark.parametrize(
    "candidate",
    [
        FLOOR,
        replace(FLOOR, monthly=Decimal(900)),
        replace(FLOOR, findings=(on("aws_sns_topic.new"),)),
        replace(FLOOR, findings=(on("", path="s/new.tf"),)),
    ],
)
def test_what_is_new_may_bring_findings_below_the_gate(candidate: Proof) -> None:
    assert candidate.worse_than(FLOOR) == ""


def test_one_more_of_the_same_is_worse_and_the_same_is_not() -> None:
    once, twice = (replace(FLOOR, findings=(on("aws_sqs_queue.jobs"),) * times) for times in (1, 2))
    assert once.worse_than(once) == once.worse_than(twice) == ""
    assert twice.worse_than(once) == "it brings R1 on aws_sqs_queue.jobs"


def test_a_broken_floor_asks_for_no_more_than_it_has() -> None:
    broken = replace(FLOOR, planned=False, gate=FAILED)
    assert replace(FLOOR, gate=FAILED).worse_than(broken) == ""
    assert broken.worse_than(broken) == ""
