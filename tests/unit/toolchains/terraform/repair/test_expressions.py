"""Older spellings of expressions."""

from collections.abc import Callable

import pytest

from app.toolchains.terraform.repair.expressions import (
    bracket_indexes,
    rename_functions,
    unquote,
    unwrap_interpolations,
)
from app.toolchains.terraform.repair.hcl_edit import Document


def _rewritten(rewrite: Callable[[Document], None], expression: str) -> str:
    document = Document("main.tf", f'variable "v" {{\n}}\n\nlocals {{\n  x = {expression}\n}}\n')
    rewrite(document)
    return document.text.split("  x = ")[1].removesuffix("\n}\n")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"${var.x}"', "var.x"),
        ('"${var.x}-a"', '"${var.x}-a"'),
        ('["${var.x}", "${var.y}"]', "[var.x, var.y]"),
        ('"${var.a ? 1 : 2}"', "var.a ? 1 : 2"),
        ('["${var.a ? 1 : 2}"]', "[(var.a ? 1 : 2)]"),
        ('"${merge({ a = "${var.x}" }, {})}"', "merge({ a = var.x }, {})"),
        ('{ "${var.x}" = 1 }', '{ "${var.x}" = 1 }'),
        ('"${~ var.x ~}"', '"${~ var.x ~}"'),
        ('"a" # "${var.x}"', '"a" # "${var.x}"'),
    ],
)
def test_lone_interpolations(expression: str, expected: str) -> None:
    assert _rewritten(lambda document: unwrap_interpolations(document, 5), expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("list(1, 2)", "tolist([1, 2])"),
        ("list()", "tolist([])"),
        ('map("a", 1, var.k, f(2, 3))', 'tomap({ "a" = 1, (var.k) = f(2, 3) })'),
        ("map()", "tomap({})"),
        ('list(map("a", list(1)))', 'tolist([tomap({ "a" = tolist([1]) })])'),
        ("tolist([1])", "tolist([1])"),
        ('"list(1)"', '"list(1)"'),
    ],
)
def test_removed_functions(expression: str, expected: str) -> None:
    assert _rewritten(lambda document: rename_functions(document, 5, 5), expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("aws_x.y.0.id", "aws_x.y[0].id"),
        ("aws_x.y.*.id", "aws_x.y[*].id"),
        ("[aws_x.y.0.a.1, 1.5]", "[aws_x.y[0].a[1], 1.5]"),
        ('"a.0.b"', '"a.0.b"'),
        ("aws_x.y[*].id", "aws_x.y[*].id"),
    ],
)
def test_indexes(expression: str, expected: str) -> None:
    assert _rewritten(lambda document: bracket_indexes(document, 5, 5), expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('["aws_x.y", "aws_x.z"]', "[aws_x.y, aws_x.z]"),
        ('[aws_x.y["k"]]', '[aws_x.y["k"]]'),
        ('[\n    "tags",\n  ]', "[\n    tags,\n  ]"),
    ],
)
def test_quoted_references(expression: str, expected: str) -> None:
    assert _rewritten(lambda document: unquote(document, 5, 7), expression) == expected
