"""Cost, compliance and a company's own rules on a pull request of either forge."""

import json
from collections.abc import Iterator

import pytest

from app.bootstrap.store import open_store
from app.settings import read_settings
from tests.e2e.service import Service, serving
from tests.e2e.worlds import World, world

MAIN = """terraform {
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

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "SIZE"
  tags = {
    owner = "shop"
  }

  root_block_device {
    encrypted   = true
    volume_size = 100
    volume_type = "gp2" # the old kind
  }

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}
"""
POLICY = """version: 1
gate:
  fail_on: critical
required_tags: [owner]
budget:
  increase: 100
"""
REGO = """package company

import rego.v1

deny contains msg if {
  some change in input.resource_changes
  change.change.after.instance_type == "m5.8xlarge"
  msg := sprintf("%s is larger than the company allows", [change.address])
}
"""
FILES = {"infra/main.tf": MAIN.replace("SIZE", "m5.large"), ".agents.yml": POLICY, "policies/sizes.rego": REGO}
pytestmark = pytest.mark.checkov
Scene = tuple[World, Service]


@pytest.fixture(scope="module", params=["github", "gitlab"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp(request.param)
    with world(request.param, folder, FILES) as there, serving(folder, there.environment()) as service:
        yield there, service


def test_a_change_over_budget_fails_with_both_sizes_and_prices(scene: Scene) -> None:
    there, service = scene
    head = there.commit("bigger", {"infra/main.tf": MAIN.replace("SIZE", "m5.4xlarge")})
    number = there.pull("bigger", "A bigger machine")
    record = service.ended(service.accepted(there.forge, there.pull_opened(number)))
    assert record["status"] == "failed"
    assert "490.56 USD a month more" in record["why"]  # (0.768 - 0.096) * 730
    (living,) = there.seen(number, pull=True).ours("living")
    assert "m5.large → m5.4xlarge" in living
    assert "80.08" in living  # 70.08 for the machine and 10 for its disk
    assert "570.64" in living
    assert "+490.56" in living
    assert there.checks(head)["agents"] in {"failure", "failed"}
    assert there.checks(head)["agents / cost"] == "success"


def test_cost_alone_is_told_and_is_no_verdict(scene: Scene) -> None:
    there, service = scene
    (number,) = there.pulls()
    record = service.ended(service.accepted(there.forge, there.say(number, "/agents cost", pull=True)))
    assert sorted(stage["stage"] for stage in record["stages"]) == ["cost", "tester"]
    (living,) = there.seen(number, pull=True).ours("living")
    assert "ebs-gp2-gp3" in living or "gp3" in living
    assert "/agents fix --savings" in living


def test_savings_are_committed_with_both_prices(scene: Scene) -> None:
    there, service = scene
    (number,) = there.pulls()
    before = there.branches()["bigger"]
    service.ended(service.accepted(there.forge, there.say(number, "/agents fix --savings", pull=True)))
    assert there.branches()["bigger"] != before
    (living,) = there.seen(number, pull=True).ours("living")
    assert "570.64 USD → 568.64 USD a month" in living


def test_compliance_is_assessed_for_what_was_asked(scene: Scene) -> None:
    there, service = scene
    (number,) = there.pulls()
    delivery = there.say(number, "/agents compliance --framework hipaa", pull=True)
    record = service.ended(service.accepted(there.forge, delivery))
    assert "compliance" in [stage["stage"] for stage in record["stages"]]
    (living,) = there.seen(number, pull=True).ours("living")
    assert "HIPAA" in living
    assert "vidence toward" in living
    assert "PCI" not in living


def test_the_default_branchs_rules_judge_not_the_changes_own(scene: Scene) -> None:
    there, service = scene
    files = {
        "infra/main.tf": MAIN.replace("SIZE", "m5.8xlarge").replace('    owner = "shop"\n', ""),
        "policies/sizes.rego": None,
    }
    there.commit("huge", files)
    number = there.pull("huge", "A huge machine")
    service.ended(service.accepted(there.forge, there.pull_opened(number)))
    (living,) = there.seen(number, pull=True).ours("living")
    assert "is larger than the company allows" in living
    assert "AGT_TAG_MISSING" in living


def test_an_unknown_framework_is_answered(scene: Scene) -> None:
    there, service = scene
    number = there.pulls()[-1]
    delivery = there.say(number, "/agents compliance --framework hippa", pull=True)
    record = service.ended(service.accepted(there.forge, delivery))
    assert record["status"] == "failed"
    assert "hippa is not known" in record["why"]


def test_every_run_stands_in_the_log(scene: Scene) -> None:
    _, service = scene
    with open_store(read_settings({"AGENTS_DATA_DIR": str(service.folder)})) as store:
        found = store.audit.verify()
        runs = store.runs()
    assert found.ok
    assert found.entries == len(runs)
    assert json.dumps(found.record())
