import json
from typing import Any

import pytest

from app.domain.plan import Step
from app.toolchains.terraform.outcome import Said, Where, evidence_of, outcome_of, parse_driver, plan_of

WHERE = Where("s", "/scratch/agents-x/repository")
ALL = ("validate", "plan", "apply", "replan", "destroy")


def ok(**more: Any) -> dict[str, Any]:
    return {"ok": True, "exit_code": 0, "seconds": 0.5, "text": ""} | more


def bad(text: str = "", **more: Any) -> dict[str, Any]:
    return {"ok": False, "exit_code": 1, "seconds": 0.5, "text": text} | more


def change(actions: list[str], mode: str = "managed") -> dict[str, Any]:
    return {"address": "x", "mode": mode, "change": {"actions": actions}}


def test_lines_of_the_driver() -> None:
    lines = [json.dumps({"step": "validate"} | ok()), "noise", json.dumps({"done": True, "version": "1.15.5"}), '{"cut']
    said = parse_driver("\n".join(lines), "died")
    assert (list(said.steps), said.version, said.died) == (["validate"], "1.15.5", "")
    assert parse_driver(lines[0], "killed").died == "killed"


def test_everything_passed() -> None:
    planned = {"resource_changes": [change(["create"]), change(["read"], "data")]}
    steps = {name: ok() for name in ALL} | {"plan": ok(plan_json=planned)}
    outcome = outcome_of(ALL, Said(steps, "1.15.5"), None, ["a note"], WHERE)
    assert (outcome.status, outcome.why, outcome.idempotent, outcome.plan.add) == ("passed", "", True, 1)
    assert [step.detail for step in outcome.steps] == ["", "a note", "", "", ""]
    assert outcome.plan_json == planned


def test_after_a_failure_nothing_passes() -> None:
    outcome = outcome_of(ALL, Said({"validate": ok(), "plan": bad("Error: x")}), None, [], WHERE)
    assert [(step.status, step.detail) for step in outcome.steps] == [
        ("passed", ""),
        ("failed", "Error: x"),
        *[("not_run", "plan did not pass")] * 3,
    ]
    assert (outcome.status, outcome.why, outcome.idempotent) == ("failed", "plan: Error: x", None)


def test_a_driver_that_died() -> None:
    outcome = outcome_of(ALL, Said({"validate": ok()}, died="stopped after 900 s"), None, [], WHERE)
    assert [step.status for step in outcome.steps] == ["passed", "failed", "not_run", "not_run", "not_run"]
    assert outcome.why == "plan: stopped after 900 s"


def test_blocked_stacks_say_why() -> None:
    lint = Step("lint", "passed", 0.0, "")
    wanted = ("format", "lint", "validate", "plan")
    outcome = outcome_of(wanted, Said({"format": ok()}), lint, [], WHERE, "no such provider")
    assert [(step.status, step.detail) for step in outcome.steps][2:] == [("not_run", "no such provider")] * 2
    assert (outcome.status, outcome.why) == ("not_run", "no such provider")


def test_format_never_stops_the_rest() -> None:
    message = bad(output="main.tf\n--- old/main.tf\n+++ new/main.tf\n@@ -1 +1 @@\n../m/x.tfvars\n")
    outcome = outcome_of(("format", "validate"), Said({"format": message, "validate": ok()}), None, [], WHERE)
    assert [step.status for step in outcome.steps] == ["failed", "passed"]
    assert outcome.steps[0].detail == "not formatted, run `terraform fmt`: m/x.tfvars, s/main.tf"
    assert outcome.status == "passed"


def test_a_syntax_error_in_format_names_the_place() -> None:
    outcome = outcome_of(
        ("format",), Said({"format": bad("Error: x\n\n  on main.tf line 2:", output="")}), None, [], WHERE
    )
    assert outcome.steps[0].detail == "Error: x\n\n  on s/main.tf line 2:"


