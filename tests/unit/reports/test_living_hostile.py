"""Nothing that comes from outside does anything in the comment, wherever it stands."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.domain.architecture import Architecture, Decision
from app.domain.compliance import Assessment, ControlResult
from app.domain.cost import Component, CostChange, Estimate, ResourceCost, Saving, Unpriced
from app.domain.evidence import Evidence
from app.domain.exposure import EntryPoint
from app.domain.finding import Repair
from app.domain.merge import Conflict, Merge
from app.domain.plan import Plan
from app.domain.request import Option, Request, Settlement
from app.domain.run import Gate, StageResult
from app.domain.thought import Reasoned, Remark, Sent, Thought
from app.reports.answers import Answer, Block
from app.reports.living import Living, render_living
from tests.builders import finding, stack_result
from tests.unit.reports.test_comment import change
from tests.unit.reports.test_living import FAILED, LIMIT, STATE
from tests.unit.reports.test_splitting import balanced

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
        reasoned=Reasoned(
            "claude",
            hostile,
            hostile,
            thoughts=(Thought(hostile, hostile, "answered", hostile, sent=(Sent(hostile, 1),)),),
            recording=hostile,
        ),
        remarks=(Remark(hostile, "matters", hostile, hostile), Remark("cost", "summary", hostile)),
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


def spoken(text: str) -> Estimate:
    """An estimate that says the text wherever it says something."""
    part = Component(text, text, Decimal(1), Decimal(2), text, text)
    components = (part, replace(part, usage=True, assumed=True, estimated=True))
    saving = Saving(text, text, text, Decimal(1), "low", text, text, text, safe=True)
    return Estimate(
        text,
        (ResourceCost(text, text, text, text, text, components),),
        (Unpriced(text, text, text, text),),
        1,
        text,
        (text,),
        (saving, replace(saving, commitment=True)),
        Decimal(1),
        (CostChange(text, text, text, Decimal(1), None, text),),
        text,
    )


def everywhere(text: str) -> Living:
    """A comment with the text in every place that holds text from outside."""
    conflict = Conflict(text, "edited", 1, text, text)
    found = finding(text, title=text, path=text, resource=text, detail=text, controls={text: (text,)})
    failing = ControlResult(text, text, "failing", (text,), (found.fingerprint,))
    outcome = replace(
        FAILED,
        request=Request(text, "x", not_understood=(text,), questions=(text,)),
        architecture=Architecture(diagram=text, decisions=(Decision(text, text, text),)),
        findings=(
            found,
            replace(finding("K", path=text), explained=text),
        ),
        stages=(StageResult(text, "failed", text),),
        gate=Gate("failed", (text,)),
        results=(stack_result(text, "failed", why=text, plan=Plan(0, 0, 1, (change(text, "delete"),))),),
        left=((finding("L", resource=text), text),),
        repairs=(Repair(text, text, 1, text, text, text, text),),
        merge=Merge((text,), (text,), (conflict,)),
        evidence=(Evidence(text, text, text, 0, isolation=text),),
        estimate=spoken(text),
        assessments=(Assessment(text, text, (failing, replace(failing, standing="covered"))),),
        exposed=(EntryPoint(text, text, text, intended=False, stack=text),),
        over_budget=(text,),
        settled=(Settlement(text, text, text, (Option(text, Decimal(1)),)),),
        reasoned=Reasoned(
            "claude",
            text,
            text,
            thoughts=(Thought(text, text, "answered", text, sent=(Sent(text, 1), Sent(text, 2))),),
            recording=text,
        ),
        remarks=(
            Remark(text, "matters", text, found.fingerprint),
            Remark(text, "proposal", text, text),
            Remark(text, "summary", text),
        ),
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
