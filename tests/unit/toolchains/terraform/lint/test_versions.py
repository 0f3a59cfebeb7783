from pathlib import Path

import pytest

from tests.unit.toolchains.terraform.lint.cases import hits


def module(source: str, more: str = "") -> str:
    return f'module "m" {{\n  source = "{source}"\n{more}}}\n'


def required(*providers: str) -> str:
    return "terraform {\n  required_providers {\n" + "".join(f"    {one}\n" for one in providers) + "  }\n}\n"


AWS = 'aws = { source = "hashicorp/aws", version = "~> 6.0" }'
USED = 'resource "aws_vpc" "a" {\n}\nresource "random_id" "a" {\n}\nresource "terraform_data" "a" {\n}\n'


@pytest.mark.parametrize(
    ("rule", "code", "lines"),
    [
        ("AGT_TF_NO_REQUIRED_VERSION", 'resource "a_b" "c" {\n}\n', [1]),
        ("AGT_TF_NO_REQUIRED_VERSION", "\nterraform {\n}\n", [2]),
        ("AGT_TF_NO_REQUIRED_VERSION", 'terraform {\n  required_version = ">= 1.5"\n}\n', []),
        ("AGT_TF_UNPINNED_PROVIDER", 'resource "aws_vpc" "c" {\n}\n', [1]),
        ("AGT_TF_UNPINNED_PROVIDER", required('aws = { source = "hashicorp/aws" }') + 'provider "aws" {\n}\n', [6]),
        ("AGT_TF_UNPINNED_PROVIDER", required(AWS, 'random = "~> 3"') + USED, []),
        ("AGT_TF_PROVIDER_VERSION_ARGUMENT", 'provider "aws" {\n  version = "~> 2.0"\n}\n', [2]),
        ("AGT_TF_PROVIDER_VERSION_ARGUMENT", 'provider "aws" {\n  region = "x"\n}\n', []),
        ("AGT_TF_UNPINNED_MODULE", module("terraform-aws-modules/vpc/aws"), [2]),
        ("AGT_TF_UNPINNED_MODULE", module("app.terraform.io/org/vpc/aws//sub"), [2]),
        ("AGT_TF_UNPINNED_MODULE", module("terraform-aws-modules/vpc/aws", '  version = "5.0"\n'), []),
        ("AGT_TF_UNPINNED_MODULE", module("git::https://example.com/vpc.git"), [2]),
        ("AGT_TF_UNPINNED_MODULE", module("github.com/org/repo//x?ref=main"), [2]),
        ("AGT_TF_UNPINNED_MODULE", module("git@github.com:org/repo.git?ref=v1.2.0"), []),
        ("AGT_TF_UNPINNED_MODULE", module("../m") + module("./n"), []),
    ],
)  # fmt: skip
def test_rules(tmp_path: Path, rule: str, code: str, lines: list[int]) -> None:
    assert [line for line, _ in hits(rule, tmp_path, code)] == lines


def test_a_module_need_not_pin(tmp_path: Path) -> None:
    code = 'resource "aws_vpc" "c" {\n}\n'
    for rule in ("AGT_TF_NO_REQUIRED_VERSION", "AGT_TF_UNPINNED_PROVIDER"):
        assert hits(rule, tmp_path, code, root_module=False) == []
