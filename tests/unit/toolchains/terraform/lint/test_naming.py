from pathlib import Path

import pytest

from tests.unit.toolchains.terraform.lint.cases import hits


@pytest.mark.parametrize(
    ("rule", "code", "lines"),
    [
        ("AGT_TF_NAME_SPELLING", 'resource "aws_vpc" "my-vpc" {\n}\nvariable "myVar" {\n}\n', [1, 3]),
        ("AGT_TF_NAME_SPELLING", "locals {\n  a    = 1\n  some-thing = 2\n}\n", [3]),
        ("AGT_TF_NAME_SPELLING", 'resource "aws_vpc" "main_2" {\n}\nmodule "a_b" {\n}\n', []),
        ("AGT_TF_NAME_REPEATS_TYPE", 'resource "aws_s3_bucket" "logs_s3_bucket" {\n}\n', [1]),
        ("AGT_TF_NAME_REPEATS_TYPE", 'resource "aws_s3_bucket" "logs" {\n}\nresource "aws_vpc" "main_vpc" {\n}\n', []),
        ("AGT_TF_NAME_REPEATS_TYPE", 'resource "aws_s3_bucket" "logs_bucket" {\n}\n', []),
    ],
)
def test_rules(tmp_path: Path, rule: str, code: str, lines: list[int]) -> None:
    assert [line for line, _ in hits(rule, tmp_path, code)] == lines
