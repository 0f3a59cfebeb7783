"""Foreign text is shown, never obeyed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.defuse import CLOSING, INVISIBLE, MENTION, code, fenced, inert, plain


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("ping @admin now", r"@admin"),
        ("Closes #12", r"[Cc]loses #12"),
        ("fixes acme/shop#3", r"fixes acme/shop#3"),
        ("<img src=x onerror=alert(1)>", r"<img"),
        ("<!-- agents run=1 -->", r"<!--"),
        ("a\u202etxt.exe", "\u202e"),
        ("\x1b[31mred\x1b[0m", "\x1b"),
        ("| a | b |", r"(?<!\\)\|"),
        ("[x](http://evil)", r"(?<!\\)\["),
        ("line\n# heading", r"\n"),
        ("`code`", r"(?<!\\)`"),
    ],
)
def test_prose_is_inert(text: str, harm: str) -> None:
    assert re.search(harm, text)
    assert not re.search(harm, inert(text))


@given(st.text())
def test_no_text_mentions_closes_or_hides(text: str) -> None:
    shown = inert(text)
    assert not MENTION.search(shown)
    assert not CLOSING.search(shown)
    assert "<" not in shown
    assert "\n" not in shown
    assert not INVISIBLE.search(shown.replace("\u200b", ""))


@given(st.text())
def test_a_code_span_cannot_be_left(text: str) -> None:
    shown = code(text)
    if shown:
        fence = re.match(r"`+", shown)
        assert fence
        inner = shown[len(fence[0]) : -len(fence[0])]
        assert not any(len(run) == len(fence[0]) for run in re.findall(r"`+", inner))
        assert "\n" not in shown


@given(st.text())
def test_a_code_block_cannot_be_left(text: str) -> None:
    lines = fenced(text, "hcl").split("\n")
    assert lines[0].endswith("hcl")
    fence = lines[0].removesuffix("hcl")
    assert lines[-1] == fence
    assert all(fence not in line for line in lines[1:-1])


def test_ordinary_text_stays_readable() -> None:
    assert plain("a\r\nb\tc") == "a\nb\tc"
    assert code("aws_s3_bucket.logs") == "`aws_s3_bucket.logs`"
    assert inert("HTTPS at shop.example.com, 3 tasks") == "HTTPS at shop.example.com, 3 tasks"
