"""The scanner with the real checkov in the real sandbox."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from app.domain.finding import Finding
from app.processes.sandbox import Sandbox
from app.toolchains.checkov.records import INCOMPLETE, UNREADABLE
from app.toolchains.checkov.scanner import Scanner
from app.toolchains.secrets.leaks import RULES as LEAKS

KEY = "AKIA" + "Q3EGVJ7RK2MWX5ZT"
BUCKET = """
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
"""
POD = """
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web
"""
CLOUDFORMATION = """
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Logs:
    Type: AWS::S3::Bucket
"""
WORKFLOW = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo
"""


def _write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return root


def _rules(findings: tuple[Finding, ...], path: str) -> set[str]:
    return {finding.rule for finding in findings if finding.path == path}


def test_without_its_environment_nothing_is_claimed(tmp_path: Path) -> None:
    with Scanner(Sandbox(None), None) as scanner:
        scanner.start()
        result = scanner.scan(_write(tmp_path, {"main.tf": BUCKET}))
    assert (result.status, result.findings, result.evidence) == ("not_run", (), ())
    assert "agents tools install" in result.why


def test_a_worker_that_breaks_off_fails_the_scan(tmp_path: Path) -> None:
    """It is there and ended over this very code: what nobody has looked at may not pass the gate."""
    with Scanner(Sandbox(None), tmp_path / "bin" / "python") as scanner:
        result = scanner.scan(_write(tmp_path / "root", {"main.tf": BUCKET}))
    assert result.status == "failed"
    assert result.why


@pytest.mark.checkov
def test_findings_carry_place_address_and_evidence(scanner: Scanner, tmp_path: Path) -> None:
    files = {
        "main.tf": 'module "a" {\n  source = "./m"\n}\nmodule "b" {\n  source = "./m"\n}\n',
        "m/main.tf": 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n',
    }
    result = scanner.scan(_write(tmp_path, files))
    queues = [finding for finding in result.findings if finding.rule == "CKV_AWS_27"]
    assert [(finding.path, finding.line, finding.end_line, finding.resource) for finding in queues] == [
        ("m/main.tf", 1, 3, "module.a.aws_sqs_queue.q"),
        ("m/main.tf", 1, 3, "module.b.aws_sqs_queue.q"),
    ]
    assert len({finding.fingerprint for finding in result.findings}) == len(result.findings)
    (evidence,) = result.evidence
    assert (evidence.tool, evidence.exit_code, len(evidence.digest)) == ("checkov", 0, 64)
    assert evidence.version.startswith("3.3")


@pytest.mark.checkov
def test_the_same_code_elsewhere_has_the_same_fingerprints(scanner: Scanner, tmp_path: Path) -> None:
    first = scanner.scan(_write(tmp_path / "one", {"main.tf": BUCKET}))
    second = scanner.scan(_write(tmp_path / "two", {"main.tf": BUCKET}))
    assert first.findings == second.findings
    assert first.findings


@pytest.mark.checkov
def test_a_repository_does_not_configure_the_scan(scanner: Scanner, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    check = f"import pathlib\npathlib.Path({str(canary)!r}).write_text('ran')\n"
    root = _write(
        tmp_path / "root",
        {
            "main.tf": BUCKET,
            ".checkov.yaml": "external-checks-dir:\n  - checks\nskip-check:\n  - CKV_AWS_18\nsoft-fail: true\n",
            ".checkov.yml": "skip-check: [CKV2_AWS_6]\n",
            "checks/__init__.py": check,
            "checks/custom.py": check,
        },
    )
    result = scanner.scan(root)
    assert {"CKV_AWS_18", "CKV2_AWS_6"} <= _rules(result.findings, "main.tf")
    assert not canary.exists()


@pytest.mark.checkov
def test_a_skip_comment_is_shown_as_a_waiver(scanner: Scanner, tmp_path: Path) -> None:
    code = BUCKET.replace("{\n", "{\n  #checkov:skip=CKV_AWS_18:logs of logs\n")
    result = scanner.scan(_write(tmp_path, {"main.tf": code}))
    (finding,) = [finding for finding in result.findings if finding.rule == "CKV_AWS_18"]
    assert (finding.waived, finding.waived_in) == ("logs of logs (checkov:skip)", "code")


@pytest.mark.checkov
@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("Dockerfile", "FROM debian:latest\n#checkov:skip=CKV_DOCKER_2:why\nRUN true\n", "CKV_DOCKER_2"),
        (
            "pod.yaml",
            POD.replace("name: web\nspec", "name: web\n  annotations:\n    checkov.io/skip1: CKV_K8S_8=why\nspec"),
            "CKV_K8S_8",
        ),
        (
            "stack.yaml",
            f"{CLOUDFORMATION}    Metadata:\n      checkov:\n        skip: [{{id: CKV_AWS_18, comment: why}}]\n",
            "CKV_AWS_18",
        ),
        (
            ".github/workflows/ci.yml",
            WORKFLOW.replace("echo", "echo ${{ github.event.issue.title }} #checkov:skip=CKV_GHA_2:why"),
            "CKV_GHA_2",
        ),
        ("a.sh", f"export AWS_KEY={KEY} # checkov:skip=CKV_SECRET_2:why\n", "CKV_SECRET_2"),
    ],
)
def test_skips_of_every_format_are_shown(scanner: Scanner, tmp_path: Path, name: str, text: str, rule: str) -> None:
    result = scanner.scan(_write(tmp_path, {name: text}))
    found = [(finding.waived, finding.waived_in) for finding in result.findings if finding.rule == rule]
    assert set(found) == {("why (checkov:skip)", "code")}


