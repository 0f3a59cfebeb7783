"""A comment to commands and mistakes."""

import pytest

from app.domain.command import Command, Mistake, Parsed
from app.knowledge.commands import IN_COMMENTS
from app.pipeline.grammar import parse
from app.pipeline.grammar.reading import MOST, MOST_LINES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/agents", Command("help")),
        ("/agents help", Command("help")),
        ("/AGENTS Plan", Command("plan")),
        ("/agents plan infra/web --stack 'web shop'", Command("plan", ("infra/web",), {}, {"stack": "web shop"})),
        ("/agents plan --stack=web", Command("plan", flags={"stack": "web"})),
        ("/agents fix CKV_AWS_16 --rule A --rule B", Command("fix", ("CKV_AWS_16",), {}, {"rule": ("A", "B")})),
        ("/agents run --reasoner offline", Command("run", flags={"reasoner": "offline"})),
        ("/agents plan -- -lock=false", Command("plan", passthrough=("-lock=false",))),
        ("/agents revise use x=3 — not `y` -- ever", Command("revise", ("use x=3 — not `y` -- ever",))),
        ('/agents revise "no queue"', Command("revise", ("no queue",))),
        ("/agents explain", Command("explain")),
        ("/agents explain why Multi-AZ?", Command("explain", ("why Multi-AZ?",))),
    ],
)
def test_commands(text: str, expected: Command) -> None:
    assert parse(text) == Parsed((expected,))


@pytest.mark.parametrize(
    ("text", "word", "nearest"),
    [
        ("/agents paln", "paln", "plan"),
        ("/agents REVEIW", "REVEIW", "review"),
        ("/agents savings", "savings", ""),
        ("/agents audit", "audit", ""),
        ("/agents simulate", "simulate", ""),
        ("/agents are great", "are", ""),
        ("/agents ﬁx", "ﬁx", ""),
        ("/agents plan —stack web", "—stack", "--stack"),
        ("/agents — plan", "—", "--"),
        ("/agents --help", "--help", "help"),
        ("/agents status now", "now", ""),
        ("/agents plan env=prod", "env=prod", ""),
        ("/agents plan --base main", "--base", ""),
        ("/agents revise", "revise", ""),
        ("/agents revise a\u202eb", "U+202E", ""),
        ("/agents plan\u200b", "U+200B", ""),
        ("/agents\u200b", "U+200B", ""),
        ("/agents plan\x00", "U+0000", ""),
    ],
)
def test_mistakes_name_the_word(text: str, word: str, nearest: str) -> None:
    parsed = parse(f"hello\n\n{text}")
    assert parsed.commands == ()
    assert [(m.line, m.word, m.nearest) for m in parsed.mistakes] == [(3, word, nearest)]


@pytest.mark.parametrize(
    "text", ["", "looks good", "`/agents plan`", "> /agents plan", "\x00", "\ud800", "/agentsplan"]
)
def test_what_is_not_for_the_bot(text: str) -> None:
    assert parse(text).ignored


def test_several_commands_in_order_and_each_once() -> None:
    parsed = parse("/agents test\n/agents plan  \n/agents PLAN\n/agents help\n/agents\nthanks\n/agents plan --stack a")
    assert [(c.name, c.line) for c in parsed.commands] == [("test", 1), ("plan", 2), ("help", 4), ("plan", 7)]
    assert parsed.mistakes == ()


def test_good_lines_stay_beside_bad_ones() -> None:
    parsed = parse("/agents plan\n/agents nonsense\n/agents test")
    assert [c.name for c in parsed.commands] == ["plan", "test"]
    assert parsed.mistakes == (Mistake(2, "unknown command", "nonsense"),)


def test_a_flood_ends() -> None:
    many = parse("\n".join(f"/agents plan {number}" for number in range(500)))
    assert len(many.commands) == MOST
    assert [mistake.line for mistake in many.mistakes] == [MOST + 1]
    bad = parse("\n".join(f"/agents bad{number}" for number in range(500)))
    assert len(bad.mistakes) == MOST + 1
    alike = parse("\n".join("/agents plan" + " " * number for number in range(500)))
    assert len(alike.commands) == 1
    assert [mistake.line for mistake in alike.mistakes] == [MOST_LINES + 1]
    assert parse("/agents plan\n" * 5000) == Parsed((Command("plan"),))


def test_another_catalogue_may_be_given() -> None:
    assert parse("/agents plan", {"test": IN_COMMENTS["test"]}).mistakes[0].wrong == "a command of the terminal only"


def test_examples_of_the_catalogue_are_commands() -> None:
    for name, entry in IN_COMMENTS.items():
        assert entry.comment is not None
        assert [command.name for command in parse(entry.comment.example).commands] == [name]
