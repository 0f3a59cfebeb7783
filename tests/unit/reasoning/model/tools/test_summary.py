from pathlib import Path

from app.reasoning.model.tools.summary import LIMIT, repository_summary
from tests.unit.reasoning.model.tools.conftest import Write
from tests.unit.reasoning.model.tools.test_jail import TOKEN

CODE = """terraform {
  backend "s3" {}
}
provider "aws" {}
module "net" { source = "../net" }
data "aws_region" "here" {}
resource "aws_sqs_queue" "a" {}
resource "aws_sqs_queue" "b" {}
# resource "aws_s3_bucket" "old" {}
"""


def test_a_repository_in_a_few_lines(write: Write) -> None:
    root = write({
        "README.md": f"# Shop\n\nOrders and payments. token = {TOKEN}\n",
        "infra/api/main.tf": CODE,
        "infra/prod/main.tf": CODE,
        "prod.tfvars": 'password = "x"',
        "Makefile": "all:\n",
    })  # fmt: skip
    assert repository_summary(root, ("infra/prod",)) == (
        "3 files: 1 .md, 1 .tf, 1 Makefile\n"
        "Terraform in infra/api/: aws_sqs_queue ×2, backend s3, data aws_region, module net, provider aws\n"
        "README.md begins:\n# Shop\nOrders and payments. token = [redacted]"
    )


def test_nothing_is_told_of_nothing(tmp_path: Path) -> None:
    assert repository_summary(tmp_path) == ""
    (tmp_path / ".env").write_text("A=b")
    assert repository_summary(tmp_path) == ""


def test_a_large_repository_stays_short(write: Write) -> None:
    many = "".join(f'resource "aws_type_{number}" "a" {{}}\n' for number in range(50))
    root = write({
        "README.md": "\n".join("word " * 2_000 for _ in range(50)),
        **{f"stacks/{number:03}-{'x' * 80}/main.tf": many for number in range(60)},
    })  # fmt: skip
    told = repository_summary(root)
    assert len(told) <= LIMIT
    assert "more left out: list_files tells them" in told
    assert "and 42 more" in told
    assert told == repository_summary(root)


def test_a_readme_that_is_a_link_or_binary_is_passed_by(write: Write, tmp_path: Path) -> None:
    root = write({"repo/a.tf": CODE, "repo/readme.txt": b"\xff", "outside.md": "secret plans"}) / "repo"
    (root / "README.md").symlink_to(tmp_path / "outside.md")
    told = repository_summary(root)
    assert "secret plans" not in told
    assert "begins" not in told
