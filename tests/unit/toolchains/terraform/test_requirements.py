from pathlib import Path

import pytest

from app.toolchains.terraform.checkout import Checkout
from app.toolchains.terraform.requirements import Requirements, entries_of, requirements_of
from app.toolchains.terraform.stacks import find_stacks
from tests.unit.toolchains.terraform.trees import plant

SIMULATED = {"aws": "6.62.0", "random": "3.7.2"}


def needs(root: Path, code: str, **more: str) -> Requirements:
    plant(root, {"s/main.tf": code} | more)
    stack = next(one for one in find_stacks(root) if one.path == "s")
    return requirements_of(stack, Checkout(root), SIMULATED)


def required(name: str, source: str) -> str:
    return f'terraform {{\n  required_providers {{\n    {name} = {{\n      source = "{source}"\n    }}\n  }}\n}}\n'


@pytest.mark.parametrize(
    ("code", "providers"),
    [
        ('resource "aws_vpc" "a" {\n}\n', {"aws": "6.62.0"}),
        ('resource "random_id" "a" {\n}\ndata "aws_region" "b" {\n}\n', {"aws": "6.62.0", "random": "3.7.2"}),
        ('provider "aws" {\n}\n', {"aws": "6.62.0"}),
        ('resource "terraform_data" "a" {\n}\n', {}),
        ('resource "aws_vpc" "a" {\n  provider = aws.west\n}\n', {"aws": "6.62.0"}),
        (
            required("amazon", "registry.terraform.io/hashicorp/aws")
            + 'data "amazon_x" "a" {\n  provider = amazon\n}\n',
            {"aws": "6.62.0"},
        ),
        ('terraform {\n  required_providers {\n    aws = "~> 2.0"\n  }\n}\nmodule "m" {\n}\n', {"aws": "6.62.0"}),
    ],
)
def test_what_is_simulated(tmp_path: Path, code: str, providers: dict[str, str]) -> None:
    assert needs(tmp_path, code) == Requirements(providers, ())


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('resource "datadog_monitor" "a" {\n}\n', "the provider hashicorp/datadog is not simulated (s/main.tf:1)"),
        ('data "external" "a" {\n}\n', "the provider hashicorp/external is not simulated (s/main.tf:1)"),
        (
            required("aws", "evil/aws") + 'resource "aws_vpc" "a" {\n}\n',
            "the provider evil/aws is not simulated (s/main.tf:3)",
        ),
        (
            '\nmodule "v" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n',
            "the module terraform-aws-modules/vpc/aws cannot be had offline (s/main.tf:3)",
        ),
        ('module "v" {\n  source = "../../x"\n}\n', "the module ../../x is outside the repository (s/main.tf:2)"),
        (
            'resource "terraform_data" "a" {\n  input = file("/etc/passwd")\n}\n',
            "/etc/passwd is outside the repository and is not read (s/main.tf:2)",
        ),
    ],
)
def test_what_is_missing(tmp_path: Path, code: str, why: str) -> None:
    assert needs(tmp_path, code).missing == (why,)


def test_modules_are_looked_into(tmp_path: Path) -> None:
    found = needs(
        tmp_path,
        'module "m" {\n  source = "../modules/m"\n}\n',
        **{"modules/m/main.tf": 'resource "random_id" "a" {\n}\nresource "x_y" "b" {\n}\n'},
    )
    assert found.providers == {"random": "3.7.2"}
    assert found.missing == ("the provider hashicorp/x is not simulated (modules/m/main.tf:3)",)


@pytest.mark.parametrize(
    ("expression", "entries"),
    [
        ('{ source = "a/b", version = "~> 1" }', {"source": "a/b", "version": "~> 1"}),
        ('{\n  source = "a/b"\n  configuration_aliases = [aws.x]\n}', {"source": "a/b"}),
        ('{"source": "a/b"}', {"source": "a/b"}),
        ('"~> 2.0"', {}),
        ('{ version = ">= 1.0, < 2.0", source = "a/b" }', {"version": ">= 1.0, < 2.0", "source": "a/b"}),
    ],
)
def test_entries_of_an_object(expression: str, entries: dict[str, str]) -> None:
    assert entries_of(expression) == entries


def test_without_a_sandbox_no_computed_path_is_read(tmp_path: Path) -> None:
    plant(tmp_path, {"main.tf": 'resource "terraform_data" "a" {\n  input = file(var.p)\n}\n'})
    stack = find_stacks(tmp_path)[0]
    assert requirements_of(stack, Checkout(tmp_path), SIMULATED).missing == ()
    assert requirements_of(stack, Checkout(tmp_path), SIMULATED, isolated=False).missing == (
        "a file with a computed path is not read without a sandbox (main.tf:2)",
    )
