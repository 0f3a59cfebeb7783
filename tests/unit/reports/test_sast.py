"""GitLab's SAST report."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.domain.finding import Finding, Severity
from app.domain.run import Outcome, StageResult
from app.reports.sast import VERSION, render_sast
from tests.builders import finding

FIXTURES = Path(__file__).parents[2] / "fixtures" / "gitlab"
SCHEMA = json.loads((FIXTURES / f"sast-{VERSION}.json").read_text())
AT = datetime(2026, 1, 2, 3, 4, 5, 678, UTC)


def report(*findings: Finding, **fields: Any) -> dict[str, Any]:
    """A report that is valid."""
    made = render_sast(Outcome("r", "review", "t", findings=findings, **fields), AT)
    jsonschema.validate(made, SCHEMA)
    return made


def test_a_vulnerability_says_what_where_how_bad_and_what_to_do() -> None:
    found = finding(
        "CKV_AWS_24",
        Severity.CRITICAL,
        title="SSH is open",
        resource="aws_security_group.g",
        detail="It can be attacked. Remove the rule.",
        guideline="https://example.com/a",
        aliases=("AGT_NET_OPEN",),
        controls={"cis": ("5.2",), "gdpr": ()},
        end_line=9,
    )
    place = {"file": "main.tf", "start_line": 3, "end_line": 9}
    controls = {
        "type": "list",
        "name": "Evidence toward these controls",
        "items": [{"type": "text", "value": "cis: 5.2"}],
    }
    assert report(found)["vulnerabilities"] == [
        {
            "id": found.fingerprint,
            "name": "SSH is open",
            "description": "SSH is open (aws_security_group.g)",
            "severity": "Critical",
            "identifiers": [
                {"type": "iac_agents_rule", "name": "CKV_AWS_24", "value": "CKV_AWS_24"},
                {"type": "iac_agents_rule", "name": "AGT_NET_OPEN", "value": "AGT_NET_OPEN"},
            ],
            "location": place,
            "tracking": {
                "type": "source",
                "items": [{**place, "signatures": [{"algorithm": "hash", "value": found.fingerprint}]}],
            },
            "solution": "It can be attacked. Remove the rule.",
            "links": [{"url": "https://example.com/a"}],
            "details": {"controls": controls},
        }
    ]


@pytest.mark.parametrize("severity", Severity)
def test_little_is_enough(severity: Severity) -> None:
    (found,) = report(finding(severity=severity, line=None, guideline="see the manual"))["vulnerabilities"]
    assert found["location"] == {"file": "main.tf"}
    assert found["severity"].lower() == str(severity)
    assert not {"solution", "links", "details"} & set(found)


@pytest.mark.parametrize("fields", [{"waived": "known"}, {"explained": "asked for"}, {"source": "agents lint"}])
def test_what_is_kept_on_purpose_or_no_matter_of_security_is_left_out(fields: dict[str, Any]) -> None:
    assert report(finding(**fields))["vulnerabilities"] == []


def test_texts_are_short_enough_and_do_nothing() -> None:
    (found,) = report(finding(title="@ada " * 100, detail="![x](http://evil) @ada\n/close " + "*" * 8000))[
        "vulnerabilities"
    ]
    assert len(found["name"]) <= 255
    assert len(found["solution"]) <= 7000
    for text in (found["description"], found["solution"]):
        assert "@ada" not in text
        assert "\n" not in text
        assert re.search(r"(?<!\\)[\[*]", text) is None


def test_the_scan_says_when_by_whom_and_what_did_not_run() -> None:
    stages = (StageResult("security", "not_run", "checkov is missing"), StageResult("tester", "passed"))
    scan = report(stages=stages, seconds=65.5)["scan"]
    assert (scan["start_time"], scan["end_time"]) == ("2026-01-02T03:02:59", "2026-01-02T03:04:05")
    assert scan["status"] == "success"
    assert scan["messages"] == [{"level": "warn", "value": "security not run: checkov is missing"}]
    assert scan["analyzer"]["id"] == scan["scanner"]["id"] == "iac-agents"


@pytest.mark.parametrize(("stage", "status"), [("security", "failure"), ("security 2", "failure"), ("cost", "success")])
def test_a_scan_that_broke_is_no_success(stage: str, status: str) -> None:
    scan = report(stages=(StageResult(stage, "failed", "it crashed"),))["scan"]
    assert (scan["status"], scan["messages"][0]["level"]) == (status, "fatal")


def test_times_are_told_in_utc() -> None:
    east = AT.astimezone(timezone(timedelta(hours=5)))
    made = render_sast(Outcome("r", "review", "t"), east)
    assert made["scan"]["end_time"] == "2026-01-02T03:04:05"
