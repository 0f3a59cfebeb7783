import pytest
from pydantic import Field

from app.reasoning.model.tools.making import Input, listed, make_tool, nearest


class Given(Input):
    """An example."""

    name: str = Field(max_length=5, description="a name")
    size: int = Field(1, ge=1, description="a size")


TOOL = make_tool(
    "example", "An example.", Given, lambda given: given.name * given.size, lambda given: f"it {given.name}"
)


def test_input_is_checked() -> None:
    assert TOOL.call({"name": "ab", "size": 2}) == "abab"
    assert TOOL.what({"name": "ab"}) == "it ab"
    assert TOOL.what({}) == "example"
    for given, says in (
        ({}, "name"),
        ({"name": "abcdefg"}, "name"),
        ({"name": "a", "x": 1}, "x"),
        ({"name": "a", "size": 0}, "size"),
    ):
        with pytest.raises(ValueError, match=f"^{says}: "):
            TOOL.call(given)


def test_a_fixed_word_for_what_leaves() -> None:
    assert make_tool("a", "A.", Given, lambda given: given.name, "facts").what({"name": "b"}) == "facts"


@pytest.mark.parametrize(
    ("lines", "left", "expected"),
    [
        (["a", "b"], 0, "a\nb"),
        (["a", "b"], 3, "a\nb\n(3 more left out: less)"),
        (["a", "b" * 400, "c"], 0, "a\n(2 more left out: less)"),
        ([], 0, ""),
    ],
)
def test_lists_are_cut_between_lines(lines: list[str], left: int, expected: str) -> None:
    assert listed(lines, "less", most=500, left=left) == expected


def test_nearest_names() -> None:
    assert nearest("qeue", ["queue", "topic"]) == " Nearest: queue."
    assert nearest("zzz", ["queue", "topic"]) == ""
