import json
from pathlib import Path

from app.toolchains.terraform.checkout import Checkout
from app.toolchains.terraform.scene import digest_of, is_automatic, set_up
from app.toolchains.terraform.stacks import find_stacks
from tests.unit.toolchains.terraform.trees import plant


def test_set_up(tmp_path: Path) -> None:
    root = plant(
        tmp_path / "repo",
        {"s/main.tf": 'variable "region" {\n}\nmodule "m" {\n  source = "../m"\n}\n', "m/main.tf": "x = "},
    )
    (root / "out").symlink_to("/etc/passwd")
    scene = set_up(Checkout(root), find_stacks(root)[0], tmp_path / "private")
    assert (scene.copy / "m" / "main.tf").read_text() == "x = "
    values = json.loads(scene.before_init["s/zz_agents_placeholders.auto.tfvars.json"])
    assert values == {"region": "us-east-1"}
    assert scene.unreadable == (("m/main.tf", 1, "the argument 'x' has no value"),)
    assert scene.notes == (
        "out was left out: a link that leaves the repository",
        'placeholders for variables without a value: region = "us-east-1"',
    )
    assert scene.digest == digest_of(scene.copy)


def test_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    one = digest_of(plant(tmp_path / "1", {"a": "x", "b/c": "y"}))
    assert one == digest_of(plant(tmp_path / "2", {"a": "x", "b/c": "y"}))
    assert one != digest_of(plant(tmp_path / "3", {"a": "y", "b/c": "x"}))


def test_var_files_that_are_loaded_anyway() -> None:
    names = ("terraform.tfvars", "a.auto.tfvars", "a.auto.tfvars.json", "environments/dev.tfvars")
    assert [is_automatic(name) for name in names] == [True, True, True, False]


def test_opentofu_files_are_read_as_terraform(tmp_path: Path) -> None:
    code = 'resource "aws_vpc" "a" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n'
    root = plant(tmp_path / "repo", {"main.tofu": code, "x.tf": ""})
    stack = find_stacks(root)[0]
    scene = set_up(Checkout(root), stack, tmp_path / "a")
    assert (list(scene.before_init), list(scene.before_plan)) == (["main.tf", "zz_agents_override.tf"], ["main.tf"])
    assert "main.tf was read as Terraform" in scene.notes
    scene = set_up(Checkout(root), stack, tmp_path / "b", "tofu")
    assert (list(scene.before_init), list(scene.before_plan)) == ([], ["main.tofu"])


def test_the_vocabulary_is_of_all_modules(tmp_path: Path) -> None:
    root = plant(
        tmp_path / "repo",
        {
            "s/main.tf": 'module "m" {\n  source = "../m"\n}\n',
            "m/main.tf": 'data "aws_ami" "x" {\n  owners = ["self"]\n}\n',
        },
    )
    scene = set_up(Checkout(root), find_stacks(root)[0], tmp_path / "private")
    assert scene.types == ("aws_ami",)
    assert {"module", "aws_ami", "owners", "self"} <= set(scene.words)