@pytest.mark.parametrize(
    ("text", "summary", "status"),
    [
        ("Error: Failed to query available provider packages", "", "not_run"),
        ("", "Unsupported Terraform Core version", "not_run"),
        ("Error: Unsupported block type", "", "failed"),
    ],
)
def test_what_cannot_be_had_is_not_broken(text: str, summary: str, status: str) -> None:
    found = [
        {"severity": "error", "summary": summary, "detail": "d. To proceed, either x", "file": "../m/a.tf", "line": 2}
    ]
    message = bad(text, diagnostics=found if summary else [])
    outcome = outcome_of(("validate",), Said({"validate": message}), None, [], WHERE)
    assert (outcome.steps[0].status, outcome.status) == (status, status)
    if summary:
        assert outcome.steps[0].detail == f"m/a.tf:2: {summary}. d."


def test_warnings_are_told() -> None:
    found = [{"severity": "warning", "summary": "Deprecated", "detail": "", "file": "main.tf", "line": 1}]
    outcome = outcome_of(("validate",), Said({"validate": ok(diagnostics=found)}), None, [], WHERE)
    assert outcome.steps[0] == Step("validate", "passed", 0.5, "s/main.tf:1: Deprecated.")


def test_errors_are_told_by_their_place_in_whatever_order_they_were_found() -> None:
    found = [
        {"severity": "error", "summary": summary, "detail": "", "file": file, "line": line}
        for summary, file, line in (("B", "b.tf", 2), ("Ten", "a.tf", 10), ("Two", "a.tf", 2), ("Nowhere", "", None))
    ]
    message = bad(diagnostics=found)
    outcome = outcome_of(("validate",), Said({"validate": message}), None, [], WHERE)
    assert outcome.steps[0].detail == "Nowhere.\ns/a.tf:2: Two.\ns/a.tf:10: Ten.\ns/b.tf:2: B."
    assert outcome.why == "validate: Nowhere."


def test_changes_of_a_second_plan() -> None:
    output = "  # aws_x.y will be updated in-place\n    # (3 unchanged attributes hidden)\n"
    outcome = outcome_of(("replan",), Said({"replan": bad("", output=output) | {"exit_code": 2}}), None, [], WHERE)
    assert outcome.idempotent is False
    assert outcome.steps[0].detail == "a second plan still has changes: aws_x.y will be updated in-place"


def test_private_paths_and_long_texts() -> None:
    cleaned = WHERE.cleaned("in /scratch/agents-x/repository/s/main.tf of /scratch/agents-x/repository")
    assert cleaned == "in s/main.tf of ."
    assert len(WHERE.cleaned("x" * 10_000)) < 5000


def test_counts_as_terraform_prints_them() -> None:
    actions = [["create"], ["update"], ["delete", "create"], ["create", "delete"], ["delete"], ["no-op"], ["read"]]
    plan = plan_of({"resource_changes": [*map(change, actions), change(["create"], "data")]})
    assert (plan.add, plan.change, plan.destroy) == (3, 1, 3)
    assert len(plan.resource_changes) == 7


def test_evidence_is_of_what_ran() -> None:
    said = Said({"validate": ok(), "plan": bad()}, "1.2.3")
    outcome = outcome_of(ALL, said, None, [], WHERE)
    found = evidence_of(outcome, said, "OpenTofu", "0", "abc", "none")
    assert [(one.command, one.exit_code, one.version) for one in found] == [
        ("init, validate (simulated providers)", 0, "1.2.3"),
        ("plan (simulated providers)", 1, "1.2.3"),
    ]
    lint = outcome_of(("lint",), Said({}), Step("lint", "failed", 0.1, "x"), [], WHERE)
    (linted,) = evidence_of(lint, Said({}), "OpenTofu", "0", "abc", "none")
    assert (linted.tool, linted.exit_code, linted.digest) == ("agents lint", 1, "abc")
    assert (found[0].digest, found[0].isolation, found[0].seconds) == ("abc", "none", 0.5)
