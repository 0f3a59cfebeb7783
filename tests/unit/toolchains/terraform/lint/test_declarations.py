from pathlib import Path

import pytest

from tests.unit.toolchains.terraform.lint.cases import hits


@pytest.mark.parametrize(
    ("rule", "code", "lines"),
    [
        ("AGT_TF_UNUSED_VARIABLE", 'variable "a" {\n}\n', [1]),
        ("AGT_TF_UNUSED_VARIABLE", 'variable "a" {\n  validation {\n    condition = var.a > 1\n  }\n}\n', [1]),
        ("AGT_TF_UNUSED_VARIABLE", 'variable "a" {\n}\noutput "x" {\n  value = var.a_b\n}\n# var.a\n', [1]),
        ("AGT_TF_UNUSED_VARIABLE", 'variable "a" {\n}\noutput "x" {\n  value = "${var.a}"\n}\n', []),
        ("AGT_TF_UNUSED_VARIABLE", 'variable "a" {\n}\nlocals {\n  b = <<E\n${var . a}\nE\n}\n', []),
        (
            "AGT_TF_UNUSED_VARIABLE",
            'variable "a" {\n}\nvariable "b" {\n  validation {\n    condition = var.a\n  }\n}\n',
            [3],
        ),
        ("AGT_TF_UNUSED_LOCAL", "locals {\n  a = 1\n  b = local.c\n  c = 2\n}\n", [2, 3]),
        ("AGT_TF_UNUSED_LOCAL", 'locals {\n  a = 1\n}\noutput "x" {\n  value = [local.a]\n}\n', []),
        ("AGT_TF_UNUSED_DATA", 'data "aws_region" "x" {\n}\n', [1]),
        ("AGT_TF_UNUSED_DATA", 'data "aws_region" "x" {\n}\noutput "x" {\n  value = data.aws_region.x.region\n}\n', []),
        (
            "AGT_TF_UNUSED_DATA",
            'data "aws_region" "x" {\n  lifecycle {\n    postcondition {\n      condition = true\n    }\n  }\n}\n',
            [],
        ),
        ("AGT_TF_UNTYPED_VARIABLE", 'variable "a" {\n}\nvariable "b" {\n  type = any\n}\n', [1]),
        ("AGT_TF_UNDESCRIBED_VARIABLE", 'variable "a" {\n}\nvariable "b" {\n  description = "B."\n}\n', [1]),
        ("AGT_TF_UNDESCRIBED_VARIABLE", 'variable "a" {\n  description = ""\n}\n', [1]),
        ("AGT_TF_UNDESCRIBED_VARIABLE", 'variable "a" {\n  description = <<E\nx\nE\n}\n', []),
        ("AGT_TF_UNDESCRIBED_OUTPUT", 'output "a" {\n  value = 1\n}\noutput "b" {\n  description = "B."\n}\n', [1]),
        ("AGT_TF_SECRET_NOT_SENSITIVE", 'variable "db_password" {\n  type = string\n}\n', [1]),
        ("AGT_TF_SECRET_NOT_SENSITIVE", 'variable "db_password" {\n  sensitive = true\n}\n', []),
        (
            "AGT_TF_SECRET_NOT_SENSITIVE",
            'variable "password_length" {\n}\nvariable "use_secret" {\n  type = bool\n}\n',
            [],
        ),
    ],
)
def test_rules(tmp_path: Path, rule: str, code: str, lines: list[int]) -> None:
    assert [line for line, _ in hits(rule, tmp_path, code)] == lines
