"""The living comment in every state; whole comments are held in ``tests/fixtures/comments``."""

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.exposure import EntryPoint
from app.domain.finding import Severity
from app.domain.job import RunStatus
from app.domain.plan import Plan
from app.domain.publication import Marker
from app.domain.request import Option, Settlement
from app.domain.run import Gate, Outcome, StageResult
from app.domain.thought import Reasoned, Remark, Sent
from app.reports.answers import Answer
from app.reports.living import MARGIN, PARTS, Living, render_living
from app.reports.marker import parse_marker
from tests.builders import finding, stack_result
from tests.unit.reports.estimates import CHANGED, assessment
from tests.unit.reports.test_comment import OUTCOME, change
from tests.unit.reports.test_splitting import balanced
from tests.unit.reports.thoughts import ASKED, DESIGNED, WROTE, remarks

GOLDEN = Path(__file__).parents[2] / "fixtures" / "comments"
LIMIT = 65_536
HEAD = "a1b2c3d4" * 5
TESTER, SECURITY = StageResult("tester", "passed", "", 2.0), StageResult("security", "passed", "", 1.2)
REVIEW = Outcome(
    "r1",
    "review",
    "Add a queue",
    12.3,
    base="b" * 40,
    head=HEAD,
    stacks=("stacks/web-shop",),
    results=OUTCOME.results,
    stages=(TESTER, SECURITY),
    evidence=OUTCOME.evidence,
)
FAILED = replace(
    REVIEW,
    findings=(
        finding("CKV_AWS_16", title="Ensure that RDS data is encrypted", resource="aws_db_instance.main"),
        finding("CKV_AWS_23", Severity.LOW, title="Ensure that every rule has a description"),
    ),
    existing={"high": 2},
    gate=Gate("failed", ("1 high finding: CKV_AWS_16",)),
    results=(stack_result("stacks/web-shop", plan=Plan(0, 0, 1, (change("aws_sqs_queue.old", "delete"),))),),
)
ENCRYPT = finding(
    "CKV_AWS_16",
    title="Ensure that RDS data is encrypted",
    resource="aws_db_instance.main",
    detail="Whoever gets the disk reads it. Set `storage_encrypted = true`.",
    controls={"hipaa": ("164.312(a)(1)",)},
    guideline="https://docs.example/CKV_AWS_16",
)
KEPT = replace(finding("CKV_AWS_17"), waived="until the move (ann, until 2027-01-01)")
ANALYSED = replace(
    FAILED,
    findings=(ENCRYPT, KEPT),
    estimate=CHANGED,
    assessments=(assessment(ENCRYPT.fingerprint, KEPT.fingerprint), assessment("gone", name="PCI")),
    exposed=(
        EntryPoint("aws_lb.web", "443", "internet → aws_lb.web:443 (aws_security_group.alb) → aws_ecs_service", True),
        EntryPoint("aws_instance.x", "22", "internet → aws_instance.x:22 (aws_security_group.x)", False),
    ),
    over_budget=("1,162.78 USD a month, over the budget of 1,000.00 USD",),
    settled=(
        Settlement(
            "CKV_AWS_157 asks for Multi-AZ, rds-multi-az-dev for one zone",
            "one zone",
            "the stack is for development",
            (Option("Multi-AZ", Decimal("120.5")), Option("one zone", Decimal("60.25")), Option("none")),
        ),
        Settlement("no NAT against private tasks", "endpoints", "stated in the request"),
    ),
)
THOUGHT = replace(ANALYSED, reasoned=ASKED, remarks=remarks(ENCRYPT.fingerprint))
NOTHING = Outcome("r1", "review", "T", base="b" * 40, stages=(StageResult("tester", "passed", "no stack changed"),))
STATE = Living(
    "r1",
    "running",
    3,
    HEAD,
    title="Add a queue",
    commands=("/agents review",),
    actor="anna",
    url="https://bot.example/runs/r1",
)
STATES = {
    "queued": replace(STATE, status="queued"),
    "running": replace(STATE, stages=(TESTER,), running=("security",), waiting=("documentation",)),
    "passed": replace(STATE, status="done", outcomes=(REVIEW,)),
    "gate": replace(STATE, status="failed", why="1 high finding: CKV_AWS_16", outcomes=(FAILED,)),
    "failed": replace(
        STATE, status="failed", why="cloning the repository: the forge does not answer", hint="try again in a minute"
    ),
    "superseded": replace(STATE, status="superseded", stages=(TESTER,), commands=(), actor=""),
    "cancelled": replace(STATE, status="cancelled"),
    "refused": replace(STATE, status="refused", why="the pull request is closed", hint="open it again"),
    "nothing": replace(STATE, status="done", outcomes=(NOTHING,), commands=(), actor=""),
    "fork": replace(STATE, status="done", outcomes=(REVIEW,), fork=True, notes=("labels: not allowed to a fork",)),
    "two": replace(
        STATE,
        status="failed",
        outcomes=(FAILED, replace(NOTHING, command="plan")),
        commands=("/agents review", "/agents plan"),
    ),
    "run": replace(
        STATE,
        status="done",
        outcomes=(OUTCOME,),
        commands=("/agents run",),
        pull_request=12,
        pull_request_url="https://github.com/a/b/pull/12",
        on_pull_request=False,
        generated=True,
    ),
    "analyses": replace(STATE, status="failed", why="1 high finding: CKV_AWS_16", outcomes=(ANALYSED,)),
    "analyses_spanish": replace(
        STATE,
        status="failed",
        why="1 high finding: CKV_AWS_16",
        outcomes=(replace(ANALYSED, language="es"),),
        language="es",
    ),
    "spanish": replace(STATE, status="done", outcomes=(replace(REVIEW, language="es"),), language="es"),
    "thought": replace(STATE, status="failed", why="1 high finding: CKV_AWS_16", outcomes=(THOUGHT,)),
    "thought_spanish": replace(
        STATE,
        status="failed",
        why="1 high finding: CKV_AWS_16",
        outcomes=(replace(THOUGHT, language="es"),),
        language="es",
    ),
    "thought_stands": replace(
        STATE,
        status="done",
        outcomes=(replace(OUTCOME, reasoned=replace(ASKED, thoughts=(WROTE,), recording="")),),
        commands=("/agents revise",),
    ),
    "thought_absent": replace(
        STATE,
        status="done",
        outcomes=(replace(REVIEW, reasoned=Reasoned("claude", why="`reasoner: offline` in .agents.yml")),),
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_the_comment_as_it_is_kept(name: str) -> None:
    (text,) = render_living(STATES[name], LIMIT)
    path = GOLDEN / f"{name}.md"
    if os.environ.get("AGENTS_WRITE_GOLDEN"):
        path.write_text(text)
    assert text == path.read_text()


@pytest.mark.parametrize("name", STATES)
def test_each_begins_with_its_marker(name: str) -> None:
    (text,) = render_living(STATES[name], LIMIT)
    assert parse_marker(text) == Marker("living", "r1", HEAD, 3)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("superseded", "A newer commit or a newer request took its place"),
        ("cancelled", "Someone asked to stop it"),
    ],
)
def test_why_it_ended_is_said_where_nothing_else_says_it(status: RunStatus, words: str) -> None:
    (text,) = render_living(replace(STATE, status=status), LIMIT)
    assert words in text
    (told,) = render_living(replace(STATE, status=status, why="a newer commit, 1234567"), LIMIT)
    assert words not in told
    assert "> A newer commit, 1234567." in told


