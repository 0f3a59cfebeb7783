"""Conventions are read from what people have, broken or not."""

from pathlib import Path

import pytest

from app.domain.repo import Conventions
from app.toolchains.terraform.conventions import literal_entries, read_conventions

VERSIONS = """
terraform {
  required_version = "~> 1.8"
  required_providers {
    aws    = { source = "hashicorp/aws", version = "~> 5.40" }
    random = "~> 3.5"
    other  = { source = "example/other", version = "1.0.0" }
  }
  backend "s3" {
    bucket         = "acme-state"
    key            = "KEY/terraform.tfstate"
    region         = "eu-west-1"
    secret_key     = "not-for-others"
  }
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = {
      Team        = "payments"
      "cost-center" = "4711"
      Environment = var.environment
      Stack       = "NAME"
    }
  }
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

resource "aws_sqs_queue" "orders" {
  name = "${var.project}_orders_${var.environment}"
}
"""


def repository(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def test_a_repository_with_stacks(tmp_path: Path) -> None:
    repository(
        tmp_path,
        {
            "infra/dev/network/main.tf": VERSIONS.replace("KEY", "network").replace("NAME", "network"),
            "infra/prod/orders/main.tf": VERSIONS.replace("KEY", "orders").replace("NAME", "orders"),
            "infra/prod/orders/environments/staging.tfvars": "",
            "modules/queue/main.tf": 'variable "name" {}',
            ".terraform/modules/x/main.tf": 'terraform { required_version = "9" }',
        },
    )
    assert read_conventions(tmp_path) == Conventions(
        stacks_dir="infra",
        required_version="~> 1.8",
        provider_versions={"aws": "~> 5.40", "random": "~> 3.5"},
        tags={"Team": "payments", "cost-center": "4711"},
        name_separator="_",
        backend="s3",
        backend_settings={"bucket": "acme-state", "key": "network/terraform.tfstate", "region": "eu-west-1"},
        region="eu-west-1",
        environments=("dev", "staging", "prod"),
        found=True,
    )


def test_nothing_there(tmp_path: Path) -> None:
    assert read_conventions(tmp_path) == Conventions()


@pytest.mark.parametrize(
    "text",
    [
        'terraform { required_version = "',
        "}}}}",
        "\0\0\0",
        "resource {",
        'terraform {\n backend "s3" {',
        "a = <<EOT\nx",
        "{" * 5000,
    ],
)
def test_broken_files_do_not_stop_the_survey(tmp_path: Path, text: str) -> None:
    repository(tmp_path, {"app/broken.tf": text, "app/main.tf": 'provider "aws" {\n  region = "eu-west-3"\n}\n'})
    found = read_conventions(tmp_path)
    assert (found.found, found.region) == (True, "eu-west-3")


def test_links_and_unreadable_files_are_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside.tf"
    outside.write_text('provider "aws" {\n  region = "eu-west-3"\n}\n', encoding="utf-8")
    root = repository(tmp_path / "repo", {"main.tf": "# empty\n"})
    (root / "linked.tf").symlink_to(outside)
    (root / "binary.tf").write_bytes(b"\xff\xfe\x00region")
    assert read_conventions(root).region == ""


def test_region_of_a_variable_counts(tmp_path: Path) -> None:
    repository(tmp_path, {"main.tf": 'variable "aws_region" {\n  default = "sa-east-1"\n}\n'})
    assert read_conventions(tmp_path).region == "sa-east-1"


def test_the_same_repository_reads_the_same(tmp_path: Path) -> None:
    repository(tmp_path, {f"stacks/s{n}/main.tf": VERSIONS.replace("~> 1.8", f">= 1.{n}") for n in range(4)})
    assert read_conventions(tmp_path) == read_conventions(tmp_path)
    assert read_conventions(tmp_path).required_version == ">= 1.0"


@pytest.mark.parametrize(
    ("expression", "entries"),
    [
        ('{ a = "x", "b c" = "y" }', {"a": "x", "b c": "y"}),
        ('{\n  a = "x"\n  b = var.y\n  c = "${var.z}-1"\n}', {"a": "x"}),
        ('merge(var.tags, { "d:e" : "f" })', {"d:e": "f"}),
        ("{}", {}),
    ],
)
def test_literal_entries(expression: str, entries: dict[str, str]) -> None:
    assert literal_entries(expression) == entries
