"""Findings in, changed files out."""

from dataclasses import replace

import pytest

from app.domain.finding import Finding, Severity
from app.toolchains.terraform.repair import repair

VOLUME = '# Data\nresource "aws_ebs_volume" "v" {\n  size = 8 # GB\n}\n'


def _finding(rule: str, resource: str = "aws_ebs_volume.v", path: str = "main.tf", line: int = 2) -> Finding:
    return Finding(
        rule, Severity.HIGH, rule, path, "checkov", line=line, resource=resource, fingerprint=f"{rule}{resource}"
    )


def test_a_repair_shows_what_went_and_what_came() -> None:
    result = repair({"main.tf": VOLUME, "other.tf": ""}, [_finding("CKV_AWS_3")])
    assert result.files == {
        "main.tf": VOLUME.replace("  size = 8 # GB\n", "  size      = 8 # GB\n  encrypted = true\n")
    }
    ((finding, before, after),) = result.applied
    assert (finding.rule, before, after) == ("CKV_AWS_3", "  size = 8 # GB", "  size      = 8 # GB\n  encrypted = true")
    assert "replace" in result.warnings[finding.fingerprint]


def test_the_same_input_gives_the_same_output() -> None:
    findings = [_finding("CKV_AWS_3"), _finding("CKV_AWS_189")]
    assert repair({"main.tf": VOLUME}, findings) == repair({"main.tf": VOLUME}, findings)


def test_repairing_twice_changes_nothing() -> None:
    findings = [_finding("CKV_AWS_3"), _finding("CKV_AWS_189")]
    once = repair({"main.tf": VOLUME}, findings)
    again = repair(once.files, findings)
    assert again.files == {}
    assert len(again.left) == 2


def test_two_rules_that_want_the_same_are_both_served() -> None:
    code = 'resource "aws_cloudwatch_log_group" "g" {\n}\n'
    findings = [_finding(rule, "aws_cloudwatch_log_group.g", line=1) for rule in ("CKV_AWS_338", "CKV_AWS_66")]
    result = repair({"main.tf": code}, findings)
    assert len(result.applied) == 2
    assert {item.after for item in result.applied} == {"  retention_in_days = 365"}


def test_a_module_called_twice_is_mended_once() -> None:
    findings = [_finding("CKV_AWS_3", f"module.{name}.aws_ebs_volume.v", "m/main.tf") for name in "ab"]
    result = repair({"m/main.tf": VOLUME}, findings)
    assert result.files["m/main.tf"].count("encrypted") == 1
    assert len(result.applied) == 2


def test_a_repair_that_cannot_be_finished_is_undone() -> None:
    keys = 'resource "aws_kms_key" "a" {\n}\n\nresource "aws_kms_key" "b" {\n}\n'
    result = repair({"main.tf": VOLUME, "kms.tf": keys}, [_finding("CKV_AWS_189")])
    assert result.files == {}
    assert "several keys" in result.left[0].why


@pytest.mark.parametrize(
    ("finding", "reason"),
    [
        (_finding("CKV_AWS_24", "aws_security_group.x"), "a person decides: who must be able to reach it"),
        (_finding("CKV_SECRET_2", ""), "revoked"),
        (_finding("CKV_AWS_99999"), "no mechanical repair is known"),
        (_finding("CKV_AWS_3", "aws_ebs_volume.gone"), "is not a block of main.tf"),
        (_finding("CKV_AWS_3", path="elsewhere.tf"), "not among the files"),
        (_finding("CKV_AWS_3", path="broken.tf"), "cannot be parsed"),
    ],
)
def test_what_is_left_says_why(finding: Finding, reason: str) -> None:
    result = repair({"main.tf": VOLUME, "broken.tf": "resource {{"}, [finding])
    assert not result.files
    assert reason in result.left[0].why


@pytest.mark.parametrize("change", [{"waived": "known"}, {"explained": "by design"}])
def test_what_is_waived_or_explained_is_not_touched(change: dict[str, str]) -> None:
    result = repair({"main.tf": VOLUME}, [replace(_finding("CKV_AWS_3"), **change)])  # type: ignore[arg-type]
    assert (result.files, result.applied, result.left) == ({}, (), ())


def test_outcomes_come_in_the_order_of_the_findings() -> None:
    code = VOLUME + VOLUME.replace('"v"', '"w"')
    findings = [_finding("CKV_AWS_3", "aws_ebs_volume.w", line=6), _finding("CKV_AWS_3")]
    assert [item.finding for item in repair({"main.tf": code}, findings).applied] == findings


def test_a_new_block_is_shown_from_its_own_first_line() -> None:
    code = 'resource "aws_s3_bucket" "b" {\n}\n\nresource "aws_s3_bucket" "c" {\n}\n'
    (applied,) = repair({"main.tf": code}, [_finding("CKV_AWS_21", "aws_s3_bucket.b", line=1)]).applied
    assert applied.before == ""
    assert applied.after.startswith('resource "aws_s3_bucket_versioning" "b" {')
    assert applied.after.endswith("\n}")
