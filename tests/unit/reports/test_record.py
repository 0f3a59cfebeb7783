"""JSON of a run, a review, a plan."""

import json
from dataclasses import replace
from decimal import Decimal

from app.domain.command import Command
from app.domain.cost import Component, Estimate, ResourceCost
from app.domain.event import Event, Thread
from app.domain.exposure import EntryPoint
from app.domain.job import RunRow
from app.domain.request import Option, Request, Settlement
from app.domain.run import Gate, Outcome, StageResult
from app.reports.record import (
    cost_record,
    estimate_record,
    finding_record,
    review_record,
    row_record,
    run_record,
    simulate_record,
)
from tests.builders import finding, stack_result
from tests.unit.reports.estimates import CHANGED, ESTIMATE, assessment

OUTCOME = Outcome(
    run="r1",
    command="run",
    title="t",
    branch="agents/t",
    base="b",
    head="h",
    stacks=("stacks/t",),
    request=Request("t", "t", not_understood=("x",)),
    findings=(finding(controls={"hipaa": ("164.312",)}),),
    gate=Gate("failed", ("1 high finding",)),
    stages=(StageResult("tester", "passed", "", 1.0),),
    left=((finding("L", resource="aws_x.y"), "needs a decision"),),
    settled=(Settlement("a", "b", "c"),),
)


def test_the_record_of_a_run_has_what_scripts_rely_on() -> None:
    record = json.loads(json.dumps(run_record(OUTCOME)))
    wanted = {
        "run", "branch", "base", "head", "stacks", "not_understood", "questions", "settled", "findings", "gate",
        "stages", "reports", "reasoner", "evidence",
    }  # fmt: skip
    assert wanted <= set(record)
    assert record["gate"] == {"verdict": "failed", "reasons": ["1 high finding"]}
    assert record["stages"][0] == {"stage": "tester", "status": "passed", "why": "", "seconds": 1.0}
    assert record["left"] == [{"rule": "L", "resource": "aws_x.y", "why": "needs a decision"}]
    assert set(record["reasoner"]) == {"asked", "used", "why", "requests", "tokens", "usd"}


def test_a_finding() -> None:
    record = finding_record(finding(controls={"hipaa": ("164.312",)}, aliases=("B",)))
    assert record["severity"] == "high"
    assert record["controls"] == {"hipaa": ["164.312"]}
    assert record["aliases"] == ["B"]
    assert {"rule", "title", "path", "line", "end_line", "resource", "source", "fingerprint", "new", "waived"} <= set(
        record
    )


def test_existing_is_there_only_with_a_base() -> None:
    assert "existing" in review_record(replace(OUTCOME, existing={"high": 2}))
    assert "existing" not in review_record(replace(OUTCOME, base=None))


def test_the_record_of_a_cost_is_what_scripts_rely_on() -> None:
    record = json.loads(json.dumps(cost_record(replace(OUTCOME, estimate=ESTIMATE))))
    assert record["currency"] == "USD"
    assert record["prices_as_of"] == "2026-11-22"
    assert (record["total_monthly"], record["baseline_monthly"], record["usage_monthly"]) == (1162.78, 1157.78, 5.0)
    assert record["yearly"] == 13953.39
    nat = next(one for one in record["resources"] if one["address"] == "aws_nat_gateway.a")
    assert (nat["baseline_monthly"], nat["usage_monthly"], nat["region"]) == (36.5, 5.0, "eu-west-3")
    assert nat["components"][0] == {
        "name": "NAT gateway",
        "unit": "hours",
        "quantity": 730,
        "unit_price": 0.05,
        "monthly": 36.5,
        "source": "AWS price list",
        "date": "2026-11-22",
        "usage": False,
        "assumed": False,
        "estimated": True,
    }
    assert record["unpriced"][0] == {
        "address": "aws_shield_protection.x",
        "type": "aws_shield_protection",
        "why": "no price known for this type",
        "stack": "web",
    }
    wanted = {"rule", "address", "action", "monthly_saving", "confidence", "caveat", "arithmetic", "safe", "commitment"}
    assert wanted <= set(record["savings"][0])
    assert (record["savings"][0]["monthly_saving"], record["free"], record["usage"]) == (224.5, 7, "assumed medium")
    assert "changes" not in record
    assert "before_monthly" not in record
    assert record["gate"]["verdict"] == "failed"


