"""The comment: what comes first, what is folded, what stays harmless."""

from dataclasses import replace

import pytest

from app.domain.architecture import Architecture, Decision
from app.domain.evidence import Evidence
from app.domain.finding import Repair, Severity
from app.domain.plan import Plan
from app.domain.request import Request, Settlement
from app.domain.run import Gate, Outcome, StageResult
from app.reports.comment import render_comment
from app.reports.section import TOP
from tests.builders import finding, stack_result


def change(address: str, *actions: str) -> dict[str, object]:
    return {"address": address, "change": {"actions": list(actions)}}


OUTCOME = Outcome(
    run="r1",
    command="run",
    title="Web shop",
    seconds=12.3,
    branch="agents/web-shop",
    base="b" * 40,
    head="a" * 40,
    stacks=("stacks/web-shop",),
    request=Request("Web shop", "web-shop", not_understood=("make it pop",)),
    architecture=Architecture(diagram="flowchart LR\n  a --> b", decisions=(Decision("Queue", "SQS", "Managed."),)),
    results=(stack_result("stacks/web-shop"),),
    gate=Gate(),
    stages=(StageResult("tester", "passed", "", 2.0), StageResult("security", "not_run", "checkov is not installed")),
    evidence=(Evidence("Terraform", "1.15.5", "plan", 0, isolation="bubblewrap 0.11"),) * 2,
)


def test_verdict_first_then_stages_then_findings() -> None:
    text = render_comment(OUTCOME)
    lines = text.splitlines()
    assert lines[0] == f"<!-- agents key=living run=r1 head={'a' * 40} seq=1 -->"
    assert lines[1].startswith("## ⚠️ Not everything ran: Web shop")
    assert "`aaaaaaaaaaaa` in 12.3 s" in text
    order = ["## ⚠️", "| Stage |", "### Findings", "<details>", "**Next:**"]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)
    assert "⚪ not run" in text
    assert "checkov is not installed" in text
    assert "make it pop" in text


def test_danger_stands_before_any_detail() -> None:
    plan = Plan(1, 0, 2, (change("aws_db_instance.main", "delete"), change("aws_instance.web", "delete", "create")))
    text = render_comment(replace(OUTCOME, results=(stack_result(plan=plan),)))
    assert "deletes 1 resource(s): `aws_db_instance.main`" in text
    assert "replaces 1 resource(s): `aws_instance.web`" in text
    assert text.index("[!CAUTION]") < text.index("| Stage |")


def test_no_danger_no_banner() -> None:
    assert "CAUTION" not in render_comment(OUTCOME)


def test_worst_findings_first_and_the_rest_counted() -> None:
    many = [finding(f"R{number}", Severity.LOW) for number in range(TOP)] + [finding("BAD", Severity.CRITICAL)]
    text = render_comment(replace(OUTCOME, findings=tuple(many), gate=Gate("failed", ("1 critical finding: BAD",))))
    assert text.index("BAD") < text.index("`R0`")
    assert "… and 1 more in the SARIF file." in text
    assert "## ❌ Not ready" in text


def test_what_is_kept_mended_left_and_settled_is_told() -> None:
    kept = replace(finding("K"), explained="a log bucket logs no access to itself")
    text = render_comment(
        replace(
            OUTCOME,
            findings=(kept,),
            repairs=(Repair("M", "main.tf", 1, "a", "encrypted = true", "ran again"),),
            left=((finding("L"), "needs a decision"),),
            settled=(Settlement("no NAT against private tasks", "endpoints", "stated in the request"),),
        )
    )
    for words in ("a log bucket logs", "encrypted = true", "needs a decision", "no NAT against private tasks"):
        assert words in text
    assert "No finding." in text


def test_a_failed_step_shows_its_error_in_a_fence_that_holds() -> None:
    broken = stack_result(status="failed", why="no such argument")
    step = replace(broken.steps[0], detail="Error: ```\n</details> @admin")
    text = render_comment(replace(OUTCOME, results=(replace(broken, steps=(step,)),)))
    assert "````\nError: ```" in text


@pytest.mark.parametrize("hostile", ["@admin", "<script>", "closes #1", "a | b", "x\n## y"])
def test_foreign_text_is_inert(hostile: str) -> None:
    outcome = replace(
        OUTCOME,
        title=hostile,
        request=Request(hostile, "x", not_understood=(hostile,)),
        findings=(finding(title=hostile, resource=hostile),),
        stages=(StageResult("tester", "failed", hostile),),
    )
    text = render_comment(outcome)
    assert "\n## y" not in text
    prose = text.replace(f"`{hostile}`", "")
    assert "<script" not in prose
    assert "@admin" not in prose
    assert "closes #1" not in prose


def test_spanish_requests_are_answered_in_spanish() -> None:
    text = render_comment(replace(OUTCOME, language="es"))
    assert "No se ejecutó todo" in text
    assert "no se ejecutó" in text
    whole = replace(OUTCOME, language="es", stages=OUTCOME.stages[:1])
    assert "Entendido en parte" in render_comment(whole)
    assert "Listo para revisar" in render_comment(replace(whole, request=None))


def test_ready_only_where_everything_ran() -> None:
    text = render_comment(replace(OUTCOME, stages=OUTCOME.stages[:1], request=None))
    assert "## ✅ Ready for review: Web shop" in text
    assert "Every check passed on" in text


def test_what_was_not_understood_is_in_the_heading() -> None:
    text = render_comment(replace(OUTCOME, stages=OUTCOME.stages[:1]))
    assert "## ⚠️ Partly understood: Web shop" in text
    assert "1 part(s) of the request are not in it" in text


def test_evidence_that_repeats_is_counted() -> None:
    assert "`plan` ×2" in render_comment(OUTCOME)
