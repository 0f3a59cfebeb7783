from pathlib import Path

from app.toolchains.terraform import checkout as checkout_module
from app.toolchains.terraform.checkout import Checkout, is_source
from tests.unit.toolchains.terraform.trees import plant


def test_directories_calls_and_reach(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "app/main.tf": 'module "n" {\n  source = "../modules/net"\n}\nmodule "r" {\n  source = "a/b/c"\n}\n',
            "modules/net/main.tf": 'module "s" {\n  source = "../sub"\n}\nmodule "up" {\n  source = "../../app"\n}\n',
            "modules/sub/main.tf": 'resource "aws_vpc" "v" {}\n',
            ".hidden/main.tf": 'resource "aws_vpc" "v" {}\n',
            "node_modules/x/main.tf": "",
            "docs/readme.md": "",
        },
    )
    checkout = Checkout(tmp_path)
    assert checkout.directories == ("app", "modules/net", "modules/sub")
    assert checkout.reach("app") == ("modules/net", "modules/sub")
    calls = checkout.module("app").calls
    assert [(call.name, call.target, call.line) for call in calls] == [("n", "modules/net", 2), ("r", None, 5)]
    assert calls[0].path == "app/main.tf"


def test_a_module_outside_the_repository_is_no_target(tmp_path: Path) -> None:
    plant(tmp_path, {"main.tf": 'module "x" {\n  source = "../other"\n}\n'})
    assert Checkout(tmp_path).module(".").calls[0].target is None


def test_backend_provider_and_declarations(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "a/main.tf": 'terraform {\n  backend "s3" {\n  }\n}\n',
            "b/main.tf": 'terraform {\n  cloud {\n  }\n}\nprovider "aws" {\n}\n',
            "c/main.tf": 'variable "x" {\n}\n',
            "d/main.tf.json": '{"resource": {"aws_vpc": {"a": {}}}}',
        },
    )
    checkout = Checkout(tmp_path)
    assert [checkout.module(path).backend for path in "abc"] == ["s3", "cloud", ""]
    assert [checkout.module(path).configures_provider for path in "abc"] == [False, True, False]
    assert [checkout.module(path).declares for path in "abcd"] == [False, False, False, True]


def test_broken_files_are_told(tmp_path: Path) -> None:
    plant(tmp_path, {"a/main.tf": 'x "y" {}\nz = '})
    assert Checkout(tmp_path).module("a").unreadable == (("a/main.tf", 2, "the argument 'z' has no value"),)


def test_links_out_and_huge_files_are_not_read(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside.tf"
    plant(root, {"a.tf": "", "big.tf": "#" * (checkout_module.LARGEST_SOURCE + 1)})
    outside.write_text('resource "aws_vpc" "secret" {}')
    (root / "link.tf").symlink_to(outside)
    (root / "loop.tf").symlink_to("loop.tf")
    assert [source.path for source in Checkout(root).module(".").sources] == ["a.tf"]


def test_source_names() -> None:
    assert [
        name for name in ("a.tf", "a.tf.json", "a.tofu", ".a.tf", "a.tf~", "#a.tf#", "a.txt") if is_source(name)
    ] == [
        "a.tf",
        "a.tf.json",
        "a.tofu",
    ]
