"""What is kept of a change."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.domain.audit import canonical
from app.domain.change_record import change_record
from app.domain.compliance import Assessment, ControlResult
from app.domain.cost import Component, Estimate, ResourceCost, Unpriced
from app.domain.evidence import Evidence
from app.domain.finding import Repair, Severity
from app.domain.policy import Waiver
from app.domain.run import Gate, Outcome, StageResult
from app.domain.thought import Reasoned, Thought, Usage
from tests.builders import finding

OUTCOME = Outcome(
    run="r1",
    command="review",
    title="t",
    base="b" * 40,
    head="a" * 40,
    branch="agents/7-x",
    stacks=("web",),
    findings=(
        finding("A", Severity.HIGH),
        finding("B", Severity.LOW),
        finding("C", Severity.LOW),
        replace(finding("W"), waived="ann: until the migration"),
        replace(finding("E"), explained="a log bucket"),
    ),
    gate=Gate("failed", ("1 high finding: A",)),
    stages=(StageResult("tester", "passed"), StageResult("cost", "not_run", "no prices")),
    repairs=(Repair("M", "main.tf", 1, "a", "b", "ran again"),) * 2,
    evidence=(
        Evidence("checkov", "3.3.30", "scan", 0, "d" * 64, 1.0),
        Evidence("checkov", "3.3.30", "scan", 0, "d" * 64, 2.0),
    ),
    estimate=Estimate(
        "2026-11-22",
        (ResourceCost("x", "t", components=(Component("c", "hours", Decimal(730), Decimal("0.0116"), "s"),)),),
        (Unpriced("y", "t", "no price"),),
        before=Decimal("1.005"),
    ),
    assessments=(Assessment("hipaa", "HIPAA", (ControlResult("1", "", "failing"), ControlResult("2", "", "covered"))),),
    pushed=True,
)


def test_what_an_auditor_asks_for_is_there() -> None:
    waiver = Waiver("W", "ann", "until the migration", date(2027, 1, 1))
    facts = change_record(
        (OUTCOME,),
        requested_by="bob",
        commands=("/agents review",),
        status="failed",
        approved_by=("zoe", "ann", "zoe"),
        waivers=(waiver,),
        policy_digest="p" * 64,
        reports={"markdown": "m" * 64},
    )
    assert json.loads(canonical(facts)) == {
        "requested_by": "bob",
        "commands": ["/agents review"],
        "status": "failed",
        "approved_by": ["ann", "zoe"],
        "base": "b" * 40,
        "head": "a" * 40,
        "branch": "agents/7-x",
        "pushed": ["a" * 40],
        "stacks": ["web"],
        "policy": "p" * 64,
        "gate": [{"command": "review", "verdict": "failed", "reasons": ["1 high finding: A"]}],
        "findings": {"high": 1, "low": 2},
        "waived": [{"rule": "W", "why": "ann: until the migration", "findings": 1, "owner": "ann"}],
        "explained": 1,
        "mended": [["M", 2]],
        "stages": [{"stage": "tester", "status": "passed"}, {"stage": "cost", "status": "not_run"}],
        "frameworks": {"hipaa": {"covered": 1, "failing": 1, "not_assessable": 0}},
        "cost": {
            "before_monthly": "1.01",
            "currency": "USD",
            "total_monthly": "8.47",
            "unpriced": "1",
            "prices_as_of": "2026-11-22",
        },
        "evidence": [
            {"tool": "checkov", "version": "3.3.30", "command": "scan", "exit_code": 0, "digest": "d" * 64},
        ],
        "reports": {"markdown": "m" * 64},
    }


def test_a_comment_in_the_code_has_no_owner_in_the_policy() -> None:
    waived = replace(finding("W", aliases=("AGT_X",)), waived="why", waived_in="code")
    waiver = Waiver("AGT_X", "ann", "why", date(2027, 1, 1))
    for where, owner in (("code", ""), ("policy", "ann")):
        outcome = replace(OUTCOME, findings=(replace(waived, waived_in=where),))  # type: ignore[arg-type]
        assert change_record((outcome,), waivers=(waiver,))["waived"][0]["owner"] == owner


def test_a_run_that_ended_before_it_looked_is_recorded_too() -> None:
    facts = change_record((), requested_by="bob", status="refused")
    assert (facts["head"], facts["gate"], facts["findings"], facts["cost"]) == ("", [], {}, {})


def test_without_words_of_a_person_the_command_is_named() -> None:
    assert change_record((OUTCOME,))["commands"] == ["agents review"]


def test_no_secret_is_kept() -> None:
    secret = "ghp_" + "a1B2" * 9
    outcome = replace(OUTCOME, gate=Gate("failed", (f"found {secret}",)), findings=(replace(finding(), waived=secret),))
    assert secret not in canonical(change_record((outcome,), requested_by=secret, commands=(secret,)))


def test_which_model_was_asked_and_what_it_took() -> None:
    thought = Thought("architect", "design", "answered", kept=True, usage=Usage(3, 900, 100, usd=Decimal("0.0125")))
    asked = replace(OUTCOME, reasoned=Reasoned("claude", "claude", "claude-x", thoughts=(thought,)))
    facts = change_record((asked, OUTCOME))
    assert json.loads(canonical(facts))["reasoner"] == [
        {
            "command": "review",
            "model": "claude-x",
            "used": "claude",
            "requests": 3,
            "tokens": 1000,
            "usd": "0.0125",
        }
    ]
    assert "reasoner" not in change_record((OUTCOME,))
    nobody = replace(OUTCOME, reasoned=Reasoned("claude", "claude", "claude-x"))
    assert "reasoner" not in change_record((nobody,))
