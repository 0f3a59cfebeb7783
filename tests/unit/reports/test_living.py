"""The living comment in every state; whole comments are held in ``tests/fixtures/comments``."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.domain.architecture import Architecture, Decision
from app.domain.evidence import Evidence
from app.domain.finding import Repair, Severity
from app.domain.job import RunStatus
from app.domain.merge import Conflict, Merge
from app.domain.plan import Plan
from app.domain.publication import Marker
from app.domain.request import Request
from app.domain.run import Gate, Outcome, StageResult
from app.reports.answers import Answer, Block
from app.reports.living import MARGIN, PARTS, Living, render_living
from app.reports.marker import parse_marker
from tests.builders import finding, stack_result
from tests.unit.reports.test_comment import OUTCOME, change
from tests.unit.reports.test_splitting import balanced

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
    "spanish": replace(STATE, status="done", outcomes=(replace(REVIEW, language="es"),), language="es"),
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


HOSTILE = (
    "@admin",
    "<script>",
    "closes #1",
    "a | b",
    "x\n## y",
    "/merge",
    "ghp_" + "a1B2" * 9,
    "``` x",
    "<!-- /answers -->",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_foreign_text_is_inert(hostile: str) -> None:
    outcome = replace(
        FAILED,
        title=hostile,
        findings=(finding(hostile, title=hostile, path=hostile, resource=hostile),),
        stages=(StageResult(hostile, "failed", hostile),),
        gate=Gate("failed", (hostile,)),
        results=(stack_result(hostile, "failed", why=hostile, plan=Plan(0, 0, 1, (change(hostile, "delete"),))),),
        left=((finding(hostile, resource=hostile), hostile),),
    )
    state = replace(
        STATE,
        status="failed",
        title=hostile,
        actor=hostile,
        commands=(hostile,),
        notes=(hostile,),
        hint=hostile,
        answers=(Answer(hostile),),
        outcomes=(outcome,),
    )
    (text,) = render_living(state, LIMIT)
    assert "ghp_a1B2" not in text
    prose = re.sub(r"(?s)```.*?```|(`+)[^`].*?\1", "", text)
    own = prose.replace("<!-- /answers -->", "", 1)
    for harm in ("@admin", "<script", "closes #1", "\n## y", "\n/merge", "<!-- /answers"):
        assert harm not in own
    assert balanced(text)


BITS = (
    *(
        "`",
        "```",
        "~~~",
        "|",
        "\\",
        "\\|",
        "*",
        "_",
        "__",
        "[",
        "](http://e)",
        "![x](",
        "<b>",
        "<script>",
        "<!--",
        "-->",
    ),
    *(
        "&lt;",
        "&#60;",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "# ",
        "> ",
        "---",
        "    ",
        "\t",
        "@admin",
        " closes #1",
        "$x$",
        "~",
        "!",
    ),
    *("(", ")", "a", "word ", "</details>", "</summary>", "<details>", "\u202e", "/merge", "{{", "%s", "|---|", "::"),
)


def everywhere(text: str) -> Living:
    """A comment with the text in every place that holds text from outside."""
    conflict = Conflict(text, "edited", 1, text, text)
    outcome = replace(
        FAILED,
        request=Request(text, "x", not_understood=(text,), questions=(text,)),
        architecture=Architecture(diagram=text, decisions=(Decision(text, text, text),)),
        findings=(
            finding(text, title=text, path=text, resource=text),
            replace(finding("K", path=text), explained=text),
        ),
        stages=(StageResult(text, "failed", text),),
        gate=Gate("failed", (text,)),
        results=(stack_result(text, "failed", why=text, plan=Plan(0, 0, 1, (change(text, "delete"),))),),
        left=((finding("L", resource=text), text),),
        repairs=(Repair(text, text, 1, text, text, text, text),),
        merge=Merge((text,), (text,), (conflict,)),
        evidence=(Evidence(text, text, text, 0, isolation=text),),
    )
    answer = Answer(text, (Block(text, text, (text,)),), text)
    said = replace(STATE, title=text, actor=text, commands=(text,), notes=(text,), hint=text, answers=(answer,))
    return replace(said, status="failed", outcomes=(outcome,))


def shape(state: Living) -> tuple[list[str], str]:
    """The tags of the comment as HTML, and its text outside of code."""
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(render_living(state, LIMIT)[0])
    page = re.sub(r"(?s)<code[^>]*>.*?</code>", "", page)
    return re.findall(r"</?[a-z][a-z0-9]*", page), page


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(BITS), min_size=1, max_size=9).map("".join), st.sampled_from(["", "w"]))
def test_no_text_changes_the_shape_of_the_comment(hostile: str, start: str) -> None:
    tags, page = shape(everywhere(f"{start}{hostile}w"))
    assert tags == shape(everywhere("word"))[0]
    assert "@admin" not in page
    assert "closes #1" not in page


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