def test_what_could_not_be_priced_is_no_zero() -> None:
    record = cost_record(replace(OUTCOME, stages=(StageResult("cost", "not_run", "no plan to price: ."),)))
    assert (record["total_monthly"], record["yearly"], record["resources"]) == (None, None, [])
    assert record["stages"][0]["why"] == "no plan to price: ."


def test_a_unit_price_is_exact_and_a_baseline_has_no_use() -> None:
    tiny = Component("Requests", "1M requests", Decimal("0.5"), Decimal("0.0000002"), "s", usage=True)
    record = estimate_record(Estimate(resources=(ResourceCost("a", "t", components=(tiny,)),)))
    assert record["resources"][0]["components"][0]["unit_price"] == 0.0000002
    assert record["resources"][0]["components"][0]["monthly"] == 0.0000001
    assert record["resources"][0]["baseline_monthly"] == 0


def test_the_difference_is_there_with_a_base() -> None:
    record = json.loads(json.dumps(estimate_record(CHANGED)))
    assert (record["before_monthly"], record["difference_monthly"]) == (700.0, 462.78)
    assert record["changes"][2] == {
        "address": "aws_eip.old",
        "type": "aws_eip",
        "stack": "web",
        "label": "",
        "before": 3.65,
        "after": None,
        "difference": -3.65,
    }


def test_analyses_are_in_runs_and_reviews_where_they_were_made() -> None:
    way = EntryPoint("aws_lb.web", "443", "internet → aws_lb.web:443", intended=True)
    made = replace(OUTCOME, estimate=ESTIMATE, assessments=(assessment("f"),), exposed=(way,))
    for record in (run_record(made), review_record(made)):
        assert record["cost"]["total_monthly"] == 1162.78
        (one,) = json.loads(json.dumps(record["assessments"]))
        assert (one["framework"], one["failing"], one["covered"], one["not_assessable"]) == ("hipaa", 1, 1, 1)
        assert one["controls"][0]["findings"] == ["f"]
        assert "not a statement of compliance" in one["note"]
        assert record["exposed"][0]["route"] == way.route
    assert not {"cost", "assessments", "exposed"} & {*run_record(OUTCOME), *review_record(OUTCOME)}


def test_both_sides_of_what_was_settled_have_their_price() -> None:
    settled = Settlement("a", "b", "c", (Option("x", Decimal("1.005")), Option("y")))
    (record,) = run_record(replace(OUTCOME, settled=(settled,)))["settled"]
    assert record["options"] == [{"name": "x", "monthly": 1.01}, {"name": "y", "monthly": None}]


def test_stacks_and_what_changed() -> None:
    record = simulate_record([stack_result("a"), stack_result("b", "not_run", why="module")])
    assert record["ok"] is True
    assert record["stacks"][0]["plan"]["add"] == 1
    assert "changed" not in record["stacks"][0]
    assert simulate_record([stack_result("a", changed=("own",))], base=True)["stacks"][0]["changed"] == ["own"]
    assert simulate_record([stack_result("a", "failed")])["ok"] is False


def test_a_run_of_the_service_is_shown_to_strangers() -> None:
    secret = "ghp_" + "a1B2" * 9
    event = Event(Thread("gitlab", "a/b", 7, pull_request=True), "comment", "ann", "comment/1", secret, "Title", "Body")
    command = Command("fix", (secret,), {"key": secret}, {"rule": ("A", secret), "all": True})
    row = RunRow("r1", event, (command,), why=secret, stages=({"stage": "tester", "why": secret},))
    record = json.loads(json.dumps(row_record(row)))
    assert (record["run"], record["status"], record["thread"]) == ("r1", row.status, "gitlab/a/b!7")
    assert record["commands"][0]["flags"]["all"] is True
    assert record["stages"] == [{"stage": "tester", "status": "", "why": "[redacted]", "seconds": 0.0}]
    assert [word for word in (secret, "Title", "Body", "ann") if word in str(record)] == []


def test_no_record_tells_a_secret() -> None:
    token = "ghp_" + "0123456789" * 4
    resource = ResourceCost(f'aws_x.y["{token}"]', "aws_x", ".", "us-east-1")
    leaky = replace(
        OUTCOME,
        findings=(finding(title=f"bad {token}", resource=f'aws_x.y["{token}"]'),),
        stages=(StageResult("tester", "failed", f"no {token}", 1.0),),
        gate=Gate("failed", (f"policy says {token}",)),
        estimate=Estimate(resources=(resource,)),
    )
    for record in (run_record(leaky), review_record(leaky), cost_record(leaky)):
        text = json.dumps(record)
        assert token not in text
        assert "[redacted]" in text
