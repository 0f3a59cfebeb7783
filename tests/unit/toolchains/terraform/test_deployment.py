"""Real deployments: the sandbox, the embedded core, the simulated providers."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult
from app.domain.stack import Stack
from app.knowledge.schemas import provider_versions
from app.processes.sandbox import Sandbox
from app.toolchains.terraform import deployment as deployment_module
from app.toolchains.terraform.binary import Terraform, choose_terraform
from app.toolchains.terraform.deployment import Deployment
from app.toolchains.terraform.stacks import find_stacks
from tests.unit.toolchains.terraform.trees import plant

GOOD = """\
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
  backend "s3" {
    bucket = "state"
    key    = "web"
    region = "us-east-1"
  }
}

variable "cidr" {
  type = string
}

resource "aws_vpc" "main" {
  cidr_block = var.cidr

  lifecycle {
    prevent_destroy = true
  }
}

module "queue" {
  source = "../../modules/queue"
}

output "where" {
  value = path.module
}
"""
MODULE = 'resource "aws_sqs_queue" "this" {\n  name = "jobs"\n}\n'
TINY = 'resource "terraform_data" "a" {\n  input = 1\n}\n'


def no_lint(root: Path, stack: Stack) -> Sequence[Finding]:
    return ()


@pytest.fixture(scope="module")
def deployment() -> Deployment:
    return Deployment(Sandbox.detect(), choose_terraform("embedded"), provider_versions(), no_lint)


def steps(result: StackResult) -> list[tuple[str, str]]:
    return [(step.step, step.status) for step in result.steps]


def test_all_steps_of_a_stack_with_a_module(tmp_path: Path, deployment: Deployment) -> None:
    root = plant(tmp_path / "repo", {"stacks/web/main.tf": GOOD, "modules/queue/main.tf": MODULE})
    (result,) = deployment.test(root, find_stacks(root))
    assert steps(result) == [(step, "passed") for step in deployment_module.TEST_STEPS], result
    assert (result.path, result.status, result.why, result.idempotent) == ("stacks/web", "passed", "", True)
    assert result.provider_schemas == {"aws": provider_versions()["aws"]}
    assert (result.plan.add, result.plan.change, result.plan.destroy) == (2, 0, 0)
    addresses = [change["address"] for change in result.plan.resource_changes]
    assert addresses == ["aws_vpc.main", "module.queue.aws_sqs_queue.this"]
    detail = next(step.detail for step in result.steps if step.step == "plan")
    assert "the s3 backend was replaced by a local one" in detail
    assert 'cidr = "10.0.0.0/16"' in detail
    assert len(result.evidence) == 7
    assert {one.exit_code for one in result.evidence} == {0}
    assert sorted(path.name for path in (root / "stacks" / "web").iterdir()) == ["main.tf"]


def test_files_are_formatted_as_terraform_does(deployment: Deployment) -> None:
    files = {"b/x.tf": 'resource "a" "b" {\n c=1\n   long   = "é"\n}\n', "../a.tf": "a = {"}
    assert deployment.formatted(files) == {
        "b/x.tf": 'resource "a" "b" {\n  c    = 1\n  long = "é"\n}\n',
        "../a.tf": "a = {",
    }
    assert deployment.formatted({}) == {}


def test_broken_code_fails_with_its_place(tmp_path: Path, deployment: Deployment) -> None:
    code = 'resource "terraform_data" "a" {\n  nonsense = 1\n}\n'
    root = plant(tmp_path, {"s/main.tf": code, "t/main.tf": 'resource "terraform_data" "a" {\n  input =\n}\n'})
    semantic, syntax = deployment.simulate(root, find_stacks(root))
    assert steps(semantic)[:2] == [("validate", "failed"), ("plan", "not_run")]
    assert semantic.why.startswith("validate: s/main.tf:2: Unsupported argument.")
    assert syntax.status == "failed"
    assert "t/main.tf:2" in syntax.why


def test_a_misspelt_type_is_told_what_was_meant(tmp_path: Path, deployment: Deployment) -> None:
    root = plant(tmp_path, {"main.tf": 'resource "aws_sqs_queu" "a" {\n  name = "x"\n}\n'})
    (result,) = deployment.simulate(root, find_stacks(root))
    assert result.status == "failed"
    assert 'Did you mean "aws_sqs_queue"?' in result.why


def test_plan_has_its_own_steps(tmp_path: Path, deployment: Deployment) -> None:
    root = plant(tmp_path, {"main.tf": 'resource "terraform_data" "a" {\n    input = 1\n}\n'})
    (result,) = deployment.plan(root, find_stacks(root))
    assert steps(result) == [("format", "failed"), ("lint", "passed"), ("validate", "passed"), ("plan", "passed")]
    assert result.why == "format: not formatted, run `terraform fmt`: main.tf"
    assert result.plan.add == 1
    assert result.idempotent is None


def test_a_severe_lint_finding_fails_the_step(tmp_path: Path) -> None:
    def lint(root: Path, stack: Stack) -> Sequence[Finding]:
        return (Finding("AGT_X", Severity.HIGH, "it is wrong", "main.tf", "test", 3),)

    checked = Deployment(Sandbox.detect(), choose_terraform("embedded"), {}, lint)
    root = plant(tmp_path, {"main.tf": TINY})
    (result,) = checked.plan(root, find_stacks(root))
    assert steps(result) == [("format", "passed"), ("lint", "failed"), ("validate", "passed"), ("plan", "passed")]
    assert result.steps[1].detail == "main.tf:3: it is wrong (AGT_X)"


def test_what_cannot_be_had_is_not_run(tmp_path: Path, deployment: Deployment) -> None:
    root = plant(
        tmp_path,
        {
            "a/main.tf": 'module "v" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.0.0"\n}\n',
            "b/main.tf": 'terraform {\n  required_version = "~> 0.12.0"\n}\n' + TINY,
        },
    )
    remote, version = deployment.simulate(root, find_stacks(root))
    assert {status for _, status in steps(remote)} == {"not_run"}
    assert remote.why == "the module terraform-aws-modules/vpc/aws cannot be had offline (a/main.tf:2)"
    assert version.status == "not_run"
    assert "Unsupported Terraform Core version" in version.why


def test_a_second_plan_with_changes_is_no_success(tmp_path: Path, deployment: Deployment) -> None:
    root = plant(tmp_path, {"main.tf": 'resource "terraform_data" "a" {\n  input = timestamp()\n}\n'})
    (result,) = deployment.simulate(root, find_stacks(root))
    assert steps(result)[3:] == [("replan", "failed"), ("destroy", "not_run")]
    assert (result.status, result.idempotent) == ("failed", False)


def test_a_program_of_the_user(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "terraform"
    plant(tmp_path, {"bin/terraform": "#!/bin/sh\necho no such luck >&2\nexit 1\n", "repo/main.tf": TINY})
    program.chmod(0o755)
    chosen = Deployment(Sandbox.detect(), Terraform("terraform", "1.0", program), {}, no_lint)
    (result,) = chosen.simulate(tmp_path / "repo", find_stacks(tmp_path / "repo"))
    assert result.why == "validate: no such luck"
    assert chosen.formatted({"main.tf": TINY}) == {"main.tf": TINY}
    program.write_text('#!/bin/sh\n[ "$1" = fmt ] && for file in *.tf; do echo "# $*" >"$file"; done\necho "{}"\n')
    assert chosen.formatted({"main.tf": TINY}) == {"main.tf": "# fmt -recursive -list=false -no-color .\n"}


HOSTILE = """\
locals {
  secret = join("/", ["", "etc", "hostname"])
}
resource "terraform_data" "run" {
  input = try(file(local.secret), "nothing")
  provisioner "local-exec" {
    command = "touch CANARY"
  }
}
data "terraform_remote_state" "x" {
  backend = "http"
  config = {
    address = "http://127.0.0.1:9/state"
  }
}
output "links" {
  value = [for name in ["linked", "dir/secret"] : try(file("${path.module}/${name}"), "nothing")]
}
"""


def test_hostile_code_touches_and_tells_nothing(tmp_path: Path, deployment: Deployment) -> None:
    canary = tmp_path / "canary"
    outside = plant(tmp_path / "outside", {"secret": "s3cr3t-value"})
    evil = f"#!/bin/sh\ntouch {canary}\n"
    root = plant(
        tmp_path / "repo",
        {
            "main.tf": HOSTILE.replace("CANARY", str(canary)),
            ".terraformrc": f'credentials_helper "x" {{ args = ["{canary}"] }}',
            "terraform.d/plugins/registry.terraform.io/hashicorp/aws/9.9.9/linux_amd64/terraform-provider-aws": evil,
            "json.py": f"open({str(canary)!r}, 'w')",
            "app/__init__.py": f"open({str(canary)!r}, 'w')",
        },
    )
    (root / "linked").symlink_to(outside / "secret")
    (root / "dir").symlink_to(outside)
    (result,) = deployment.test(root, find_stacks(root))
    assert result.plan_json is not None, result
    told = json.dumps([result.plan_json, [step.detail for step in result.steps]])
    assert not canary.exists()
    assert "s3cr3t-value" not in told
    assert str(tmp_path) not in told
    assert result.plan_json["planned_values"]["outputs"]["links"]["value"] == ["nothing", "nothing"]
    if deployment._sandbox.isolation != "none":
        changes = result.plan_json["resource_changes"]
        assert changes[0]["change"]["after"]["input"] == "nothing"


def test_binary_and_deeply_nested_files(tmp_path: Path, deployment: Deployment) -> None:
    root = plant(tmp_path, {"a/main.tf": "locals {\n  x = " + "[" * 20_000 + "]" * 20_000 + "\n}\n" + TINY})
    (root / "b").mkdir()
    (root / "b" / "main.tf").write_bytes(b"\0\xff\xfe resource")
    results = deployment.simulate(root, find_stacks(root))
    assert len(results) == 2
    assert results[1].status == "failed"
    assert "b/main.tf" in results[1].why
    assert all(step.status != "passed" or results[0].status == "passed" for step in results[0].steps[1:])