def test_a_failure_after_a_report_shows_both() -> None:
    state = replace(STATE, status="failed", outcomes=(REVIEW,), why="pushing: no", stages=(*REVIEW.stages, TESTER))
    (text,) = render_living(state, LIMIT)
    assert "## ⚠️ Could not finish" in text
    assert "> Pushing: no." in text
    assert "### Findings" in text


def test_the_stages_of_a_run_that_ended_early_are_shown() -> None:
    (text,) = render_living(replace(STATE, status="failed", why="x", stages=(TESTER,)), LIMIT)
    assert "| tester | ✅ passed | 2.0 |" in text


def test_answers_stand_above_the_report() -> None:
    (text,) = render_living(replace(STATES["passed"], answers=(Answer("Why"),)), LIMIT)
    assert text.index("💬 Why") < text.index("## ✅ Ready for review")


def test_offers_may_be_given() -> None:
    (text,) = render_living(replace(STATES["passed"], offers=("/agents help",)), LIMIT)
    assert "`/agents help`" in text
    assert "`/agents review` checks" not in text


def test_a_report_too_long_for_comments_keeps_its_next_commands() -> None:
    left = tuple((finding(f"L{number}"), "needs a decision " * 20) for number in range(60))
    plans = tuple(
        stack_result(
            f"s{n}", plan=Plan(60, 0, 0, tuple(change(f"module.m.aws_s3_bucket.b[{i}]", "create") for i in range(60)))
        )
        for n in range(20)
    )
    long = replace(STATES["gate"], outcomes=(replace(FAILED, left=left, results=plans),))
    parts = render_living(long, 6_000)
    assert len(parts) == PARTS
    assert all(len(part) <= 6_000 - MARGIN for part in parts)
    assert all(balanced(part) for part in parts)
    assert [parse_marker(part) for part in parts] == [Marker("living", "r1", HEAD, 3, n) for n in range(1, PARTS + 1)]
    assert "too long for comments" in parts[-1]
    assert "`/agents fix`" in parts[-1]
    assert len(render_living(long, LIMIT)) == 1


