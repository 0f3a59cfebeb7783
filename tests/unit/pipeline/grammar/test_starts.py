"""How blocks start."""

import pytest

from app.pipeline.grammar.starts import closes, fence_at, html_at, indent_at, item_at, rule_at


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("<pre>", "raw"),
        ("<STYLE a='1'>", "raw"),
        ("<prefix", ""),
        ("<!-- x", "comment"),
        ("<? x", "instruction"),
        ("<!x", "declaration"),
        ("<![CDATA[x", "cdata"),
        ("<p>text", "element"),
        ("</details/>", "element"),
        ("<pp>text", ""),
        ("<a b='c' d>", "tag"),
        ("<a b='c' d> x", ""),
        ("</a >", "tag"),
        ("<a b=\"'>", ""),
        ("<1>", ""),
    ],
)
def test_html(line: str, kind: str) -> None:
    assert html_at(line, 0) == kind


def test_fences() -> None:
    assert fence_at("x ```` sh", 2) == "````"
    assert fence_at("~~~ a~b`", 0) == "~~~"
    assert fence_at("``` a`", 0) == ""
    assert fence_at("``", 0) == ""
    assert closes("  ````", 2, "```")
    assert not closes("``", 0, "```")
    assert not closes("``` x", 0, "```")
    assert not closes("~~~", 0, "```")


@pytest.mark.parametrize(
    ("line", "expected"), [("***", True), ("_ _ _", True), ("- -", False), ("--*", False), ("---x", False)]
)
def test_rules(line: str, expected: bool) -> None:
    assert rule_at(line, 0) is expected


@pytest.mark.parametrize(
    ("line", "interrupts", "width"),
    [
        ("- a", False, 2),
        ("-    a", False, 5),
        ("-     a", False, 2),
        ("-", False, 2),
        ("-", True, 0),
        ("-a", False, 0),
        ("123456789. a", False, 11),
        ("1234567890. a", False, 0),
        ("2) a", True, 0),
        ("001) a", True, 5),
        ("0) a", True, 0),
    ],
)
def test_items(line: str, interrupts: bool, width: int) -> None:
    assert item_at(line, 0, interrupts=interrupts) == width


def test_indent() -> None:
    assert indent_at("a   b", 1) == 3
    assert indent_at("a", 1) == 0
