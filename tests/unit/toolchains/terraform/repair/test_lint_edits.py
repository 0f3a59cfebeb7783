"""Repairs of our own lint rules: each is asked for by the real rule, and is not asked for again."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.stack import Stack
from app.toolchains.terraform.lint import lint
from app.toolchains.terraform.repair.lint_edits import LINT_DECISIONS, LINT_RULES
from app.toolchains.terraform.repair.mend import RepairResult, repair

HEAD = 'terraform {\n  required_version = ">= 1.5"\n}\n\n'

DATABASE = '\nresource "aws_db_instance" "x" {\n  password = var.db_password\n}\n'

MENDED: Mapping[str, tuple[str, str]] = {
    "AGT_TF_UNUSED_VARIABLE": ('variable "x" {\n  type = string\n}\n', ""),
    "AGT_TF_UNUSED_LOCAL": ("locals {\n  a = 1\n}\n", ""),
    "AGT_TF_UNUSED_DATA": ('data "aws_region" "x" {\n}\n', ""),
    "AGT_TF_UNTYPED_VARIABLE": (
        'variable "x" {\n  default = ["a"]\n}\n\noutput "y" {\n  value = var.x\n}\n',
        'variable "x" {\n  type    = list(string)\n  default = ["a"]\n}\n\noutput "y" {\n  value = var.x\n}\n',
    ),
    "AGT_TF_SECRET_NOT_SENSITIVE": (
        'variable "db_password" {\n  type = string\n}\n' + DATABASE,
        'variable "db_password" {\n  type      = string\n  sensitive = true\n}\n' + DATABASE,
    ),
    "AGT_TF_INTERPOLATION_ONLY": (
        'output "x" {\n  value = "${path.module}"\n}\n',
        'output "x" {\n  value = path.module\n}\n',
    ),
    "AGT_TF_LEGACY_FUNCTION": ('output "x" {\n  value = list(1)\n}\n', 'output "x" {\n  value = tolist([1])\n}\n'),
    "AGT_TF_LEGACY_INDEX": (
        'output "x" {\n  value = aws_vpc.a.0.id\n}\n',
        'output "x" {\n  value = aws_vpc.a[0].id\n}\n',
    ),
    "AGT_TF_QUOTED_TYPE": (
        'variable "x" {\n  type = "map"\n}\n\noutput "y" {\n  value = var.x\n}\n',
        'variable "x" {\n  type = map(any)\n}\n\noutput "y" {\n  value = var.x\n}\n',
    ),
    "AGT_TF_QUOTED_REFERENCE": (
        'resource "aws_vpc" "x" {\n  depends_on = ["aws_vpc.y"]\n}\n',
        'resource "aws_vpc" "x" {\n  depends_on = [aws_vpc.y]\n}\n',
    ),
}


def _mended(root: Path, files: Mapping[str, str], rule: str) -> RepairResult:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    stack = Stack(".", modules=("m",) if "m/main.tf" in files else ())
    found = [finding for finding in lint(root, stack) if finding.rule == rule]
    assert found, "the rule does not ask for it"
    result = repair(files, found)
    for name, text in result.files.items():
        (root / name).write_text(text)
    if not result.left:
        assert rule not in {finding.rule for finding in lint(root, stack)}
    return result


@pytest.mark.parametrize("rule", MENDED)
def test_each_rule_is_mended(rule: str, tmp_path: Path) -> None:
    broken, expected = MENDED[rule]
    result = _mended(tmp_path, {"main.tf": HEAD + broken}, rule)
    assert not result.left
    assert result.files["main.tf"].strip() == (HEAD + expected).strip()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('terraform {\n}\n\nresource "aws_vpc" "x" {\n}\n', {"main.tf": 'required_version = ">= 1.5"'}),
        ('resource "aws_vpc" "x" {\n}\n', {"versions.tf": 'required_version = ">= 1.5"'}),
    ],
)
def test_the_required_version_is_written(code: str, expected: Mapping[str, str], tmp_path: Path) -> None:
    result = _mended(tmp_path, {"main.tf": code}, "AGT_TF_NO_REQUIRED_VERSION")
    for path, text in expected.items():
        assert text in result.files[path]


def test_a_variable_that_a_call_passes_stays(tmp_path: Path) -> None:
    files = {
        "main.tf": HEAD + 'module "m" {\n  source = "./m"\n  x      = 1\n}\n',
        "m/main.tf": 'variable "x" {\n  type        = number\n  description = "x"\n}\n',
    }
    result = _mended(tmp_path, files, "AGT_TF_UNUSED_VARIABLE")
    assert "passes `x`" in result.left[0].why


def test_values_of_a_removed_variable_go_with_it(tmp_path: Path) -> None:
    files = {"main.tf": HEAD + 'variable "x" {\n}\n', "environments/prod.tfvars": "x = 1\ny = 2\n"}
    result = _mended(tmp_path, files, "AGT_TF_UNUSED_VARIABLE")
    assert result.files["environments/prod.tfvars"] == "y = 2\n"


def test_one_of_several_locals_goes_alone(tmp_path: Path) -> None:
    code = HEAD + 'locals {\n  dead = 1\n  used = 2\n}\n\noutput "x" {\n  value = local.used\n}\n'
    result = _mended(tmp_path, {"main.tf": code}, "AGT_TF_UNUSED_LOCAL")
    assert "locals {\n  used = 2\n}" in result.files["main.tf"]


@pytest.mark.parametrize(
    ("rule", "code", "reason"),
    [
        ("AGT_TF_UNTYPED_VARIABLE", 'variable "x" {\n}\n', "does not follow"),
        (
            "AGT_TF_SECRET_NOT_SENSITIVE",
            'variable "api_key" {\n  type = string\n}\n\noutput "x" {\n  value = var.api_key\n}\n',
            "would have to be sensitive",
        ),
        ("AGT_TF_UNDESCRIBED_OUTPUT", 'output "x" {\n  value = 1\n}\n', "only its author knows"),
    ],
)
def test_what_needs_a_person_is_left(rule: str, code: str, reason: str, tmp_path: Path) -> None:
    result = _mended(tmp_path, {"main.tf": HEAD + code}, rule)
    assert reason in result.left[0].why
    assert not result.files


def test_no_rule_is_both_mended_and_decided() -> None:
    assert not set(LINT_RULES) & set(LINT_DECISIONS)
