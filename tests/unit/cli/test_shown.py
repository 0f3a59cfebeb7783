"""Cost and controls at a terminal."""

from dataclasses import replace

import pytest

from app.cli import shown
from app.cli.console import Console
from app.domain.check import Check
from app.domain.finding import Repair, Severity
from app.domain.rule import Rule
from app.domain.run import Outcome
from app.pipeline.fix import Fixed
from tests.builders import finding
from tests.unit.reports.estimates import CHANGED, ESTIMATE, assessment
from tests.unit.reports.thoughts import ASKED, remarks

FOUND = finding("CKV_AWS_16")
OUTCOME = Outcome(
    "r1", "review", "T", findings=(FOUND,), estimate=CHANGED, assessments=(assessment(FOUND.fingerprint),)
)


def told(capsys: pytest.CaptureFixture[str], outcome: Outcome, *, json: bool = False) -> str:
    shown.review(Console.make(json=json, no_color=True), outcome)
    captured = capsys.readouterr()
    assert not (json and captured.out)
    return " ".join((captured.out + captured.err).split())


def test_cost_with_its_difference(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, OUTCOME)
    for words in (
        "aws_instance.web m5.8xlarge us-east-1 1,121.28 0.00 1,121.28",
        "aws_instance.web m5.4xlarge → m5.8xlarge 560.64 1,121.28 +560.64",
        "aws_eip.old 3.65 – −3.65",
        "aws_shield_protection.x aws_shield_protection no price known for this type",
        "total 1,162.78 USD a month, 13,953.39 a year",
        "difference +462.78 USD a month (+66.1 %)",
        "by use, assumed 5.00 USD of it, assumed medium",
        "as of 2026-11-22",
        "aws_ebs_volume.d use gp3 2.00 high safe",
        "commit for a year 400.00 high not in the sum",
        "226.50 USD a month could be saved; `agents fix --savings` applies the safe ones",
    ):
        assert words in text


def test_derived_prices_are_named_so(capsys: pytest.CaptureFixture[str]) -> None:
    (web, *others) = ESTIMATE.resources
    lines = tuple(replace(line, estimated=True) for line in web.components)
    derived = replace(ESTIMATE, resources=(replace(web, components=lines), *others))
    exact = replace(
        ESTIMATE,
        resources=tuple(
            replace(one, components=tuple(replace(line, estimated=False) for line in one.components))
            for one in ESTIMATE.resources
        ),
    )
    assert "some are estimated" in told(capsys, replace(OUTCOME, estimate=derived))
    assert "some are estimated" not in told(capsys, replace(OUTCOME, estimate=exact))


def test_controls_that_fail_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, OUTCOME)
    assert "framework failing covered not assessable HIPAA 1 1 1" in text
    assert "HIPAA 164.312(a)(1) Access control CKV_AWS_16" in text
    assert "evidence toward controls, never a statement of compliance" in text


def test_nothing_is_said_of_what_was_not_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, replace(OUTCOME, estimate=None, assessments=()))
    assert "Cost" not in text
    assert "Controls" not in text


def test_without_a_base_there_is_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    assert "difference" not in told(capsys, replace(OUTCOME, estimate=ESTIMATE))


def test_long_lists_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    resources = tuple(replace(ESTIMATE.resources[0], address=f"a{n}") for n in range(shown.MOST + 2))
    assert "… and 2 more" in told(capsys, replace(OUTCOME, estimate=replace(ESTIMATE, resources=resources)))


def test_what_was_there_before_is_counted_worst_first(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, replace(OUTCOME, existing={"critical": 2, "high": 5, "low": 6, "medium": 13}))
    assert "already there before this change: 2 critical, 5 high, 13 medium, 6 low" in text


def test_a_repair_that_replaces_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    plain = Repair("CKV_AWS_353", "main.tf", 3, "", "performance_insights_enabled = true", "proof")
    warned = Repair("CKV_AWS_16", "main.tf", 3, "", "storage_encrypted = true", "proof", "Terraform replaces it")
    shown.fixed(Console.make(no_color=True), Fixed((plain, warned), (), ("main.tf",)))
    told_so = " ".join(capsys.readouterr().out.split()).partition("Before you deploy this")[2]
    assert "CKV_AWS_16 main.tf:3 Terraform replaces it" in told_so
    assert "CKV_AWS_353" not in told_so


def test_doors_are_told_apart_and_only_what_is_not_well_is_mended(capsys: pytest.CaptureFixture[str]) -> None:
    checks = (
        Check("ok", "git", "2.39", "install it", door="terminal"),
        Check("broken", "settings", "no", "unset X", "nothing starts", "terminal"),
        Check("limited", "memory", "1 MiB", "more", door="terminal"),
        Check("absent", "token", "none", "make one", door="gitlab"),
    )
    shown.doctor(Console.make(no_color=True), checks, {"terminal": "Terminal", "gitlab": "GitLab"})
    seen = capsys.readouterr()
    assert seen.out.splitlines() == [
        "Terminal",
        "  ✓ git       2.39",
        "  ✗ settings  no – nothing starts",
        "    → unset X",
        "  ! memory    1 MiB",
        "    → more",
        "",
        "GitLab",
        "  ○ token     none",
        "    → make one",
    ]
    assert "✗ 1 broken, ! 1 work less well" in seen.err


def test_a_rule_that_changed_nothing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    known = Rule("AGT_KEY_UNENCRYPTED", "Unencrypted", Severity.HIGH)
    shown.nothing_of(Console.make(no_color=True), ["AGT_KEY_UNENCRYPTED", "CKV_NOPE"], {known.id: known}.get)
    text = capsys.readouterr().err
    assert "AGT_KEY_UNENCRYPTED: nothing here is repaired for it; `agents explain AGT_KEY_UNENCRYPTED`" in text
    assert "CKV_NOPE: no rule has this name" in text


def test_what_a_model_said_and_was_sent(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, replace(OUTCOME, reasoned=ASKED, remarks=remarks(FOUND.fingerprint)))
    for words in (
        "What the model says; it changes no verdict",
        "security CKV_AWS_16 main.tf matters here Whoever gets the disk reads every order.",
        "cost aws_instance.web explained The instance doubled",
        "developer, write (out of turns; 2 request(s), 13,600 tokens, 0.05 USD). What was sent to the model, in",
        "characters: the issue 1,234; file infra/main.tf 560",
        "Thought by Claude (claude-sonnet-5-5): architect: understands 3 of 4 open phrases",
    ):
        assert words in text


def test_a_replay_says_that_nothing_was_asked_now(capsys: pytest.CaptureFixture[str]) -> None:
    replayed = "This comes from the recording reasoner.jsonl; nothing was asked or spent now."
    assert replayed in told(capsys, replace(OUTCOME, reasoned=replace(ASKED, replayed=True)))


def test_nothing_is_said_of_a_model_that_nobody_asked(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, OUTCOME)
    assert "model" not in text
    assert "reasoner" not in text
