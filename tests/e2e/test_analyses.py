"""Security, compliance and cost at the terminal, end to end on one repository of several stacks."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.processes.environments import environment_python
from app.settings import Settings
from tests.builders import commit, git_repository
from tests.e2e.agents import agents, answer

pytestmark = pytest.mark.checkov

SARIF = Path(__file__).parents[1] / "fixtures" / "sarif-2.1.0.json"
SECRETS = ("Tf-vars-Passw0rd-77", "start-up-s3cr3t-9981", "ghp_" + "0123456789" * 4)
"""Planted in variables, start-up scripts and addresses; nothing that is shown or kept may hold them."""
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
"""
SHOP = f"""{HEAD}
provider "aws" {{
  region = "us-east-1"

  default_tags {{
    tags = {{ owner = "shop" }}
  }}
}}

variable "db_password" {{
  type      = string
  sensitive = true
}}

module "web" {{
  source   = "../modules/web"
  for_each = {{ small = "t3.large", "b\\"]\\n::error::<img src=x> @octocat" = "m5.4xlarge" }}

  size     = each.value
  password = var.db_password
}}

resource "aws_nat_gateway" "out" {{
  subnet_id         = "subnet-0123456789abcdef0"
  connectivity_type = "private"
}}
"""
WEB = """\
variable "size" { type = string }

variable "password" {
  type      = string
  sensitive = true
}

resource "aws_instance" "web" {
  count         = 2
  ami           = "ami-0123456789abcdef0"
  instance_type = var.size
  user_data     = "export DB_PASSWORD=start-up-s3cr3t-9981"
}

resource "aws_db_instance" "orders" {
  engine              = "postgres"
  instance_class      = "db.m5.large"
  allocated_storage   = 100
  username            = "app"
  password            = var.password
  skip_final_snapshot = true
}
"""
EDGE = f"""{HEAD}
provider "aws" {{
  region = "eu-west-1"
}}

resource "aws_instance" "idle" {{
  count         = 0
  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.large"
}}

resource "aws_sqs_queue" "jobs" {{
  for_each                = toset(["{SECRETS[2]}"])
  name                    = "jobs"
  sqs_managed_sse_enabled = false
}}
"""
FAR = """\
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "far" {
  name     = "far"
  location = "West Europe"
}
"""
POLICY = """\
version: 1
required_tags: [owner]
regions: [us-*]
budget: {monthly: 5000, increase: 100}
gate: {fail_on: critical, frameworks: [hipaa]}
waivers:
  - {rule: AGT_KEY_PLAIN_SECRET, path: "modules/*", owner: dana, reason: moved next week, expires: 2999-01-01}
"""
WORKFLOW = """\
name: ci
on: pull_request_target
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.pull_request.title }}"
"""
FILES = {
    ".agents.yml": POLICY,
    "modules/web/main.tf": WEB,
    "shop/main.tf": SHOP,
    "shop/terraform.tfvars": f'db_password = "{SECRETS[0]}"\n',
    "edge/main.tf": EDGE,
    "far/main.tf": FAR,
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for tool in ("checkov", "zizmor"):
        if environment_python(tool, Settings().cache_dir) is None:
            pytest.skip(f"{tool}'s tool environment is not made: run `agents tools install`")
    return git_repository(tmp_path / "repo", FILES)


@pytest.fixture
def kept(tmp_path: Path) -> Mapping[str, str]:
    return {"AGENTS_DATA_DIR": str(tmp_path / "data")}


def stage(record: Any, name: str) -> Any:
    (found,) = [one for one in record["stages"] if one["stage"] == name]
    return found


def rules(record: Any) -> set[str]:
    return {one["rule"] for one in record["findings"]}


def told(folder: Path) -> str:
    """Everything that was written below a folder."""
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


def test_one_repository_looked_at_from_all_sides(repository: Path, tmp_path: Path, kept: Mapping[str, str]) -> None:
    sarif, report = tmp_path / "out" / "all.sarif", tmp_path / "out" / "audit.html"
    sarif.parent.mkdir()
    record = answer("review", repository, "--sarif", sarif, code=1, environment=kept)

    assert {"AGT_KEY_PLAIN_SECRET", "AGT_TAG_MISSING", "AGT_REGION_NOT_ALLOWED", "CKV_AWS_16"} <= rules(record)
    waived = [one["waived"] for one in record["findings"] if one["rule"] == "AGT_KEY_PLAIN_SECRET"]
    assert waived
    assert all(reason == "moved next week (dana, until 2999-01-01)" for reason in waived)
    missing = [one["resource"] for one in record["findings"] if one["rule"] == "AGT_TAG_MISSING"]
    assert missing == ['aws_sqs_queue.jobs["[redacted]"]']  # the shop has its owner from the provider's default tags
    assert "HIPAA" in record["gate"]["reasons"][-1]

    cost = record["cost"]
    sizes = {one["address"].rpartition(".")[2]: one["label"] for one in cost["resources"]}
    assert {"web[0]", "web[1]", "orders", "out"} <= set(sizes)
    assert "idle[0]" not in sizes
    assert cost["total_monthly"] == pytest.approx(sum(one["baseline_monthly"] + one["usage_monthly"]
                                                      for one in cost["resources"]), abs=0.05)  # fmt: skip
    assert "no plan to price: far" in stage(record, "cost")["why"]
    assert "not simulated" in stage(record, "tester")["why"]

    document = json.loads(sarif.read_text("utf-8"))
    jsonschema.validate(document, json.loads(SARIF.read_text("utf-8")))
    assert len(document["runs"][0]["results"]) == len(record["findings"])

    text = agents("compliance", repository, "--report", report, environment=kept)
    assert text.returncode == 1
    assert "evidence toward" in text.stderr
    assert not [line for line in (text.stdout + text.stderr).splitlines() if line.startswith("::")]
    assert "<img" not in report.read_text("utf-8")
    checked = answer("audit", "verify", environment=kept)
    assert (checked["ok"], checked["entries"]) == (True, 1)

    shown = json.dumps(record) + text.stdout + text.stderr + told(sarif.parent) + told(Path(kept["AGENTS_DATA_DIR"]))
    assert [secret for secret in SECRETS if secret in shown] == []


def test_only_what_a_change_brings_counts_and_nothing_unknown_is_nothing(
    repository: Path, kept: Mapping[str, str]
) -> None:
    commit(repository, {"modules/web/main.tf": WEB.replace('"db.m5.large"', '"db.m5.2xlarge"')}, "a larger database")
    record = answer("cost", repository, "--base", "HEAD^", code=1, environment=kept)
    labels = [one["label"] for one in record["changes"]]
    assert labels == ["db.m5.large → db.m5.2xlarge"] * 2
    (reason,) = record["gate"]["reasons"]
    assert "over the allowed increase of 100.00 USD" in reason
    assert record["difference_monthly"] == round(record["total_monthly"] - record["before_monthly"], 2)

    commit(repository, {"shop/main.tf": SHOP.replace("each.value", "var.nowhere")}, "does not plan")
    record = answer("cost", repository, "--base", "HEAD^", code=1, environment=kept)
    assert (record["total_monthly"], stage(record, "cost")["status"]) == (None, "not_run")

    commit(repository, {"shop/main.tf": SHOP, "README.md": "mended\n"}, "plans again")
    record = answer("cost", repository, "--base", "HEAD^", environment=kept)
    assert "before_monthly" not in record
    assert stage(record, "cost")["why"] == "no difference: what shop cost before is not known"

    commit(repository, {"README.md": "prose\n"}, "docs")
    record = answer("review", repository, "--base", "HEAD^", environment=kept)
    assert {one["why"] for one in record["stages"]} == {"no stack changed"}

    commit(repository, {".github/workflows/ci.yml": WORKFLOW}, "a workflow and no stack")
    record = answer("security", repository, "--base", "HEAD^", environment=kept)
    assert "zizmor/dangerous-triggers" in rules(record)
    assert all(one["new"] for one in record["findings"])
    assert stage(record, "tester")["why"] == "no stack changed"


def change(address: str, before: Any, after: Any, *actions: str) -> dict[str, Any]:
    return {"address": address, "mode": "managed", "type": address.partition(".")[0], "name": "x",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": list(actions), "before": before, "after": after, "after_unknown": {}}}  # fmt: skip


def plan_of(*changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    keys = ("address", "mode", "type", "name", "provider_name")
    standing = [one for one in changes if one["change"]["after"] is not None]
    resources = [{**{key: one[key] for key in keys}, "values": one["change"]["after"]} for one in standing]
    region = {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "us-east-1"}}}}
    return {
        "format_version": "1.2",
        "resource_changes": list(changes),
        "planned_values": {"root_module": {"resources": resources}},
        "configuration": {"provider_config": region, "root_module": {}},
        **more,
    }


