"""Values and expressions."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.resources import Call, Expression, Json, Local, Ref, Template, Var
from app.toolchains.terraform.writer.expressions import entry, inline, is_expression, reference, render


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (1e30, "1000000000000000000000000000000"),
        (0.25, "0.25"),
        (2.0, "2"),
        (Decimal("1.50"), "1.50"),
        ("x", '"x"'),
        (["a", 1], '["a", 1]'),
        ({"b", "a"}, '["a", "b"]'),
        ({}, "{}"),
        ({"a": [1]}, "{ a = [1] }"),
        ({Local("k"): 1}, "{ (local.k) = 1 }"),
        (Var("x"), "var.x"),
        (Local("x"), "local.x"),
        (Ref("aws_vpc.main"), "aws_vpc.main.id"),
        (Ref("aws_subnet.private", "[*].id"), "aws_subnet.private[*].id"),
        (Ref("data.aws_ami.this", ""), "data.aws_ami.this"),
        (Ref("aws_x.y", "user_secret[0].arn"), "aws_x.y.user_secret[0].arn"),
        (Call("cidrsubnet", (Var("c"), 4, 0)), "cidrsubnet(var.c, 4, 0)"),
        (Call("provider::aws::arn_parse", ("x",)), 'provider::aws::arn_parse("x")'),
        (Expression("count.index"), "count.index"),
        (Json({"a": 1}), "jsonencode({ a = 1 })"),
        (Template(("a-", Var("x"))), '"a-${var.x}"'),
        (Template((Var("x"),)), "var.x"),
        (Template(("a", "b")), '"ab"'),
        (Template(()), '""'),
        (Template((Template(("a", Var("x"))), "b")), '"a${var.x}b"'),
        (Template(("costs $", Var("x"))), '"costs \\u0024${var.x}"'),
        (Template(("${no}", Var("x"))), '"$${no}${var.x}"'),
    ],
)
def test_inline(value: Any, written: str) -> None:
    assert inline(value) == written


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), b"x", object(), Var("a b"), Call("f(", ()), Local("x.y")]
)
def test_what_has_no_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"no HCL form|not an HCL identifier"):
        inline(value)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("aws_vpc.main", 'id} ${file("/etc/passwd")'),
        ("aws_vpc.main\n", "id"),
        ("a b", "id"),
        ("aws_x.y[${var.z}]", "id"),
        ("aws_x.y", "a b"),
    ],
)
def test_references_are_nothing_else(address: str, path: str) -> None:
    with pytest.raises(ValueError, match="not a reference"):
        reference(Ref(address, path))


def test_long_lists_are_broken() -> None:
    assert render(["a" * 60, "b" * 60]) == ["[", f'  "{"a" * 60}",', f'  "{"b" * 60}",', "]"]
    assert render([{"a": 1}]) == ["[", "  {", "    a = 1", "  },", "]"]


def test_calls_keep_their_last_argument_open() -> None:
    assert render(Call("merge", (Local("tags"), {"a": 1}))) == ["merge(local.tags, {", "  a = 1", "})"]
    assert render(Json({"a": 1})) == ["jsonencode({", "  a = 1", "})"]
    assert render(Call("merge", ({"a": 1}, Local("tags")))) == [
        "merge(",
        "  {",
        "    a = 1",
        "  },",
        "  local.tags",
        ")",
    ]


def test_longer_texts_become_heredocs() -> None:
    assert entry("x", "a\nb\n").value == ["<<-EOT", "  a", "  b", "EOT"]
    assert entry("x", Template(("a\n", Var("v"), "\nc\n"))).value == ["<<-EOT", "  a", "  ${var.v}", "  c", "EOT"]
    assert entry("x", Template(("a\nb $", Var("v"), "\n"))).heredoc is False
    assert entry("x", "a").value == ['"a"']


def test_is_expression() -> None:
    assert is_expression(Var("x"))
    assert not is_expression("var.x")
