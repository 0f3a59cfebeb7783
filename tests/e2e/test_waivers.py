"""Waivers beside the code, through the commands."""

from pathlib import Path
from typing import Any

import pytest

from app.processes.environments import environment_python
from app.settings import Settings
from tests.builders import commit, git_repository
from tests.e2e.agents import answer

pytestmark = pytest.mark.checkov

HEAD = """\
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}
"""
QUEUE = """
resource "aws_sqs_queue" "jobs" {
  name                    = "jobs"
  sqs_managed_sse_enabled = false
}
"""
WAIVED = QUEUE.replace("\nresource", "\n#agents:ignore=CKV_AWS_27 nothing secret in it\nresource")


def only(record: Any) -> Any:
    """The one finding of the rule."""
    (found,) = [one for one in record["findings"] if one["rule"] == "CKV_AWS_27"]
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    if environment_python("checkov", Settings().cache_dir) is None:
        pytest.skip("checkov's tool environment is not made: run `agents tools install`")
    return git_repository(tmp_path / "repo", {"main.tf": HEAD})


def test_a_comment_waives_is_shown_and_is_not_mended(repository: Path) -> None:
    commit(repository, {"main.tf": HEAD + WAIVED}, "a queue")
    found = only(answer("security", repository))
    assert found["waived"] == "nothing secret in it (comment in line 16)"
    of_the_change = only(answer("security", repository, "--base", "HEAD^"))
    assert of_the_change["waived"] == "nothing secret in it (comment in line 16, waived in this change)"
    assert answer("fix", repository, "--rule", "CKV_AWS_27")["fixed"] == []
    assert (repository / "main.tf").read_text() == HEAD + WAIVED


def test_without_a_reason_it_fails_again_and_is_mended(repository: Path) -> None:
    code = HEAD + WAIVED.replace(" nothing secret in it", "")
    commit(repository, {"main.tf": code}, "a queue")
    found = only(answer("security", repository))
    assert found["waived"] is None
    (fixed,) = answer("fix", repository, "--rule", "CKV_AWS_27")["fixed"]
    assert fixed["rule"] == "CKV_AWS_27"
    assert (repository / "main.tf").read_text() == code.replace("= false", "= true")
