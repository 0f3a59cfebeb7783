import json
from pathlib import Path
from typing import Any

import pytest

from app.toolchains.terraform.checkout import Checkout
from app.toolchains.terraform.hcl import read_source
from app.toolchains.terraform.stacks import find_stacks
from app.toolchains.terraform.variables import placeholder, placeholders, spoken, value_of
from tests.unit.toolchains.terraform.trees import plant


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("string", "title", "placeholder"),
        ("string", "vpc_id", "vpc-0a1b2c3d4e5f60718"),
        ("string", "vpc_cidr", "10.0.0.0/16"),
        ("string", "db_password", "Placeholder-0-value"),
        ("string", "alert_email", "placeholder@example.com"),
        ("any", "thing", "placeholder"),
        ("number", "size", 1),
        ("number", "app_port", 443),
        ("bool", "enabled", False),
        ("list(string)", "names", ["placeholder"]),
        ("list(string)", "subnet_cidrs", ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
        ("set(string)", "availability_zones", ["us-east-1a", "us-east-1b", "us-east-1c"]),
        ("list(number)", "ports", [443]),
        ("map(string)", "tags", {"placeholder": "placeholder"}),
        ("tuple([string, number])", "pair", ["placeholder", 1]),
        (
            "object({\n  size = number\n  owner = optional(string)\n  cidr = string\n})",
            "x",
            {"size": 1, "cidr": "10.0.0.0/16"},
        ),
        ("list(object({ name = string, on = bool }))", "x", [{"name": "placeholder", "on": False}]),
        ('object({ a = optional(string, "x, y"), b = string })', "x", {"b": "placeholder"}),
        ("map(object({\n  port = number\n}))", "x", {"placeholder": {"port": 443}}),
    ],
)
def test_values_fit_type_and_name(kind: str, name: str, expected: Any) -> None:
    assert value_of(kind, name) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "placeholder"),
        ('type = "list"', ["placeholder"]),
        (
            "type = string\nvalidation {\n  condition = contains([\"blue\", \"green\"], var.x)\n}",
            "blue",
        ),
        ("type = number\nvalidation {\n  condition = contains([3, 5], var.x)\n}", 3),
        ("type = string\nvalidation {\n  condition = length(var.x) > 3\n}", "placeholder"),
    ],
)  # fmt: skip
def test_placeholder_of_a_block(body: str, expected: Any) -> None:
    block = read_source("v.tf", f'variable "x" {{\n{body}\n}}\n').top.blocks[0]
    assert placeholder(block) == expected


def test_only_what_has_no_value_gets_one(tmp_path: Path) -> None:
    names = ("a", "b", "c", "d", "e")
    code = "".join(f'variable "{name}" {{\n}}\n' for name in names) + 'variable "f" {\n  default = 1\n}\n'
    plant(
        tmp_path,
        {
            "main.tf": code + 'resource "aws_vpc" "x" {\n}\n',
            "terraform.tfvars": 'a = "1"\n',
            "x.auto.tfvars.json": json.dumps({"b": 1}),
            "environments/dev.tfvars": "c = 1\n",
            "other.tfvars": "d = 1\n",
        },
    )
    found = placeholders(find_stacks(tmp_path)[0], Checkout(tmp_path))
    assert found == {"d": "placeholder", "e": "placeholder"}


def test_spoken() -> None:
    assert spoken({}) == ""
    assert spoken({"a": [1]}) == "placeholders for variables without a value: a = [1]"


def test_a_type_nested_beyond_reason() -> None:
    block = read_source(
        "v.tf", 'variable "x" {\n  type = ' + "list(" * 5000 + "string" + ")" * 5000 + "\n}\n"
    ).top.blocks[0]
    assert placeholder(block) == "placeholder"
