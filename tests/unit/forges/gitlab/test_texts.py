"""GitLab's own Markdown."""

import pytest

from app.forges.gitlab.texts import with_suggestion, without_actions


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("/close", " /close"),
        ("a\n/merge\nb", "a\n /merge\nb"),
        ("a\r\n/merge", "a\n /merge"),
        ("```\n/approve\n```", "```\n /approve\n```"),
        ("/CLOSE me", " /CLOSE me"),
        ("see a/b and /c", "see a/b and /c"),
        ("// a comment\n/* another */\n/1", "// a comment\n/* another */\n/1"),
        (" /indented", " /indented"),
        ("", ""),
    ],
)
def test_no_line_is_a_quick_action(text: str, safe: str) -> None:
    assert without_actions(text) == safe
    assert without_actions(safe) == safe


@pytest.mark.parametrize(
    ("text", "above", "below", "written"),
    [
        ("x\n```suggestion\ny\n```", 0, 0, "x\n```suggestion:-0+0\ny\n```"),
        ("````suggestion\ny\n````", 1, 3, "````suggestion:-1+3\ny\n````"),
        ("```suggestion:-0+1\n```", 0, 0, "```suggestion:-0+1\n```"),
        ("a ```suggestion", 0, 0, "a ```suggestion"),
    ],
)
def test_suggestions(text: str, above: int, below: int, written: str) -> None:
    assert with_suggestion(text, above, below) == written
