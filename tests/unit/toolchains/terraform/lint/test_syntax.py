from pathlib import Path

import pytest

from tests.unit.toolchains.terraform.lint.cases import hits


@pytest.mark.parametrize(
    ("rule", "code", "lines"),
    [
        ("AGT_TF_INTERPOLATION_ONLY", 'locals {\n  a = "${var.x}"\n}\n', [2]),
        ("AGT_TF_INTERPOLATION_ONLY", 'locals {\n  a = ["${var.x}", f("${g("y")}")]\n}\n', [2, 2]),
        ("AGT_TF_INTERPOLATION_ONLY", 'locals {\n  a = "${var.x["k"]}"\n}\n', [2]),
        ("AGT_TF_INTERPOLATION_ONLY", 'locals {\n  a = "${var.x}-b"\n  b = "a-${var.x}"\n  c = "${a}${b}"\n}\n', []),
        ("AGT_TF_INTERPOLATION_ONLY", 'locals {\n  a = { "${var.x}" = 1, "${var.y}" : 2 }\n  b = "$${x}"\n}\n', []),
        ("AGT_TF_INTERPOLATION_ONLY", 'locals {\n  a = <<E\n"${var.x}"\nE\n}\n', []),
        ("AGT_TF_INTERPOLATION_ONLY", 'locals {\n  a = "x" == "${"y"}" ? "" : "a${"b"}c"\n}\n', [2]),
        ("AGT_TF_LEGACY_FUNCTION", "locals {\n  a = list(1, 2)\n  b = map(1, 2)\n}\n", [2, 3]),
        (
            "AGT_TF_LEGACY_FUNCTION",
            'variable "a" {\n  type = list(map(string))\n}\nlocals {\n  b = tolist([1])\n}\n',
            [],
        ),
        ("AGT_TF_LEGACY_FUNCTION", 'locals {\n  a = "list(1)" # list(\n}\n', []),
        ("AGT_TF_QUOTED_TYPE", 'variable "a" {\n  type = "string"\n}\nvariable "b" {\n  type = string\n}\n', [2]),
        (
            "AGT_TF_QUOTED_REFERENCE",
            'resource "a_b" "c" {\n  depends_on = ["a_b.d"]\n  lifecycle {\n    ignore_changes = ["tags"]\n  }\n}\n',
            [2, 4],
        ),
        (
            "AGT_TF_QUOTED_REFERENCE",
            'resource "a_b" "c" {\n  depends_on = [a_b.d]\n  lifecycle {\n    ignore_changes = [t["Name"]]\n  }\n}\n',
            [],
        ),
        ("AGT_TF_LEGACY_INDEX", "locals {\n  a = aws_x.y.0.id\n  b = aws_x.y.*.id\n}\n", [2, 3]),
        (
            "AGT_TF_LEGACY_INDEX",
            'locals {\n  a = 1.5\n  b = x.y[0].id\n  c = x.y[*].id\n  d = 2 * 3\n  e = "a.0"\n}\n',
            [],
        ),
        ("AGT_TF_EMPTY_COMPARISON", "locals {\n  a = var.x == [] ? 1 : 2\n  b = var.x != {}\n}\n", [2, 3]),
        ("AGT_TF_EMPTY_COMPARISON", "locals {\n  a = length(var.x) == 0\n  b = [1] == [1]\n}\n", []),
        ("AGT_TF_COUNTED_LIST", 'resource "a_b" "c" {\n  count = length(var.x)\n  n = var.x[count.index]\n}\n', [2]),
        (
            "AGT_TF_COUNTED_LIST",
            'resource "a_b" "c" {\n  count = length(var.x)\n  n = element(var.x, count.index)\n}\n',
            [2],
        ),
        ("AGT_TF_COUNTED_LIST", 'resource "a_b" "c" {\n  count = length(var.x)\n  n = count.index\n}\n', []),
        ("AGT_TF_COUNTED_LIST", 'resource "a_b" "c" {\n  count = 3\n  n = var.x[count.index]\n}\n', []),
    ],
)
def test_rules(tmp_path: Path, rule: str, code: str, lines: list[int]) -> None:
    assert [line for line, _ in hits(rule, tmp_path, code)] == lines
