"""A company's policies, tags, regions and frameworks, through the commands."""

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
  region = "eu-west-1"

  default_tags {
    tags = { Owner = "shop" }
  }
}
"""
QUEUE = """
resource "aws_sqs_queue" "{name}" {{
  name                    = "{name}"
  region                  = "{region}"
  sqs_managed_sse_enabled = true
}}
"""
YAML = """\
rules:
  - id: ACME_QUEUE_NAME
    title: Queues are named acme-
    types: aws_sqs_queue
    require: {attribute: name, matches: "acme-*"}
"""
REGO = """\
package acme

import rego.v1

deny contains found if {
    some change in input.resource_changes
    change.type == "aws_sqs_queue"
    change.change.after.visibility_timeout_seconds < 60
    found := {"msg": "a minute at least", "resource": change.address, "rule": "ACME_QUEUE_TIME"}
}
"""
POLICY = """\
required_tags: [Owner, Stage]
regions: ["eu-*"]
gate:
  frameworks: [gdpr]
"""
OURS = ("AGT_TAG_", "AGT_REGION_", "AGT_POLICY_", "ACME_")


def found(record: Any) -> set[tuple[str, str]]:
    """Rule and resource of what the compliance agent has to say."""
    return {(one["rule"], one["resource"]) for one in record["findings"] if one["rule"].startswith(OURS)}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    if environment_python("checkov", Settings().cache_dir) is None:
        pytest.skip("checkov's tool environment is not made: run `agents tools install`")
    first = QUEUE.format(name="first", region="eu-west-1")
    files = {"infra/main.tf": HEAD + first, "policies/q.yml": YAML, "policies/q.rego": REGO, ".agents.yml": POLICY}
    return git_repository(tmp_path / "repo", files)


def test_a_change_is_judged_by_the_rules_of_its_base(repository: Path) -> None:
    """It takes the policies away and allows itself everything; only what it brings counts."""
    code = (repository / "infra" / "main.tf").read_text() + QUEUE.format(name="second", region="us-east-1")
    gone = {"policies/q.yml": "", "policies/q.rego": ""}
    commit(repository, gone | {"infra/main.tf": code, ".agents.yml": 'regions: ["*"]\n'}, "a second queue")
    record = answer("review", repository, "--base", "HEAD^", code=1)
    second = "aws_sqs_queue.second"
    assert found(record) == {
        ("ACME_QUEUE_NAME", second),
        ("ACME_QUEUE_TIME", second),
        ("AGT_TAG_MISSING", second),
        ("AGT_REGION_NOT_ALLOWED", second),
        ("AGT_REGION_OUTSIDE_EEA", ""),
    }
    assert record["existing"]["high"] == 2  # the first queue breaks the same two policies
    assert any("GDPR" in reason for reason in record["gate"]["reasons"])
    (gdpr,) = record["assessments"]
    failing = {one["id"] for one in gdpr["controls"] if one["standing"] == "failing"}
    assert {"Art.44", "Art.46"} <= failing
    assert any(one["tool"] == "regorus" and one["exit_code"] == 0 for one in record["evidence"])


def test_policies_that_cannot_be_judged_fail_closed(repository: Path) -> None:
    broken = {"policies/q.yml": YAML.replace("title", "titel"), "policies/q.rego": REGO.replace("some", "sum")}
    commit(repository, broken, "two mistakes")
    record = answer("compliance", repository, "--framework", "soc2", code=1)
    errors = [one for one in record["findings"] if one["rule"] == "AGT_POLICY_ERROR"]
    assert {one["path"] for one in errors} == {"policies/q.yml", "policies/q.rego"}
    assert {one["line"] for one in errors} >= {3, 6}
    assert all(one["severity"] == "high" for one in errors)
    assert [one["framework"] for one in record["assessments"]] == ["soc2"]
