"""Templates."""

import pytest
from jinja2 import UndefinedError

from app.reports.templating import render, render_page, tidy


def test_a_missing_value_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        render("pull_request.md.j2")


def test_a_missing_value_is_an_error_in_a_page_too() -> None:
    with pytest.raises(UndefinedError):
        render_page("audit.html.j2")


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("a\n\n\n\nb  \n\n", "a\n\nb\n"),
        ("\n\na", "a\n"),
        ("```\na\n\n\nb \n```\n\n\nc", "```\na\n\n\nb \n```\n\nc\n"),
        ("````\n```\n\n\n````\n\n\nx", "````\n```\n\n\n````\n\nx\n"),
    ],
)
def test_empty_lines_are_tidied_outside_of_code(text: str, tidied: str) -> None:
    assert tidy(text) == tidied
    assert tidy(tidied) == tidied
