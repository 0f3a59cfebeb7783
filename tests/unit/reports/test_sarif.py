"""SARIF."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from app.domain.finding import Severity
from app.domain.run import Outcome
from app.reports.sarif import render_sarif, sarif_text
from tests.builders import finding

SCHEMA = Path(__file__).parents[2] / "fixtures" / "sarif-2.1.0.json"


def test_levels_scores_places_and_fingerprints() -> None:
    found = finding("CKV_AWS_18", Severity.CRITICAL, path="a b/main.tf", line=None, resource="aws_s3_bucket.logs")
    run = render_sarif([found, finding("CKV_AWS_21", Severity.LOW)])["runs"][0]
    result = run["results"][0]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert (rule["id"], rule["properties"]["security-severity"], result["level"]) == ("CKV_AWS_18", "9.5", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/main.tf"
    assert place["region"]["startLine"] == 1
    assert result["partialFingerprints"] == {"agents/v1": found.fingerprint}
    assert run["results"][1]["level"] == "note"


@pytest.mark.parametrize("field", ["waived", "explained"])
def test_what_is_kept_on_purpose_is_suppressed_with_its_reason(field: str) -> None:
    kept = replace(finding(), waived="by design") if field == "waived" else replace(finding(), explained="by design")
    result = render_sarif([kept])["runs"][0]["results"][0]
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "by design"}]


def test_a_rule_stands_once() -> None:
    rules = render_sarif([finding("A"), finding("A", line=9)])["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["A"]


def test_old_and_new() -> None:
    states = [
        render_sarif([replace(finding(), new=new)])["runs"][0]["results"][0].get("baselineState")
        for new in (True, False, None)
    ]
    assert states == ["new", "unchanged", None]


def test_valid_against_the_schema() -> None:
    document = render_sarif(
        [replace(finding(), explained="x", new=True), finding("B", guideline="https://example.com/b")]
    )
    jsonschema.validate(json.loads(json.dumps(document)), json.loads(SCHEMA.read_text()))


def test_the_text_for_a_forge_tells_no_secret() -> None:
    token = "ghp_" + "a1B2" * 9
    text = sarif_text(Outcome("r1", "review", "T", findings=(finding(detail=f"found {token}"),)))
    assert token not in text
    assert json.loads(text)["runs"][0]["results"]
