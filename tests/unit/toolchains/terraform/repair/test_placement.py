"""Where things go and what is a constant."""

import pytest

from app.toolchains.terraform.hcl import read_source
from app.toolchains.terraform.repair.placement import constant, crowded, cut, place_of_argument, place_of_block

BLOCK = """resource "a" "b" {
  x = 1
  y = 2

  c {
  }

  tags = {
    a = 1
  }
}"""


def test_places() -> None:
    (block,) = read_source("main.tf", BLOCK).top.blocks
    assert (place_of_argument(block), place_of_block(block)) == (3, 6)
    assert crowded(block, 4)
    assert not crowded(block, 3)


@pytest.mark.parametrize(
    ("lines", "first", "last", "expected"),
    [
        (["a", "b", "c"], 2, 2, "a\nc"),
        (["a", "", "# why", "b", "", "c"], 4, 4, "a\n\nc"),
        (["x {", "  b", "", "  c", "}"], 2, 2, "x {\n  c\n}"),
        (["x {", "  c", "", "  b", "}"], 4, 4, "x {\n  c\n}"),
    ],
)
def test_a_cut_leaves_no_blank_line_too_many(lines: list[str], first: int, last: int, expected: str) -> None:
    assert cut(lines, first, last) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("true", True),
        ("7", True),
        ('"text"', True),
        ('["a", "b"]', True),
        ("null", True),
        ("var.x", False),
        ('"${var.x}"', False),
        ("[var.x]", False),
        ("max(1, 2)", False),
        ("var.x ? 1 : 2", False),
    ],
)
def test_constants(expression: str, expected: bool) -> None:
    (block,) = read_source("main.tf", f'resource "a" "b" {{\n  x = {expression}\n}}\n').top.blocks
    assert constant(block.attributes["x"]) is expected
