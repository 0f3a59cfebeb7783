import re
from typing import Any

import hcl2
import pytest
from hcl2.utils import SerializationOptions
from hypothesis import given, settings
from hypothesis import strategies as st

from app.toolchains.terraform.hcl import parts_of, read_source, string_value

STACK = """\
# comment with "quotes" and { braces
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
}
resource "aws_s3_bucket" "b" {
  bucket = "${local.a}-x" // trailing
  count  = var.enabled ? 1 : 0
  tags = {
    Name = "x"
    Env  = var.env
  }
  dynamic "rule" {
    for_each = [for k, v in var.m : k if v != null]
    content { a = rule.value }
  }
  policy = <<EOT
{"a": "${local.a}"}
EOT
  nested = { a = [1, 2, { b = "}" }] }
}
data "aws_ami" "x" {}
locals {
  a = "x"
  f = format("%s", "a]b")
}
"""


def test_structure_and_places() -> None:
    source = read_source("main.tf", STACK)
    assert source.error is None
    terraform, bucket, ami, local = source.top.blocks
    assert (bucket.type, bucket.labels, bucket.line, bucket.end_line) == ("resource", ("aws_s3_bucket", "b"), 8, 23)
    assert bucket.address == "aws_s3_bucket.b"
    assert ami.address == "data.aws_ami.x"
    assert terraform.literal("required_version") == ">= 1.5"
    assert bucket.literal("bucket") is None
    assert bucket.attributes["policy"].expression.startswith("<<EOT")
    assert bucket.attributes["policy"].end_line == 21
    assert [inner.labels for inner in bucket.blocks_of("dynamic")] == [("rule",)]
    assert [one.type for one in bucket.walk()] == ["resource", "dynamic", "content"]
    assert local.attributes["f"].line == 27
    count = bucket.attributes["count"]
    assert STACK[count.start : count.end] == "var.enabled ? 1 : 0"
    assert STACK[bucket.start : bucket.start + 8] == "resource"
    assert STACK[bucket.end - 1] == "}"


def test_code_blanks_comments_and_literal_text_only() -> None:
    source = read_source("main.tf", 'a = "x ${var.y} z" # var.z\nb = <<E\nvar.q ${var.r}\nE\n')
    assert len(source.code) == len(source.text)
    assert "var.y" in source.code
    assert "var.r" in source.code
    assert "var.z" not in source.code
    assert "var.q" not in source.code
    assert source.code.count("\n") == source.text.count("\n")
    assert source.line_at(source.text.index("var.q")) == 3


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = ", 1, "has no value"),
        ('x "y" {', 1, "inside an open"),
        ("x {}}", 1, "closes nothing"),
        ("a b c", 1, "neither an argument nor a block"),
        ("\n= 1", 2, "expected a block or an argument"),
        ('resource "a${b}" "c" {}', 1, "cannot hold a template"),
        ("a = 1\n\0", 2, "unexpected character"),
    ],
)
def test_errors_keep_what_was_read(text: str, line: int, words: str) -> None:
    source = read_source("main.tf", 'ok "a" {}\n' + text)
    assert source.error is not None
    assert source.error.line == line + 1
    assert words in source.error.wrong
    assert source.top.blocks[0].type == "ok"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"abc"', "abc"),
        ('"a\\"b"', 'a"b'),
        ('"a${b}"', None),
        ("abc", None),
        ('"', None),
        ('"a" + "b"', None),
        ("1", None),
    ],
)
def test_string_value(expression: str, expected: str | None) -> None:
    assert string_value(expression) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a, b", ["a", "b"]),
        ('"a, b", [1, 2]\nc', ['"a, b"', "[1, 2]", "c"]),
        ('"${f(1, 2)}", # x, y\n', ['"${f(1, 2)}"']),
        ("", []),
        ("(", []),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


def shape(value: Any) -> Any:
    """python-hcl2's answer: how many blocks of each type, with their labels."""
    found = []
    for kind, blocks in value.items():
        if kind == "__comments__":
            continue
        for block in blocks:
            labels = []
            while len(block) == 1 and next(iter(block)).startswith('"'):
                label, block = next(iter(block.items()))  # noqa: PLW2901 - descending
                labels.append(label.strip('"'))
            names = {name for name in block if not name.startswith("__")}
            found.append((kind, tuple(labels), frozenset(names)))
    return sorted(found, key=repr)


def test_agrees_with_python_hcl2() -> None:
    theirs = shape(hcl2.loads(STACK, serialization_options=SerializationOptions(with_comments=False)))
    ours = [
        (block.type, block.labels, frozenset({*block.attributes, *(inner.type for inner in block.blocks)}))
        for block in read_source("main.tf", STACK).top.blocks
    ]
    assert theirs == sorted(ours, key=repr)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab "{}[]()=$%<-E\n#/*\\\0,:', max_size=80))
def test_odd_text_never_raises(text: str) -> None:
    source = read_source("main.tf", text)
    assert len(source.code) == len(text)
    assert re.sub(r"[^\n]", "", source.code) == re.sub(r"[^\n]", "", text)
