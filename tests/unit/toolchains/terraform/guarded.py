"""A floor for the guard's tests, and what a model might add to it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from app.toolchains.terraform.guard import guard, guard_code

CASES = Path("tests/fixtures/guard")
STACK = "stacks/jobs"
EXTRA = f"{STACK}/extra.tf"
FLOOR: Mapping[str, str] = {
    f"{STACK}/versions.tf": """terraform {
  required_version = ">= 1.9.0"

  backend "s3" {
    bucket = "state"
    key    = "stacks/jobs/terraform.tfstate"
  }

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.62"
    }
  }
}
""",
    f"{STACK}/providers.tf": """provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}
""",
    f"{STACK}/variables.tf": """variable "region" {
  type    = string
  default = "eu-west-1"

  validation {
    condition     = length(var.region) > 5
    error_message = "A region."
  }
}

variable "token" {
  type      = string
  sensitive = true
}
""",
    f"{STACK}/messaging.tf": """resource "aws_sqs_queue" "jobs" {
  # checkov:skip=CKV_AWS_27:Nothing in it is worth a key.

  name = "${local.name}-jobs"

  lifecycle {
    prevent_destroy = true
  }
}
""",
    f"{STACK}/outputs.tf": """output "token" {
  value     = var.token
  sensitive = true
}
""",
    f"{STACK}/src/jobs/index.py": "def handler(event, context):\n    return None\n",
}


def judged(*changes: tuple[str, str], removed: str = "") -> tuple[str, ...]:
    """What the guard says of the floor with these files (path, text) written, and one removed."""
    after = {**FLOOR, **dict(changes)}
    after.pop(removed, None)
    return guard(STACK, FLOOR, after)


def written(*changes: tuple[str, str], removed: str = "") -> tuple[str, ...]:
    """The same of what a model wrote itself."""
    after = {**FLOOR, **dict(changes)}
    after.pop(removed, None)
    return guard_code(FLOOR, after)


def added(text: str) -> tuple[str, ...]:
    """What it says of one more file of code."""
    return judged((EXTRA, text))


def edited(name: str, old: str, new: str) -> tuple[str, ...]:
    """What it says of one edit."""
    path = f"{STACK}/{name}"
    assert old in FLOOR[path]
    return judged((path, FLOOR[path].replace(old, new)))


def resource(body: str, kind: str = "aws_sqs_queue", label: str = "extra") -> str:
    """A resource's code."""
    return f'resource "{kind}" "{label}" {{\n{body}\n}}\n'


def cases(name: str, kind: str) -> list[Any]:
    """The ``refused`` or ``harmless`` ones of a file, as rows."""
    rows: list[Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))[kind]
    return rows
