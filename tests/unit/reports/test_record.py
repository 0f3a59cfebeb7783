"""JSON of a run, a review, a plan."""

import json
from dataclasses import replace

from app.domain.command import Command
from app.domain.event import Event, Thread
from app.domain.job import RunRow
from app.domain.request import Request, Settlement
from app.domain.run import Gate, Outcome, StageResult
from app.reports.record import finding_record, review_record, row_record, run_record, simulate_record
from tests.builders import finding, stack_result

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
