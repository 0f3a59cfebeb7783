"""Marks in what the bot has written."""

import pytest

from app.forges.marks import finding_key, opening, with_finding_key


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("<!-- agents key=living run=1 -->\ntext", "<!-- agents key=living run=1 -->"),
        ("\n<!-- a -->\r\nb\n", "<!-- a -->\r"),
        ("text\n<!-- a -->", "text"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_opening_of_a_comment(body: str | None, line: str) -> None:
    assert opening(body) == line


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("<!-- agents key=finding-a1 -->\ntext", "a1"),
        ("<!-- agents key=finding-a1 run=x -->", "a1"),
        ("> quoted\n<!-- agents key=finding-a1 -->", ""),
        ("<!-- agents key=living -->", ""),
        (None, ""),
    ],
)
def test_the_key_of_a_remark(body: str | None, key: str) -> None:
    assert finding_key(body) == key


def test_a_remark_has_one_mark() -> None:
    marked = with_finding_key("text", "a1")
    assert marked == "<!-- agents key=finding-a1 -->\ntext"
    assert with_finding_key(marked, "a1") == marked