def test_a_plan_made_elsewhere(repository: Path, tmp_path: Path, kept: Mapping[str, str]) -> None:
    small, large = ({"instance_type": size, "ami": "ami-1"} for size in ("m5.4xlarge", "m5.8xlarge"))
    document = plan_of(
        change("aws_instance.x", small, large, "update"),
        change("aws_nat_gateway.x", {"connectivity_type": "private"}, None, "delete"),
        change("aws_ebs_volume.x", None, {"size": 1e300, "type": "gp2"}, "create"),
        change("nobody_thing.x", None, {"a": SECRETS[2]}, "create"),
    )
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document), "utf-16")  # as PowerShell's redirection writes it
    record = answer(
        "review", repository, "--plan-json", path, "--sarif", tmp_path / "s.sarif", code=1, environment=kept
    )
    cost = record["cost"]
    assert [(one["address"], one["label"]) for one in cost["changes"]] == [
        ("aws_instance.x", "m5.4xlarge → m5.8xlarge"),
        ("aws_nat_gateway.x", ""),
    ]
    assert {one["address"] for one in cost["unpriced"]} == {"aws_ebs_volume.x", "nobody_thing.x"}
    assert SECRETS[2] not in json.dumps(record)
    jsonschema.validate(json.loads((tmp_path / "s.sarif").read_text()), json.loads(SARIF.read_text("utf-8")))

    for broken, word in (
        (json.dumps(document)[:300], "it is not JSON"),
        (json.dumps(document | {"planned_values": None}), "no planned_values"),
        (json.dumps(document | {"errored": True}), "ended with an error"),
        (json.dumps(document | {"configuration": "x"}), "configuration is no object"),
    ):
        path.write_text(broken)
        assert word in answer("review", repository, "--plan-json", path, code=2, environment=kept)["error"]["wrong"]


@pytest.mark.parametrize(
    ("command", "files", "word"),
    [
        ("cost", {"agents-usage.yml": "currency: EUR\n"}, "US dollars only"),
        ("cost", {"agents-usage.yml": "resource_usage: &a\n  x: *a\n"}, "nests them"),
        ("security", {".agents.yml": "budget: {monthly: -1}\n"}, "line 1"),
        ("compliance", {".agents.yml": "regions: [\n"}, "not YAML"),
    ],
)
def test_files_that_cannot_be_read_stop_the_command(
    repository: Path, kept: Mapping[str, str], command: str, files: Mapping[str, str], word: str
) -> None:
    for name in ("shop", "far"):
        (repository / name / "main.tf").unlink()
    for name, text in files.items():
        (repository / name).write_text(text)
    done = agents("--json", command, repository, environment=kept)
    assert "Traceback" not in done.stderr
    assert word in done.stdout
    json.loads(done.stdout)
    assert done.returncode in {1, 2}
