"""Commands, and how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.command import Command, Mistake, Parsed
from app.pipeline.grammar import parse


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (Command("review"), "/agents review"),
        (Command("revise", ("make it private, please",)), "/agents revise make it private, please"),
        (Command("fix", flags={"rule": ("A", "B")}), "/agents fix --rule A --rule B"),
        (Command("test", ("infra/a",), flags={"all": True}), "/agents test infra/a --all"),
        (Command("fix", flags={"rule": ("a b", "-x", "")}), '/agents fix --rule "a b" --rule "-x" --rule ""'),
        (
            Command("run", named={"budget": '5" pipes', "region": "eu-west-1"}),
            "/agents run budget='5\" pipes' region=eu-west-1",
        ),
        (Command("plan", passthrough=("-lock=false",)), "/agents plan -- -lock=false"),
    ],
)
def test_how_it_is_written(command: Command, written: str) -> None:
    assert command.written == written


@pytest.mark.parametrize(
    "line",
    [
        "/agents revise make it private, please",
        "/agents fix --rule CKV_AWS_16 --rule 'a b'",
        '/agents fix --rule "it\'s" --rule \'"x"\'',
        "/agents plan infra/site",
        "/agents explain --rule=-x",
        "/agents explain CKV_AWS_16",
        "/agents review",
        "/agents run",
    ],
)
def test_what_is_written_is_read_as_the_same(line: str) -> None:
    (command,) = parse(line).commands or [None]
    assert command is not None
    assert parse(command.written).commands == (command,)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="\"'"), min_size=1, max_size=40))
def test_any_rule_is_read_as_the_same(rule: str) -> None:
    command = Command("fix", flags={"rule": (rule,)})
    assert parse(command.written).commands == (command,)


def test_the_text_of_its_arguments() -> None:
    assert Command("revise", ("a", "b c")).text == "a b c"


def test_what_addresses_nobody_is_ignored() -> None:
    assert Parsed().ignored
    assert not Parsed((Command("help"),)).ignored
    assert not Parsed(mistakes=(Mistake(1, "x"),)).ignored
