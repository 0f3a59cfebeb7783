"""GitLab's Code Quality report."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.domain.finding import Severity
from app.reports.codequality import render_code_quality
from tests.builders import finding

SCHEMA = json.loads((Path(__file__).parents[2] / "fixtures" / "gitlab" / "codeclimate.json").read_text())


def test_an_entry_says_what_where_and_how_bad() -> None:
    found = finding("CKV_AWS_24", Severity.CRITICAL, title="SSH is open", resource="aws_security_group.g", end_line=9)
    assert render_code_quality([found]) == [
        {
            "description": "SSH is open (aws_security_group.g)",
            "check_name": "CKV_AWS_24",
            "fingerprint": found.fingerprint,
            "severity": "blocker",
            "location": {"path": "main.tf", "lines": {"begin": 3, "end": 9}},
        }
    ]


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("line", [None, 1, 7])
def test_every_entry_is_valid(severity: Severity, line: int | None) -> None:
    found = [finding(severity=severity, line=line), finding("B", severity, path=".", line=line, end_line=2)]
    entries = render_code_quality(found)
    for entry in entries:
        jsonschema.validate(entry, SCHEMA)
    assert len({entry["fingerprint"] for entry in entries}) == 2
    assert len({entry["severity"] for entry in entries}) == 1


def test_the_five_severities_stay_apart() -> None:
    entries = render_code_quality([finding(severity=severity) for severity in Severity])
    assert [entry["severity"] for entry in entries] == ["info", "minor", "major", "critical", "blocker"]


@pytest.mark.parametrize("kept", [{"waived": "known"}, {"explained": "asked for"}])
def test_what_is_kept_on_purpose_is_left_out(kept: dict[str, Any]) -> None:
    assert render_code_quality([finding(**kept)]) == []


def test_a_title_holds_neither_secrets_nor_escape_sequences() -> None:
    secret = "glpat-" + "x" * 20
    (entry,) = render_code_quality([finding(title=f"\x1b[31mfound\n {secret}\u202e")])
    assert entry["description"] == "found [redacted]"
