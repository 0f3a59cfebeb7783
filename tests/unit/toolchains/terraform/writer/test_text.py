"""Text stays text: escapes, keys, heredocs, comments."""

import pytest

from app.toolchains.terraform.writer import text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", '"plain"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("a\\b", '"a\\\\b"'),
        ("a\nb\tc\r", '"a\\nb\\tc\\r"'),
        ("${var.x}", '"$${var.x}"'),
        ("%{ if x }", '"%%{ if x }"'),
        ("$${x}", '"\\u0024$${x}"'),
        ("$5 and 10%", '"$5 and 10%"'),
        ("ñandú", '"ñandú"'),
        ("\x00\u202e", '"\\u0000\\u202e"'),
        ("\ud800", '"\N{REPLACEMENT CHARACTER}"'),
        ("\U000e0001", '"\\U000e0001"'),
    ],
)
def test_quote(value: str, written: str) -> None:
    assert text.quote(value) == written


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (["Name", "Environment"], ["Name", "Environment"]),
        (["Name", "cost center"], ['"Name"', '"cost center"']),
        (["for"], ['"for"']),
        (["aws:SourceArn"], ['"aws:SourceArn"']),
        (["a\u0301"], ['"a\\u0301"']),
        (["日本"], ['"日本"']),
    ],
)
def test_keys(names: list[str], written: list[str]) -> None:
    assert list(text.keys(names).values()) == written


@pytest.mark.parametrize("name", ["main", "replica-1", "_x"])
def test_identifiers(name: str) -> None:
    assert text.identifier(name) == name


@pytest.mark.parametrize("name", ["", "1a", "a b", 'a"', "a.b", "a\n"])
def test_no_identifiers(name: str) -> None:
    with pytest.raises(ValueError, match="not an HCL identifier"):
        text.identifier(name)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("#!/bin/sh\necho\n", True),
        ("one line", False),
        ("a\nb", False),
        ("  a\n  b\n", False),
        ("a \nb\n", False),
        ("a\tb\nc\n", False),
        ("\na\nb\n", False),
        ("a $$ b\nc\n", False),
    ],
)
def test_fits_heredoc(value: str, fits: bool) -> None:
    assert text.fits_heredoc(value) is fits


def test_heredoc_marker_is_never_a_line_of_the_text() -> None:
    assert text.heredoc("a\nEOT\n\nb\n") == ["<<-EOT_", "  a", "  EOT", "", "  b", "EOT_"]


def test_comments_cannot_end() -> None:
    assert text.comment('two\nlines\r\x0b}\nresource "x"') == ['# two lines } resource "x"']
    assert text.comment("") == []
    assert all(len(line) <= 112 for line in text.comment("word " * 100))