def test_analyses_too_long_for_one_comment_are_split_at_safe_points() -> None:
    estimate = ANALYSED.estimate
    assert estimate is not None
    named = [(f"module.{'m' * 40}{n}", one) for n in range(40) for one in estimate.resources]
    resources = tuple(replace(one, address=f"{module}.{one.address}") for module, one in named)
    unpriced = tuple(replace(one, address=f"u{n}") for n in range(90) for one in estimate.unpriced)
    long = replace(ANALYSED, estimate=replace(estimate, resources=resources, unpriced=unpriced), assessments=())
    parts = render_living(replace(STATES["gate"], outcomes=(long,)), 8_000)
    assert 1 < len(parts) <= PARTS
    assert all(len(part) <= 8_000 - MARGIN and balanced(part) for part in parts)
    assert "… and 30 more." in "".join(parts)


def test_what_a_model_says_changes_nothing_else() -> None:
    """Neither heading nor verdict nor a row: what it says stands in places of its own."""
    (plain,) = render_living(STATES["analyses"], LIMIT)
    (thought,) = render_living(STATES["thought"], LIMIT)
    assert [line for line in plain.splitlines() if line not in thought.splitlines()] == []
    assert thought.index("<sub>Thought by") > thought.index("| Stage |")
    assert "/var/lib" not in thought


def test_a_flood_of_remarks_and_things_sent_is_bounded_and_split() -> None:
    sent = tuple(Sent(f"file {'long/' * 30}{n}.tf", n) for n in range(3_000))
    outcome = replace(
        THOUGHT,
        remarks=tuple(Remark("cost", "summary", "word " * 5_000 + str(n)) for n in range(500)),
        reasoned=replace(ASKED, thoughts=tuple(replace(DESIGNED, sent=sent, task=str(n)) for n in range(200))),
    )
    parts = render_living(replace(STATES["thought"], outcomes=(outcome,)), 8_000)
    assert len(parts) <= PARTS
    assert all(len(part) <= 8_000 - MARGIN and balanced(part) for part in parts)
