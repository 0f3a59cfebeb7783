"""What one outcome shows."""

from dataclasses import replace

import pytest

from app.domain.finding import Repair, Severity
from app.domain.merge import Conflict, Merge
from app.domain.plan import Plan, Step
from app.domain.run import Gate, Outcome, StageResult
from app.reports.defuse import capital
from app.reports.phrases import ENGLISH
from app.reports.section import (
    FEWEST,
    SHOWN_CHANGES,
    SHOWN_PLANS,
    SHOWN_ROWS,
    changes,
    danger,
    nothing_changed,
    render_section,
    render_verdict,
)
from tests.builders import finding, stack_result

LOOKED = Outcome("r1", "review", "T", base="b" * 40, stages=(StageResult("tester", "passed", "no stack changed"),))


def change(address: str, *actions: str) -> dict[str, object]:
    return {"address": address, "change": {"actions": list(actions)}}


def created(count: int) -> Plan:
    return Plan(count, 0, 0, tuple(change(f"aws_sqs_queue.q{number}", "create") for number in range(count)))


def test_changes_put_what_is_destroyed_first() -> None:
    plan = Plan(1, 1, 1, (change("z", "create"), change("n", "no-op"), change("b", "update"), change("c", "delete")))
    assert [(c.sign, c.address) for c in changes(stack_result(plan=plan))] == [("~", "b"), ("-", "c"), ("+", "z")]


def test_danger_names_each_once_over_all_commands() -> None:
    plan = Plan(0, 0, 1, (change("aws_db_instance.main", "delete"),))
    outcome = replace(LOOKED, results=(stack_result(plan=plan),))
    assert danger((outcome, outcome), ENGLISH) == ["deletes 1 resource(s): `aws_db_instance.main`"]


def test_danger_says_in_which_of_several_stacks() -> None:
    plan = Plan(0, 0, 1, (change("aws_db_instance.main", "delete", "create"),))
    outcome = replace(LOOKED, results=(stack_result("a", plan=plan), stack_result("b", plan=plan)))
    (line,) = danger((outcome,), ENGLISH)
    assert line == "replaces 2 resource(s): `a: aws_db_instance.main`, `b: aws_db_instance.main`"


def test_old_exposure_is_no_danger_of_this_change() -> None:
    found = replace(finding("AGT_RISK_OPEN_INGRESS", resource="aws_security_group.x"), new=False)
    assert danger((replace(LOOKED, findings=(found,)),), ENGLISH) == []
    assert danger((replace(LOOKED, findings=(replace(found, new=True),)),), ENGLISH)


@pytest.mark.parametrize(
    ("outcome", "heading", "sentence"),
    [
        (LOOKED, "✅ Nothing to check", "No stack changed"),
        (replace(LOOKED, base=None), "✅ Nothing to check", "No stack is here"),
        (replace(LOOKED, stacks=("a",)), "✅ Ready for review", "Every check passed"),
        (
            replace(LOOKED, stacks=("a",), command="plan"),
            "✅ Passed, as far as it was asked",
            capital(ENGLISH["verdict_part"]),
        ),
        (
            replace(LOOKED, stacks=("a",), stages=(StageResult("security", "not_run", "no checkov"),)),
            "⚠️ Not everything ran",
            "Nothing failed, but not everything could be checked (security)",
        ),
        (
            replace(LOOKED, gate=Gate("failed", ("1 high finding: CKV_AWS_1",))),
            "❌ Not ready",
            "1 high finding: CKV_AWS_1",
        ),
    ],
)
def test_verdicts(outcome: Outcome, heading: str, sentence: str) -> None:
    assert render_verdict((outcome,), ENGLISH) == (heading, sentence)


def test_one_failure_makes_the_verdict_of_several() -> None:
    bad = replace(LOOKED, gate=Gate("failed", ("x",)))
    assert render_verdict((LOOKED, bad, bad), ENGLISH) == ("❌ Not ready", "x")


@pytest.mark.parametrize("found", [{"stacks": ("a",)}, {"findings": (finding(),)}, {"gate": Gate("failed")}])
def test_nothing_changed_only_where_nothing_was_found(found: dict[str, object]) -> None:
    assert nothing_changed(LOOKED)
    assert not nothing_changed(replace(LOOKED, **found))  # type: ignore[arg-type]


def test_what_a_plan_alone_does_not_prove_is_not_claimed() -> None:
    planned = replace(LOOKED, results=(stack_result(),))
    assert "Simulated plan" in render_section(planned, ENGLISH)
    deployed = stack_result(steps=(Step("plan", "passed"), Step("apply", "passed")))
    assert "Simulated deployment" in render_section(replace(LOOKED, results=(deployed,)), ENGLISH)
    assert "Simulated" not in render_section(replace(LOOKED, results=(stack_result(status="failed"),)), ENGLISH)


def test_long_lists_are_cut_and_counted() -> None:
    many = replace(
        LOOKED,
        results=(
            stack_result("big", plan=created(SHOWN_CHANGES + 50)),
            *(stack_result(f"s{number}", plan=created(FEWEST + 1)) for number in range(SHOWN_PLANS)),
        ),
        left=tuple((finding(f"L{number}"), "why") for number in range(SHOWN_ROWS + 3)),
    )
    text = render_section(many, ENGLISH)
    assert "… and 50 more." in text
    assert text.count("… and 1 more.") == SHOWN_PLANS - 1
    assert "1 more stacks were planned" in text
    assert "… and 3 more." in text
    assert f"`L{SHOWN_ROWS}`" not in text


def test_a_warning_stands_beside_its_repair() -> None:
    mended = Repair("R", "main.tf", 1, "a", "b = true", "ran again", "Terraform would replace the resource")
    assert "`b = true` (Terraform would replace the resource)" in render_section(
        replace(LOOKED, repairs=(mended,)), ENGLISH
    )


def test_peoples_commits_and_conflicts_are_told() -> None:
    merge = Merge(("kept.tf",), ("gone.tf",), (Conflict("main.tf", "edited", 4, "a = 1", "a = 2"),))
    text = render_section(replace(LOOKED, merge=merge), ENGLISH)
    for words in (
        "`main.tf:4`: you and the new version",
        "```\na = 1\n```",
        "```\na = 2\n```",
        "`kept.tf`",
        "`gone.tf`",
    ):
        assert words in text


def test_findings_are_ranked() -> None:
    found = (finding("B", Severity.LOW), finding("A", Severity.LOW), finding("Z", Severity.CRITICAL))
    text = render_section(replace(LOOKED, findings=found), ENGLISH)
    assert text.index("`Z`") < text.index("`A`") < text.index("`B`")


def test_a_data_store_that_a_request_puts_into_the_open_is_a_danger() -> None:
    found = replace(finding("AGT_RISK_PUBLIC_DATABASE", resource="aws_db_instance.main"), new=True)
    (line,) = danger((replace(LOOKED, findings=(found,)),), ENGLISH)
    assert "aws_db_instance.main" in line