@pytest.mark.checkov
def test_what_was_content_is_told(scanner: Scanner, tmp_path: Path) -> None:
    code = 'resource "aws_sqs_queue" "a" {\n  sqs_managed_sse_enabled = true\n}\n'
    passed = scanner.scan(_write(tmp_path, {"main.tf": code})).passed
    assert "CKV_AWS_27" in passed
    assert set(LEAKS) < set(passed)
    assert len(passed) == len(set(passed))
    assert "CKV_AWS_27" not in scanner.scan(_write(tmp_path, {"main.tf": code.replace("true", "false")})).passed


@pytest.mark.checkov
def test_secrets_are_found_and_not_repeated(scanner: Scanner, tmp_path: Path) -> None:
    root = _write(tmp_path, {"main.tf": f'locals {{\n  key = "{KEY}"\n}}\n', "deploy.sh": f"export AWS_KEY={KEY}\n"})
    result = scanner.scan(root)
    found = [finding for finding in result.findings if finding.rule.startswith("CKV_SECRET_")]
    assert {(finding.path, finding.line) for finding in found} == {("main.tf", 2), ("deploy.sh", 1)}
    assert KEY not in repr(result)
    assert not set(LEAKS) & set(result.passed)


@pytest.mark.checkov
def test_broken_code_is_a_finding_and_the_rest_is_scanned(scanner: Scanner, tmp_path: Path) -> None:
    result = scanner.scan(_write(tmp_path, {"bad/main.tf": 'resource "aws_s3_bucket" {{{', "good/main.tf": BUCKET}))
    assert UNREADABLE in _rules(result.findings, "bad/main.tf")
    assert "CKV_AWS_18" in _rules(result.findings, "good/main.tf")


@pytest.mark.checkov
@pytest.mark.parametrize(
    ("name", "text", "prefix"),
    [
        ("Dockerfile", "FROM debian:latest\nRUN apt-get update\n", "CKV_DOCKER_"),
        ("pod.yaml", POD, "CKV_K8S_"),
        ("stack.yaml", CLOUDFORMATION, "CKV_AWS_"),
        (".github/workflows/ci.yml", WORKFLOW, "CKV2_GHA_"),
    ],
)
def test_other_formats_are_scanned(scanner: Scanner, tmp_path: Path, name: str, text: str, prefix: str) -> None:
    result = scanner.scan(_write(tmp_path, {name: text}))
    assert result.status == "passed"
    assert any(rule.startswith(prefix) for rule in _rules(result.findings, name))


@pytest.mark.checkov
def test_only_the_asked_for_paths_are_reported(scanner: Scanner, tmp_path: Path) -> None:
    root = _write(tmp_path, {"a/main.tf": BUCKET, "ab/main.tf": BUCKET, "b.tf": BUCKET})
    assert {finding.path for finding in scanner.scan(root, ("a", "b.tf")).findings} == {"a/main.tf", "b.tf"}


@pytest.mark.checkov
def test_a_plan_is_scanned(scanner: Scanner) -> None:
    resource = {
        "address": "module.logs.aws_s3_bucket.this",
        "mode": "managed",
        "type": "aws_s3_bucket",
        "name": "this",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "values": {"bucket": "logs"},
    }
    plan: dict[str, Any] = {
        "format_version": "1.2",
        "terraform_version": "1.15.5",
        "planned_values": {"root_module": {"child_modules": [{"address": "module.logs", "resources": [resource]}]}},
        "resource_changes": [
            {**{key: resource[key] for key in ("address", "mode", "type", "name", "provider_name")},
             "change": {"actions": ["create"], "before": None, "after": {"bucket": "logs"}}}
        ],
        "configuration": {"root_module": {}},
    }  # fmt: skip
    result = scanner.scan_plan(plan, "plans/web.json")
    assert result.status == "passed"
    (finding,) = [finding for finding in result.findings if finding.rule == "CKV_AWS_18"]
    assert (finding.path, finding.line, finding.resource) == ("plans/web.json", None, "module.logs.aws_s3_bucket.this")


@pytest.mark.checkov
def test_a_killed_worker_is_replaced(scanner: Scanner, tmp_path: Path) -> None:
    root = _write(tmp_path, {"main.tf": BUCKET})
    before = scanner.scan(root).findings
    pid = scanner._link.pid
    assert pid is not None
    os.killpg(pid, signal.SIGKILL)
    assert scanner.scan(root).findings == before


@pytest.mark.checkov
def test_a_scan_beyond_its_time_is_incomplete_not_clean(scanner: Scanner, tmp_path: Path) -> None:
    root = _write(tmp_path, {"main.tf": BUCKET})
    scanner.scan(root)
    patient, scanner._timeout = scanner._timeout, 0.001
    try:
        result = scanner.scan(root)
    finally:
        scanner._timeout = patient
    assert result.status == "failed"
    assert INCOMPLETE in _rules(result.findings, ".")
    assert result.evidence[0].exit_code == 1


@pytest.mark.checkov
def test_scans_share_a_worker_and_leave_nothing_behind(scanner: Scanner, tmp_path: Path) -> None:
    root = _write(tmp_path, {"main.tf": BUCKET})
    scanner.scan(root)
    worker = scanner._link.pid
    scanner.scan(root)
    assert worker is not None
    assert scanner._link.pid == worker
    assert scanner._folder is not None
    assert list(scanner._folder.iterdir()) == []
