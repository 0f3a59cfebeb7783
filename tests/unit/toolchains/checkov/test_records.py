"""checkov's records as findings."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.finding import Severity
from app.knowledge.rules import WHY
from app.toolchains.checkov.records import (
    INCOMPLETE,
    UNREADABLE,
    findings_of,
    relative_path,
    trouble_findings,
    with_leaks,
)
from app.toolchains.secrets.leaks import Leak

ROOT = Path("/inbox/scan-1")


def _record(**changes: Any) -> dict[str, Any]:
    return {
        "framework": "terraform",
        "rule": "CKV_AWS_24",
        "title": "No open SSH",
        "path": "/inbox/scan-1/net/main.tf",
        "line": 3,
        "end_line": 9,
        "resource": "aws_security_group.web",
        "waived": None,
    } | changes


def _advice(rule: str) -> str:
    return f"Mend {rule}."


def test_a_record_becomes_a_finding() -> None:
    (finding,) = findings_of([_record()], ROOT, {}, _advice)
    assert (finding.rule, finding.severity, finding.path) == ("CKV_AWS_24", Severity.CRITICAL, "net/main.tf")
    assert (finding.line, finding.end_line, finding.resource) == (3, 9, "aws_security_group.web")
    assert (finding.source, finding.waived, finding.waived_in) == ("checkov", None, "")
    assert finding.detail == f"{WHY['networking']} Mend CKV_AWS_24."
    assert finding.controls["cis"]


@pytest.mark.parametrize(
    ("rule", "title", "detail"),
    [
        ("CKV_X_1", "Ensure things are TLS.", f"{WHY['general security']} To mend it, ensure things are TLS."),
        ("CKV_X_1", "Containers should not", WHY["general security"]),
        ("CKV_GHA_5", "Found an artifact", f"{WHY['supply chain']} To mend it, sign what is built with cosign."),
        ("CKV_K8S_8", "Liveness Probe Should be Configured", WHY["general security"]),
    ],
)
def test_without_advice_the_title_says_what_to_do(rule: str, title: str, detail: str) -> None:
    (finding,) = findings_of([_record(rule=rule, title=title)], ROOT, {}, lambda _: "")
    assert finding.detail == detail


def test_a_module_called_twice_gives_one_finding_per_address() -> None:
    records = [_record(resource=name) for name in ("module.a.aws_x.y", "module.b.aws_x.y", "module.a.aws_x.y")]
    found = findings_of(records, ROOT, {}, _advice)
    assert [finding.resource for finding in found] == ["module.a.aws_x.y", "module.b.aws_x.y"]


@pytest.mark.parametrize(
    ("comment", "waived"), [("known", "known (checkov:skip)"), ("", "no reason given (checkov:skip)")]
)
def test_a_skip_comment_is_a_waiver(comment: str, waived: str) -> None:
    (finding,) = findings_of([_record(waived=comment)], ROOT, {}, _advice)
    assert (finding.waived, finding.waived_in) == (waived, "code")
    assert not finding.counts


def test_a_secret_is_critical_and_anonymous() -> None:
    (finding,) = findings_of([_record(rule="CKV_SECRET_2", title="AWS Access Key", resource="")], ROOT, {}, _advice)
    assert (finding.severity, finding.source, finding.resource) == (Severity.CRITICAL, "secrets", "")
    assert "Revoke" in finding.detail


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("/inbox/scan-1/a/main.tf", "a/main.tf"),
        ("inbox/scan-1/a/main.tf", "a/main.tf"),
        ("/a/main.tf", "a/main.tf"),
        ("/main.tf", "main.tofu"),
        ("/inbox/scan-1", "."),
    ],
)
def test_paths_are_relative_however_they_were_reported(reported: str, expected: str) -> None:
    assert relative_path(reported, ROOT, {"main.tf": "main.tofu"}) == expected


def test_the_copys_path_is_taken_out_of_addresses() -> None:
    (finding,) = findings_of([_record(resource="/inbox/scan-1/base/Deployment.a")], ROOT, {}, _advice)
    assert finding.resource == "base/Deployment.a"


def test_findings_come_in_order() -> None:
    records = [_record(rule="CKV_AWS_9", line=5), _record(line=5), _record(path="/inbox/scan-1/a.tf", line=0)]
    found = findings_of(records, ROOT, {}, _advice)
    assert [(finding.path, finding.line) for finding in found] == [
        ("a.tf", None),
        ("net/main.tf", 5),
        ("net/main.tf", 5),
    ]
    assert [finding.rule for finding in found[1:]] == ["CKV_AWS_24", "CKV_AWS_9"]


def test_a_file_that_cannot_be_parsed_is_a_finding() -> None:
    (finding,) = findings_of([{"framework": "terraform", "unreadable": "/inbox/scan-1/bad.tf"}], ROOT, {}, _advice)
    assert (finding.rule, finding.path, finding.severity) == (UNREADABLE, "bad.tf", Severity.HIGH)


def test_a_broken_scan_and_files_left_out_are_findings() -> None:
    found = trouble_findings({"terraform": "boom"}, ["large.tf"])
    assert [(finding.rule, finding.path, finding.severity) for finding in found] == [
        (INCOMPLETE, ".", Severity.HIGH),
        (INCOMPLETE, "large.tf", Severity.LOW),
    ]
    assert found[0].detail == "boom"


def test_both_scans_for_secrets_on_one_line_are_one_finding() -> None:
    record = _record(rule="CKV_SECRET_2", title="AWS Access Key", resource="", line=3, end_line=3)
    found = {"net/main.tf": (Leak("AGT_SECRET_TOKEN", "Token", 3), Leak("AGT_SECRET_PASSWORD", "Password", 5))}
    merged = with_leaks(findings_of([record], ROOT, {}, _advice), found, lambda _path, _line: "key")
    assert [(finding.rule, finding.aliases, finding.line) for finding in merged] == [
        ("CKV_SECRET_2", ("AGT_SECRET_TOKEN",), 3),
        ("AGT_SECRET_PASSWORD", (), 5),
    ]
    assert {finding.severity for finding in merged} == {Severity.CRITICAL}


@pytest.mark.parametrize(("line", "stays"), [('secret = "orders/db"', False), ('secret = "x9A8b7C6d5E4"', True)])
def test_a_name_is_no_secret_however_random_its_letters(line: str, *, stays: bool) -> None:
    findings = findings_of([_record(rule="CKV_SECRET_6", title="Entropy", resource="")], ROOT, {}, _advice)
    assert bool(with_leaks(findings, {}, lambda _path, _line: line)) is stays


def test_a_private_key_reported_one_line_lower_is_the_same_key() -> None:
    record = _record(rule="CKV_SECRET_13", title="Private Key", resource="", line=2, end_line=2)
    found = {"net/main.tf": (Leak("AGT_SECRET_PRIVATE_KEY", "Private key", 1),)}
    (finding,) = with_leaks(findings_of([record], ROOT, {}, _advice), found, lambda _path, _line: "MIIE")
    assert finding.aliases == ("AGT_SECRET_PRIVATE_KEY",)


def test_a_secret_is_told_by_its_line_and_not_again_by_its_block() -> None:
    block = _record(rule="CKV_AWS_46", path="/inbox/scan-1/main.tf", line=3, end_line=9, resource="aws_instance.web")
    other = {**block, "line": 20, "end_line": 29, "resource": "aws_instance.other"}
    secrets = [
        {**block, "framework": "secrets", "rule": rule, "line": line, "end_line": line, "resource": ""}
        for rule, line in (("CKV_SECRET_2", 5), ("CKV_SECRET_13", 6), ("CKV_SECRET_2", 12))
    ]
    found = with_leaks(findings_of([block, other, *secrets], ROOT, {}, _advice), {}, lambda *_: "")
    assert [(one.rule, one.line, one.resource, one.aliases) for one in found] == [
        ("CKV_SECRET_2", 5, "aws_instance.web", ("CKV_AWS_46",)),
        ("CKV_SECRET_13", 6, "aws_instance.web", ("CKV_AWS_46",)),
        ("CKV_SECRET_2", 12, "", ()),
        ("CKV_AWS_46", 20, "aws_instance.other", ()),
    ]


def test_a_block_that_is_waived_waives_the_secret_in_it() -> None:
    block = _record(rule="CKV_AWS_46", line=3, end_line=9, waived="rotated")
    secret = _record(framework="secrets", rule="CKV_SECRET_2", line=5, end_line=5, resource="")
    (found,) = with_leaks(findings_of([block, secret], ROOT, {}, _advice), {}, lambda *_: "")
    assert (found.rule, found.waived, found.waived_in) == ("CKV_SECRET_2", "rotated (checkov:skip)", "code")
