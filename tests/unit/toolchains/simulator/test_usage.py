"""Which types a stack may use."""

from pathlib import Path

import pytest

from app.toolchains.simulator.usage import used_words


def words(folder: Path, files: dict[str, str], stack: str = ".") -> set[str] | None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = used_words(folder / stack)
    return None if found is None else {word for word in found[0] if word.startswith(("aws_", "http", "tls_"))}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main.tf": 'resource "aws_vpc" "a" {}\ndata "http" "x" {}'}, {"aws_vpc", "http"}),
        ({"main.tf.json": '{"resource": {"aws_vpc": {"a": {}}}}'}, {"aws_vpc"}),
        ({"a.tofu": "moved {\n from = aws_eip.a\n to = aws_nat_gateway.b\n}"}, {"aws_eip", "aws_nat_gateway"}),
        ({"terraform.tfstate": '{"resources": [{"type": "aws_eip"}]}'}, {"aws_eip"}),
        ({"notes.md": "aws_vpc"}, set()),
        ({"a.tf": 'resource "aws_s3_object" "o" {\n  source = "${path.module}/x"\n}'}, {"aws_s3_object"}),
        ({"a.tf": 'resource "aws_s3_object" "o" {\n  source = local.x\n}'}, {"aws_s3_object"}),
        (
            {"main.tf": 'module "m" {\n source = "./m"\n}', "m/x.tf": 'resource "tls_private_key" "k" {}'},
            {"tls_private_key"},
        ),
        ({"main.tf": 'module "m" { source = "./m" }', ".terraform/modules/r/x.tf": "aws_eip"}, {"aws_eip"}),
    ],
)
def test_words(tmp_path: Path, files: dict[str, str], expected: set[str]) -> None:
    assert words(tmp_path, files) == expected


def test_modules_beside_the_stack_are_followed_and_may_go_round(tmp_path: Path) -> None:
    files = {
        "stacks/a/main.tf": 'module "m" {\n  source = "../../modules/m"\n}',
        "modules/m/main.tf": 'module "n" {\n  source = "../n"\n}',
        "modules/n/main.tf": 'resource "aws_eip" "e" {}\nmodule "m" {\n  source = "../m"\n}',
    }
    assert words(tmp_path, files, "stacks/a") == {"aws_eip"}


@pytest.mark.parametrize(
    "text",
    [
        'module "m" {\n  source = var.place\n}',
        'module "m" {\n  source = "./${var.place}"\n}',
        'module "m" {\n  providers = {}\n  source = var.place\n}',
        '{"module": {"m": {"source": "${var.place}"}}}',
        '{"resource": {"\\u0061ws_vpc": {}}}',
    ],
)
def test_what_cannot_be_followed(tmp_path: Path, text: str) -> None:
    assert words(tmp_path, {"main.tf": text}) is None


def test_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_bytes(b"\xff\xfe\x00")
    assert used_words(tmp_path) is None
    assert used_words(tmp_path / "missing") is None


def test_headers_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_vpcc" "a" {}\n# see aws_subnet\n', encoding="utf-8")
    found = used_words(tmp_path)
    assert found is not None
    assert found[1] == {"aws_vpcc"}
