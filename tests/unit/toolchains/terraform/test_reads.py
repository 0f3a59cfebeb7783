from pathlib import Path

import pytest

from app.toolchains.terraform.checkout import Checkout
from app.toolchains.terraform.reads import Read, computed_reads, files_needed, reads_of
from tests.unit.toolchains.terraform.trees import plant


def reads(root: Path, code: str, module: str = "stack") -> list[Read]:
    plant(root, {f"{module}/main.tf": code})
    return list(reads_of(Checkout(root).module(module), "stack"))


@pytest.mark.parametrize(
    ("code", "path", "prefix", "outside"),
    [
        ('x = file("a.txt")', "stack/a.txt", False, False),
        ('x = file("${path.module}/a.txt")', "stack/a.txt", False, False),
        ('x = templatefile("../shared/a.tpl", {})', "shared/a.tpl", False, False),
        ('x = filebase64sha256( "${path.root}/z.zip" )', "stack/z.zip", False, False),
        ('x = file("${path.module}/p/${each.key}.json")', "stack/p/", True, False),
        ('x = fileset("${path.module}/site", "**")', "stack/site", False, False),
        ('x = file("/etc/passwd")', "/etc/passwd", False, True),
        ('x = file("~/.ssh/id_rsa")', "~/.ssh/id_rsa", False, True),
        ('x = file(pathexpand("~/.ssh/id_rsa"))', "~/.ssh/id_rsa", False, True),
        ('x = file("../../secret")', "../secret", False, True),
        ('x = file("${path.module}/../../../secret")', "../../secret", False, True),
        ('data "archive_file" "z" {\n  source_dir = "${path.module}/src"\n}', "stack/src", False, False),
        ('source = "./index.html"', "stack/index.html", False, False),
        ('source_file = "index.html"', "stack/index.html", False, False),
    ],
)
def test_found(tmp_path: Path, code: str, path: str, prefix: bool, outside: bool) -> None:
    found = reads(tmp_path, code + "\n")
    assert [(one.path, one.prefix, one.outside) for one in found] == [(path, prefix, outside)]
    assert found[0].location == "stack/main.tf"


@pytest.mark.parametrize(
    "code",
    [
        'module "m" {\n  source = "../m"\n}',
        'x = "plain text"',
        '# x = file("a.txt")',
        'x = "file(\\"a.txt\\")"',
        "x = file(var.path)",
        'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}',
    ],
)
def test_no_read(tmp_path: Path, code: str) -> None:
    assert reads(tmp_path, code + "\n") == []


def test_in_a_module_plain_paths_start_at_the_stack(tmp_path: Path) -> None:
    code = 'a = file("x")\nb = file("${path.module}/y")\n'
    assert [(one.path, one.line) for one in reads(tmp_path, code, "m")] == [("stack/x", 1), ("m/y", 2)]


def test_computed_paths(tmp_path: Path) -> None:
    code = 'a = [file("x"), file(var.p)]\nb = file("${local.d}/x")\nc = file("${path.module}/${var.p}")\n'
    code += 'd = file("${path.module}/y")\n'
    plant(tmp_path, {"s/main.tf": code})
    plant(tmp_path, {"s/b.tf.json": '{"locals": {"x": "${file(\\"/etc/hostname\\")}"}}'})
    assert computed_reads(Checkout(tmp_path).module("s")) == (
        ("s/b.tf.json", 1),
        ("s/main.tf", 1),
        ("s/main.tf", 2),
        ("s/main.tf", 3),
    )


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ('a = file("${path.module}/../lib/x.json")\nb = fileset("site", "*")\n', ("lib/x.json", "s", "s/site")),
        ('a = file("../docs/${var.x}.md")\n', ("docs", "s")),
        ("a = file(var.x)\n", None),
        ("source_dir = local.x\n", None),
        ('a = file("../${var.x}/y")\n', None),
    ],
)
def test_what_must_be_copied(tmp_path: Path, code: str, needed: tuple[str, ...] | None) -> None:
    plant(tmp_path, {"s/main.tf": code})
    assert files_needed([Checkout(tmp_path).module("s")], "s") == needed


def test_json_does_not_tell(tmp_path: Path) -> None:
    plant(tmp_path, {"s/main.tf.json": "{}"})
    assert files_needed([Checkout(tmp_path).module("s")], "s") is None
