"""What a model is told of a proof."""

from dataclasses import replace
from decimal import Decimal

from app.domain.finding import Severity
from app.domain.plan import StackResult
from app.domain.run import Gate
from app.reasoning.tasks.proof_told import MOST, built, told
from tests.builders import finding
from tests.unit.reasoning.tasks.proofs import broken, change, proof

FLOOR = proof(change("aws_sqs_queue.jobs", name="jobs"), change("aws_kms_key.main"))


def test_a_good_proof_is_told_in_two_lines_and_its_cost() -> None:
    assert told(FLOOR) == (
        "It plans, applies, plans empty again and destroys in simulation.\nThe gate passes.\nCost: 5.00 USD a month."
    )


def test_what_is_wrong_comes_first() -> None:
    text = told(broken("stacks/jobs/main.tf:3: Unsupported argument."), FLOOR)
    assert text.splitlines()[:3] == [
        "It does NOT plan and apply in simulation.",
        "validate failed: stacks/jobs/main.tf:3: Unsupported argument.",
        "The gate FAILS: stage tester failed",
    ]
    assert "GONE" not in text


def test_what_code_refuses_is_told_before_anything() -> None:
    text = told(replace(FLOOR, refused=("a provisioner",), gate=Gate("failed"), planned=False, results=()))
    assert text.splitlines() == [
        "REFUSED by code, whatever the checks say; take it out:",
        "- a provisioner",
        "Cost: 5.00 USD a month.",
    ]


def test_what_could_not_be_tried_is_no_success() -> None:
    idle = StackResult("stacks/jobs", "not_run", "a module cannot be had")
    text = told(replace(FLOOR, planned=False, results=(idle,)))
    assert "It does NOT plan" in text
    assert "not run: a module cannot be had" in text


def test_beside_a_floor_only_what_differs_is_told() -> None:
    old, new = finding("OLD", Severity.LOW), finding("NEW", Severity.CRITICAL, resource="aws_x.y")
    floor = replace(FLOOR, findings=(old,))
    now = proof(
        change("aws_sqs_queue.jobs", name="other"), change("aws_sns_topic.new[0]"), change("aws_sns_topic.new[1]"),
        findings=(old, new), monthly=Decimal("7.5"),
    )  # fmt: skip
    lines = told(now, floor).splitlines()[2:]
    assert lines == [
        "Findings that the draft does not have:",
        "- critical NEW at main.tf:3 aws_x.y: NEW title",
        "New: aws_sns_topic.new",
        "Different: aws_sqs_queue.jobs",
        "GONE, which is refused: aws_kms_key.main",
        "Cost: 7.50 USD a month (the draft 5.00).",
    ]


def test_findings_are_told_the_worst_first_and_not_without_end() -> None:
    many = tuple(finding(f"R{number:03}", Severity.LOW, line=None) for number in range(MOST + 5))
    lines = told(proof(findings=(*many, finding("BAD", Severity.HIGH)))).splitlines()
    assert lines[3].startswith("- high BAD")
    assert lines[-2] == "- and 6 more"


def test_tags_alone_make_no_resource_another_one() -> None:
    assert built(proof(change("aws_x.y", a=1, tags={"a": "b"}, tags_all={}))) == built(proof(change("aws_x.y", a=1)))
    assert built(proof(change("aws_x.y", a=1))) != built(proof(change("aws_x.y", a=2)))
    assert built(proof(change("aws_x.y[0]"))) != built(proof(change("aws_x.y[0]"), change("aws_x.y[1]")))
    assert built(broken()) == {}
