"""Who thought, in a line; remarks with what they are about."""

from dataclasses import replace

import pytest

from app.domain.run import Outcome
from app.domain.thought import Reasoned, Remark, Thought
from app.reports.phrases import ENGLISH, SPANISH
from app.reports.pull_request import render_pull_request
from app.reports.section import render_section
from app.reports.thought_record import reasoner_record
from app.reports.thought_view import remark_lines, replay_line, thought_line, usage_line
from tests.builders import finding
from tests.unit.reports.thoughts import ASKED, DESIGNED, SPOKE, WROTE, remarks, thought

OVERVIEW = thought("documentation", "overview", why="wrote the overview of the README", kept=True)
UNASKED = tuple(Thought(one, "t", "down", "it cannot be reached.") for one in ("architect", "developer", "architect"))
FIGURES = "6 request(s), 40,800 tokens, 0.16 USD."


@pytest.mark.parametrize(
    ("reasoned", "line"),
    [
        (Reasoned(), ""),
        (Reasoned("claude"), ""),
        (Reasoned("claude", "claude", "x-1"), ""),
        (Reasoned("claude", why="`reasoner: offline` in .agents.yml."), (
            "No model was asked: `reasoner: offline` in .agents.yml."
        )),
        (ASKED, (
            "Thought by Claude (claude-sonnet-5-5): architect: understands 3 of 4 open phrases: a cache, a queue, a "
            f"topic. {FIGURES}"
        )),
        (replace(ASKED, thoughts=(WROTE, SPOKE)), (
            "Claude (claude-sonnet-5-5) was asked and the offline result stands: developer: "
            "12 turns were not enough. 4 request(s), 27,200 tokens, 0.10 USD."
        )),
        (replace(ASKED, thoughts=(SPOKE,)), (
            "Claude (claude-sonnet-5-5) made remarks; the result is the offline one. "
            "2 request(s), 13,600 tokens, 0.05 USD."
        )),
        (replace(ASKED, thoughts=(thought("cost", "remarks", "down"),)), (
            "Claude (claude-sonnet-5-5) was asked and the offline result stands: it had nothing better. "
            "2 request(s), 13,600 tokens, 0.05 USD."
        )),
        (replace(ASKED, thoughts=(WROTE, SPOKE, OVERVIEW)), (
            "Claude (claude-sonnet-5-5) was asked and the offline result stands: developer: "
            "12 turns were not enough. 6 request(s), 40,800 tokens, 0.16 USD."
        )),
        (replace(ASKED, thoughts=(OVERVIEW,)), (
            "Claude (claude-sonnet-5-5) wrote the overview of the README; the result is the offline one. "
            "2 request(s), 13,600 tokens, 0.05 USD."
        )),
        (replace(ASKED, thoughts=(SPOKE, replace(SPOKE, agent="cost"), OVERVIEW)), (
            "Claude (claude-sonnet-5-5) made remarks and wrote the overview of the README; "
            f"the result is the offline one. {FIGURES}"
        )),
        (replace(ASKED, thoughts=UNASKED), (
            "Claude (claude-sonnet-5-5) could not be asked and the offline result stands: architect, developer: "
            "it cannot be reached. 0 request(s), 0 tokens, 0.00 USD."
        )),
    ],
)  # fmt: skip
def test_the_line(reasoned: Reasoned, line: str) -> None:
    assert thought_line(reasoned, ENGLISH) == line


def test_the_line_in_spanish() -> None:
    assert thought_line(ASKED, SPANISH).startswith("Pensado por Claude (claude-sonnet-5-5): architect: understands")
    assert thought_line(ASKED, SPANISH).endswith("6 petición(es), 40,800 tokens, 0.16 USD.")


def test_a_long_reason_is_cut_and_one_that_comes_twice_is_told_once() -> None:
    long = replace(DESIGNED, why="x\n" * 5_000)
    line = thought_line(replace(ASKED, thoughts=(long, long)), ENGLISH)
    assert "\n" not in line
    assert len(line) < 500


def test_a_replay_is_told_apart_from_what_must_be_the_same() -> None:
    again = replace(ASKED, replayed=True)
    said = "This comes from the recording reasoner.jsonl; nothing was asked or spent now."
    assert [replay_line(one, ENGLISH) for one in (ASKED, again, replace(again, recording=""))] == ["", said, ""]
    assert replay_line(again, SPANISH).startswith("Viene de la grabación reasoner.jsonl;")
    live, replayed = (Outcome("r", "run", "T", reasoned=one) for one in (ASKED, again))
    assert said in render_section(replayed, ENGLISH)
    assert said not in render_section(live, ENGLISH)
    assert render_pull_request(live) == render_pull_request(replayed)
    assert reasoner_record(ASKED) == reasoner_record(again)


def test_little_money_is_not_nothing() -> None:
    from_little = replace(DESIGNED, usage=replace(DESIGNED.usage, usd=DESIGNED.usage.usd / 100))
    assert usage_line((from_little,), ENGLISH) == "2 request(s), 13,600 tokens, <0.01 USD."
    assert usage_line((Thought("a", "t", "down"),), ENGLISH) == "0 request(s), 0 tokens, 0.00 USD."


def test_each_remark_finds_its_finding() -> None:
    found = finding()
    lines = remark_lines(Outcome("r", "review", "T", findings=(found,), remarks=remarks(found.fingerprint)), ENGLISH)
    assert [(one.kind, one.finding, one.name) for one in lines] == [
        ("matters here", found, ""),
        ("may be a false positive", found, ""),
        ("proposed", None, "hipaa 164.312(a)(1)"),
        ("explained", None, "aws_instance.web"),
        ("in short", None, ""),
    ]
    (gone,) = remark_lines(
        Outcome("r", "review", "T", remarks=(Remark("security", "matters", "x", "f" * 32),)), ENGLISH
    )
    assert (gone.finding, gone.name) == (None, "f" * 32)
