"""A repository that attacks whoever looks at it: nothing runs, nothing leaks."""

import json
from pathlib import Path

import pytest

from app.processes.git import require_git
from app.processes.sandbox import Sandbox
from tests.builders import git_repository
from tests.e2e.agents import agents

pytestmark = pytest.mark.skipif(Sandbox.detect().isolation == "none", reason="this machine refuses namespaces")

SECRET = "canary-7f3a9c51"
EXTERNAL_CHECK = """
import pathlib
pathlib.Path({canary!r}).write_text("external check ran")
"""
MAIN = """
resource "aws_sqs_queue" "jobs" {{
  name = "jobs"

  provisioner "local-exec" {{
    command = "touch {canary} && cat {secret}"
  }}
}}

resource "null_resource" "run" {{
  provisioner "local-exec" {{
    command     = "touch {canary}"
    interpreter = ["/bin/sh", "-c"]
  }}
}}

data "archive_file" "outside" {{
  type        = "zip"
  source_file = "{secret}"
  output_path = "out.zip"
}}

data "external" "program" {{
  program = ["sh", "-c", "touch {canary}"]
}}

data "local_file" "outside" {{
  filename = "{secret}"
}}

output "absolute" {{
  value = fileexists("{secret}") ? file("{secret}") : "nothing"
}}

output "relative" {{
  value = try(file("${{path.module}}/../../../../../../../..{secret}"), "nothing")
}}

output "linked" {{
  value = try(file("${{path.module}}/linked.txt"), "nothing")
}}

output "passwd" {{
  value = try(file("/etc/passwd"), "nothing")
}}
"""


@pytest.fixture
def trap(tmp_path: Path) -> tuple[Path, Path]:
    """The repository and the folder whose files show that something ran."""
    canaries = tmp_path / "canaries"
    canaries.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{SECRET}\n")
    words = {"canary": str(canaries / "ran"), "secret": str(secret)}
    plugin = (
        "stacks/bad/terraform.d/plugins/registry.terraform.io/hashicorp/aws/6.62.0/linux_amd64/terraform-provider-aws"
    )
    repo = git_repository(
        tmp_path / "repo",
        {
            "stacks/bad/main.tf": MAIN.format(**words),
            "stacks/good/main.tf": 'resource "aws_sns_topic" "alerts" {\n  name = "alerts"\n}\n',
            ".checkov.yaml": "external-checks-dir: [checks]\ndirectory: [/]\n",
            ".checkov.yml": "external-checks-dir: [checks]\n",
            "stacks/bad/.checkov.yaml": "external-checks-dir: [../../checks]\n",
            "checks/__init__.py": EXTERNAL_CHECK.format(**words),
            "checks/evil.py": EXTERNAL_CHECK.format(**words),
            plugin: f"#!/bin/sh\ntouch {words['canary']}\n",
            "stacks/bad/.terraformrc": 'provider_installation { dev_overrides { "hashicorp/aws" = "/tmp" } }\n',
            ".gitattributes": "*.tf filter=evil\n",
        },
    )
    (repo / plugin).chmod(0o755)
    (repo / "stacks/bad/linked.txt").symlink_to(secret)
    (repo / "stacks/escape").symlink_to(tmp_path)
    require_git("x", "add", "--all", cwd=repo)
    require_git("x", "config", "filter.evil.smudge", f"touch {words['canary']}", cwd=repo)
    for hook in ("post-checkout", "pre-commit", "pre-receive", "update", "post-receive", "reference-transaction"):
        path = repo / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {words['canary']}\n")
        path.chmod(0o755)
    return repo, canaries


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "."),
        ("simulate", "."),
        ("review", ".", "--sarif", "../out.sarif"),
        ("fix", "."),
        ("run", "an SQS queue", "--repo", ".", "--report-dir", "../report"),
    ],
    ids=lambda words: words[0],
)
def test_nothing_runs_and_nothing_leaks(words: tuple[str, ...], trap: tuple[Path, Path], tmp_path: Path) -> None:
    repo, canaries = trap
    done = agents("--json", *words, cwd=repo)
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    assert list(canaries.iterdir()) == []
    shown = done.stdout + done.stderr
    shown += "".join(path.read_text() for path in (tmp_path / "report").glob("*"))
    shown += (tmp_path / "out.sarif").read_text() if (tmp_path / "out.sarif").exists() else ""
    assert SECRET not in shown
    assert "root:x:0" not in shown
    json.loads(done.stdout)


def test_the_good_stack_beside_it_is_looked_at(trap: tuple[Path, Path]) -> None:
    record = json.loads(agents("--json", "simulate", ".", cwd=trap[0]).stdout)
    assert {stack["path"]: stack["status"] for stack in record["stacks"]}["stacks/good"] == "passed"
