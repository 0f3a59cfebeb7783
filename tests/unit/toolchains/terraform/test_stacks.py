from pathlib import Path

import pytest

from app.toolchains.terraform.stacks import StackPolicy, changed_stacks, find_stacks
from tests.unit.toolchains.terraform.trees import plant

RESOURCE = 'resource "aws_vpc" "main" {\n}\n'
PROVIDER = 'provider "aws" {\n}\n'
BACKEND = 'terraform {\n  backend "s3" {\n  }\n}\n'
VARIABLE = 'variable "x" {\n}\n'


def call(source: str) -> str:
    return f'module "m" {{\n  source = "{source}"\n}}\n'


@pytest.mark.parametrize(
    ("files", "stacks"),
    [
        ({"main.tf": RESOURCE}, ["."]),
        (
            {"a/main.tf": RESOURCE, "b/main.tf": 'data "aws_ami" "x" {\n}\n', "c/main.tf": call("x/y/z")},
            ["a", "b", "c"],
        ),
        ({"a/main.tf": VARIABLE, "b/outputs.tf": 'output "x" {\n  value = 1\n}\n'}, []),
        ({"a/providers.tf": PROVIDER, "b/backend.tf": BACKEND}, ["a", "b"]),
        ({"main.tf": call("./net"), "net/main.tf": RESOURCE}, ["."]),
        ({"main.tf": call("./net"), "net/main.tf": PROVIDER + RESOURCE}, ["."]),
        ({"envs/dev/main.tf": call("../../app"), "app/main.tf": call("../net"), "net/main.tf": RESOURCE}, ["envs/dev"]),
        ({"modules/a/main.tf": RESOURCE, "x/modules/b/main.tf": PROVIDER + RESOURCE}, []),
        ({".terraform/modules/a/main.tf": RESOURCE, ".github/x/main.tf": RESOURCE}, []),
        ({"main.tf": RESOURCE, "examples/full/main.tf": PROVIDER + call("../.."), "tests/a/main.tf": RESOURCE}, ["."]),
        ({"examples/full/main.tf": RESOURCE, "tests/x/main.tf": RESOURCE}, ["examples/full", "tests/x"]),
        ({"a/main.tf": "x {"}, ["a"]),
        ({"a/main.tf.json": '{"resource": {"aws_vpc": {"a": {}}}}', "b/main.tofu": RESOURCE}, ["a", "b"]),
        ({"a/main.tf": call("../a") + RESOURCE}, ["a"]),
        ({"readme.md": ""}, []),
    ],
)
def test_discovery(tmp_path: Path, files: dict[str, str], stacks: list[str]) -> None:
    assert [stack.path for stack in find_stacks(plant(tmp_path, files))] == stacks


def test_modules_are_the_whole_reach(tmp_path: Path) -> None:
    plant(tmp_path, {"s/main.tf": call("../m"), "m/main.tf": call("../n"), "n/main.tf": RESOURCE})
    assert find_stacks(tmp_path)[0].modules == ("m", "n")


@pytest.mark.parametrize(
    ("names", "environments", "expected"),
    [
        ([], (), [()]),
        (["terraform.tfvars", "b.auto.tfvars", "a.auto.tfvars", "other.tfvars"], (),
         [("terraform.tfvars", "a.auto.tfvars", "b.auto.tfvars")]),
        (["environments/prod.tfvars"], (), [("environments/prod.tfvars",)]),
        (["environments/prod.tfvars", "environments/dev.tfvars"], (), [()]),
        (["environments/prod.tfvars", "environments/dev.tfvars"], ("prod",), [("environments/prod.tfvars",)]),
        (["environments/prod.tfvars", "environments/dev.tfvars", "terraform.tfvars"], ("dev", "prod"),
         [("terraform.tfvars", "environments/dev.tfvars"), ("terraform.tfvars", "environments/prod.tfvars")]),
    ],
)  # fmt: skip
def test_var_files(
    tmp_path: Path, names: list[str], environments: tuple[str, ...], expected: list[tuple[str, ...]]
) -> None:
    plant(tmp_path, {"s/main.tf": RESOURCE, **{f"s/{name}": "" for name in names}})
    found = find_stacks(tmp_path, StackPolicy(environments=environments))
    assert [stack.var_files for stack in found] == expected


def test_policy_names_and_orders_stacks(tmp_path: Path) -> None:
    plant(tmp_path, {"a/main.tf": RESOURCE, "b/main.tf": RESOURCE, "modules/c/main.tf": RESOURCE})
    found = find_stacks(tmp_path, StackPolicy(("modules/*", "b/")))
    assert [stack.path for stack in found] == ["modules/c", "b"]


BASE = {
    "s/main.tf": call("../m") + 'x = file("${path.module}/policy.json")\n',
    "s/policy.json": "{}",
    "s/README.md": "",
    "s/terraform.tfvars": "",
    "s/other.tfvars": "",
    "m/main.tf": 'resource "aws_vpc" "v" {\n  tags = yamldecode(file("${path.module}/t.yml"))\n}\n',
    "m/t.yml": "",
    "m/README.md": "",
    "other/main.tf": RESOURCE,
    "gone/main.tf": RESOURCE,
}


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["s/main.tf"], [("s", ("own",))]),
        (["s/new.tf.json"], [("s", ("own",))]),
        (["s/policy.json"], [("s", ("own",))]),
        (["s/.terraform.lock.hcl"], [("s", ("own",))]),
        (["s/terraform.tfvars"], [("s", ("vars",))]),
        (["s/other.tfvars"], []),
        (["s/README.md", "m/README.md", "README.md", "s/tests/a.tftest.hcl"], []),
        (["m/main.tf"], [("s", ("module",))]),
        (["m/t.yml"], [("s", ("module",))]),
        (["m/main.tf", "s/main.tf", "s/terraform.tfvars"], [("s", ("own", "module", "vars"))]),
        (["other/main.tf"], [("other", ("own",))]),
        ([], []),
    ],
)
def test_changes(tmp_path: Path, paths: list[str], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    plant(tmp_path, BASE)
    assert [(stack.path, stack.changed) for stack in changed_stacks(tmp_path, tmp_path, paths)] == expected


def test_deleted_stacks_and_files_no_longer_read(tmp_path: Path) -> None:
    base = plant(tmp_path / "base", BASE)
    head = {path: text for path, text in BASE.items() if not path.startswith("gone/") and path != "m/t.yml"}
    head["m/main.tf"] = RESOURCE
    plant(tmp_path / "head", head)
    found = changed_stacks(tmp_path / "head", base, ["gone/main.tf", "m/t.yml"])
    assert [(stack.path, stack.changed) for stack in found] == [("s", ("module",)), ("gone", ("deleted",))]


def test_a_stack_that_became_a_module_was_not_deleted(tmp_path: Path) -> None:
    base = plant(tmp_path / "base", {"net/main.tf": RESOURCE, "app/main.tf": RESOURCE})
    head = plant(tmp_path / "head", {"net/main.tf": RESOURCE, "app/main.tf": call("../net")})
    found = changed_stacks(head, base, ["app/main.tf"])
    assert [(stack.path, stack.changed) for stack in found] == [("app", ("own",))]


def test_without_a_base(tmp_path: Path) -> None:
    plant(tmp_path, {"s/main.tf": RESOURCE})
    assert [stack.path for stack in changed_stacks(tmp_path, None, ["s/main.tf"])] == ["s"]
