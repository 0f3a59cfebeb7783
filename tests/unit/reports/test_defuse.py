"""Foreign text is shown, never obeyed."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.defuse import (
    CLOSING,
    INVISIBLE,
    LONGEST,
    MENTION,
    capital,
    code,
    fenced,
    html,
    inert,
    line,
    link,
    plain,
    prose,
    sentence,
    unclosing,
    unlinked,
)


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
        ("~~gone~~", r"(?<!\\)~"),
        ("$x$", r"(?<!\\)\$"),
        ("/merge", r"^/"),
        ("- item", r"^-"),
        ("1. item", r"^1\."),
        ("implements https://gitlab.com/a/-/issues/1", r"implements https"),
        ("resolving GH-7", r"resolving GH"),
        ("ghp_" + "a1B2" * 9, r"ghp_"),
    ],
)
def test_foreign_prose_is_inert(text: str, harm: str) -> None:
    assert re.search(harm, text)
    assert not re.search(harm, inert(text))
    assert text == "`code`" or not re.search(harm, prose(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Set `sensitive = true`.", "Set `sensitive = true`."),
        ("write `[0]` and `${var.y}`, not `.*`", "write `[0]` and `${var.y}`, not `.*`"),
        ("the function `list()` (see `tolist([…])`)", "the function `list()` (see `tolist([…])`)"),
        ("an odd ` one, then `a_`", "an odd \\` one, then `a_`"),
        (
            "``two``, ` blank `, x`glued`, `glued`y, ``",
            "\\`\\`two\\`\\`, \\` blank \\`, x\\`glued\\`, \\`glued\\`y, \\`\\`",
        ),
        (
            "`@admin` `#1` `<b>` `a|b` `a\\`",
            "\\`@\u200badmin\\` \\`#\u200b1\\` \\`&lt;b&gt;\\` \\`a\\|b\\` \\`a\\\\\\`",
        ),
        ("$`x`$", "\\$\\`x\\`\\$"),
        ("-`x` *b*", "\\-\\`x\\` \\*b\\*"),
    ],
)
def test_code_in_our_own_prose_is_shown_as_code(text: str, shown: str) -> None:
    assert prose(text) == shown


@pytest.mark.parametrize("made", [inert, prose])
@given(text=st.one_of(st.text(), st.text("`a @#<|\\$*_[1.-\n")))
def test_no_text_mentions_closes_or_hides(made: Callable[[str], str], text: str) -> None:
    shown = made(text)
    assert not MENTION.search(shown)
    assert not CLOSING.search(shown)
    assert "<" not in shown
    assert "\n" not in shown
    assert not INVISIBLE.search(shown.replace("\u200b", ""))


@given(st.text("`a @#<|\\$*_[1.-\n"))
def test_outside_of_code_all_that_is_active_is_escaped(text: str) -> None:
    outside = re.sub(r"(?<!\\)`[^`]+`", "", prose(text))
    assert not re.search(r"[`*\[|$]", re.sub(r"\\.", "", outside))


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


@pytest.mark.parametrize("made", [prose, inert])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://evil.example/approve?pr=1", "see https:\u200b//evil.example/approve?pr=1"),
        ("FTP://evil and x+y://evil", "FTP:\u200b//evil and x+y:\u200b//evil"),
        ("\uff1a\uff0f\uff0fevil", "\uff1a\u200b\uff0f\uff0fevil"),
        ("(www.evil.example)", "(www\u200b.evil.example)"),
        ("WWW.evil", "WWW\u200b.evil"),
        ("\uff20admin \ufe6badmin @admin", "\uff20\u200badmin \ufe6b\u200badmin @\u200badmin"),
        ("mailto:a@evil.example", "mailto:a@\u200bevil.example"),
        ("a/b: c, 3://", "a/b: c, 3:\u200b//"),
    ],
)
def test_no_address_of_a_models_is_live(made: Callable[[str], str], text: str, shown: str) -> None:
    assert unlinked(made(text)) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://bot.example/runs/1", "[a\\*b](https://bot.example/runs/1)"),
        ("https://x/(y)", "[a\\*b](https://x/%28y%29)"),
        ("javascript:alert(1)", "a\\*b"),
        ("https://x/a b", "a\\*b"),
        ("https://x/<b>", "a\\*b"),
        ("", "a\\*b"),
        ("https://x/" + "y" * 3000, "a\\*b"),
    ],
)
def test_links_lead_to_the_web_or_nowhere(url: str, shown: str) -> None:
    assert link("a*b", url) == shown


def test_inside_tags_there_are_no_backslashes() -> None:
    assert html("a*b <c> @d") == "a*b &lt;c&gt; @\u200bd"


def test_code_in_a_cell_keeps_its_bars() -> None:
    assert code("a|b") == "`a\\|b`"
    assert "\\\\|" not in code("a\\|b")
    assert code("`" * 5000).count("`") < 100
    assert fenced("`" * 5000).count("`") < 100


def test_secrets_are_gone_before_anything_is_escaped() -> None:
    for made in (inert, prose, code, fenced, html, line):
        assert "hunter2" not in made("password=hunter2hunter2")


def test_long_values_are_cut() -> None:
    assert len(inert("x" * 5000)) == LONGEST
    assert len(inert("x" * 5000, 1000)) == 1000
    assert fenced("x" * 50, "", 10) == "```\nxxxxxxxxx…\n```"


def test_keywords_are_taken_apart_in_code_too() -> None:
    assert CLOSING.search(unclosing("`closes #1` and fixes !2")) is None
    assert unclosing("closes the door #1") == "closes the door #1"


def test_sentences() -> None:
    assert sentence("a.. ") == "a."
    assert capital("iAM") == "IAM"
    assert capital("") == ""
