"""Reading YAML with its lines, within bounds."""

import pytest

from app.analysis.nodes import LONGEST, MOST, NodeReader, Problem, cut

NO_TEXT = "a text was expected; quotes make one of anything"


def read(text: str, *known: str) -> tuple[NodeReader, dict[str, str]]:
    """The reader, and the texts of a mapping's known keys."""
    reader = NodeReader()
    fields = reader.mapping(reader.compose(text), known, later=("soon",))
    return reader, {name: reader.text(node) for name, node in fields.items()}


@pytest.mark.parametrize(
    ("text", "texts", "problems"),
    [
        ("", {}, ()),
        ("a: 1\nb: x\n", {"a": "1", "b": "x"}, ()),
        ("a: 1\na: 2\n", {"a": "1"}, ((2, "'a' stands here a second time"),)),
        ("c: 1\n", {}, ((1, "unknown key 'c'; known: a, b"),)),
        ("soon: 1\n", {}, ((1, "'soon' is not supported yet, take it out"),)),
        ("- a\n", {}, ((1, "a mapping with a, b was expected"),)),
        ("b:\na: yes\n", {"b": "", "a": ""}, ((1, NO_TEXT), (2, NO_TEXT))),
        ("a: [\n", {}, ((2, "it is not YAML: expected the node content, but found '<stream end>'"),)),
        ("a: \x00", {}, ((1, "it is not YAML: special characters are not allowed"),)),
        ("\n" + "[" * 60_000, {}, ((2, "it is nested too deeply"),)),
    ],
)  # fmt: skip
def test_what_fits_is_read_and_what_does_not_is_told_by_line(
    text: str, texts: dict[str, str], problems: tuple[Problem, ...]
) -> None:
    reader, found = read(text, "a", "b")
    assert (found, reader.problems) == (texts, problems)


def test_lists_are_read_and_nothing_else_as_one() -> None:
    reader = NodeReader()
    node = reader.compose("[x, y]")
    assert [reader.text(one) for one in reader.items(node)] == ["x", "y"]
    assert reader.items(None) == []
    assert reader.items(reader.compose("\nx: 1")) == []
    assert reader.problems == ((2, "a list was expected"),)


@pytest.mark.parametrize(
    ("text", "aliases", "most", "wrong"),
    [
        ("- &x a\n- *x\n", True, None, ()),
        ("- &x a\n- *x\n", False, None, ((2, "aliases (*name) are not read; write the value out"),)),
        ("[a, b, c]", True, 20, ()),
        ("[a, b, c]", True, 4, ((1, "it holds too much to be read; split it"),)),
    ],
)
def test_bounds_are_the_readers_to_choose(
    text: str, aliases: bool, most: int | None, wrong: tuple[Problem, ...]
) -> None:
    reader = NodeReader()
    assert (reader.compose(text, aliases=aliases, most=most) is None) is bool(wrong)
    assert reader.problems == wrong


def test_problems_are_told_once_in_order_and_cut() -> None:
    reader = NodeReader()
    lines = reader.items(reader.compose("- x\n" * (MOST + 5)))
    for node in reversed([*lines, *lines]):
        reader.note(node, "odd")
    assert reader.problems == tuple((number + 1, "odd") for number in range(MOST))


def test_long_texts_are_repeated_in_part() -> None:
    assert cut("it's") == '"it\'s"'
    assert cut("x" * 99) == repr("x" * (LONGEST - 1) + "…")
