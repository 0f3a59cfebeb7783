"""SARIF."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from app.domain.finding import Severity
from app.domain.run import Outcome, StageResult
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


@pytest.mark.parametrize(("place", "kind"), [("code", "inSource"), ("policy", "external"), ("", "external")])
def test_a_comment_suppresses_in_source_and_a_policy_outside(place: str, kind: str) -> None:
    kept = finding(waived="known", waived_in=place)
    (suppression,) = render_sarif([kept])["runs"][0]["results"][0]["suppressions"]
    assert suppression["kind"] == kind


def test_a_rule_stands_once_with_its_worst_severity_and_plainest_words() -> None:
    found = [
        finding("A", Severity.LOW, detail="Its waiver expired. It matters."),
        finding("A", Severity.HIGH, detail="It matters.", line=9),
    ]
    run = render_sarif(found)["runs"][0]
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["fullDescription"]["text"]) == ("A", "It matters.")
    assert (rule["defaultConfiguration"]["level"], rule["properties"]["security-severity"]) == ("error", "8.0")
    assert [result["level"] for result in run["results"]] == ["note", "error"]
    assert run["results"][0]["message"]["text"] == "A title\n\nIts waiver expired. It matters."


def test_the_help_says_why_how_and_which_controls() -> None:
    controls = {"hipaa": ("164.312(b)", "164.312(c)"), "cis": ("3.7",)}
    found = finding("A", detail="It matters. Mend it.", guideline="https://example.com/a", controls=controls)
    (rule,) = render_sarif([found])["runs"][0]["tool"]["driver"]["rules"]
    assert rule["help"]["markdown"] == (
        "**A title**\n\nIt matters. Mend it.\n\nEvidence toward these controls:\n\n- cis: 3.7\n"
        "- hipaa: 164.312(b), 164.312(c)\n\nhttps://example.com/a"
    )
    assert rule["help"]["text"] == rule["help"]["markdown"].replace("**", "")
    assert rule["helpUri"] == "https://example.com/a"
    assert rule["properties"]["tags"] == [
        "security",
        "checkov",
        "external/cis/3.7",
        "external/hipaa/164.312(b)",
        "external/hipaa/164.312(c)",
    ]


def test_many_controls_leave_a_tag_for_every_framework() -> None:
    found = finding(controls={"pci": tuple(f"1.{n}" for n in range(40)), "cis": ("3.7",), "gdpr": ()})
    (rule,) = render_sarif([found])["runs"][0]["tool"]["driver"]["rules"]
    tags = rule["properties"]["tags"]
    assert len(tags) == len(set(tags)) == 20
    assert "external/cis/3.7" in tags


def test_other_names_stand_in_the_properties() -> None:
    (result,) = render_sarif([finding(aliases=("CKV_2", "CKV_3"))])["runs"][0]["results"]
    assert result["properties"] == {"severity": "high", "aliases": ["CKV_2", "CKV_3"]}


def test_what_did_not_run_is_told() -> None:
    stages = [StageResult("tester", "passed"), StageResult("security", "not_run", "no zizmor")]
    (invocation,) = render_sarif([], stages)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is True
    (note,) = invocation["toolExecutionNotifications"]
    assert (note["level"], note["message"]["text"]) == ("warning", "security not run: no zizmor")
    broken = render_sarif([], [StageResult("cost", "failed", "boom")])["runs"][0]["invocations"][0]
    assert broken["executionSuccessful"] is False


def test_old_and_new() -> None:
    states = [
        render_sarif([replace(finding(), new=new)])["runs"][0]["results"][0].get("baselineState")
        for new in (True, False, None)
    ]
    assert states == ["new", "unchanged", None]


def test_valid_against_the_schema() -> None:
    document = render_sarif(
        [
            replace(finding(), explained="x", new=True, controls={"cis": ("1.1",)}, aliases=("C",)),
            finding("B", guideline="https://example.com/b", path="ordner/ü [1].tf", detail="Why."),
            finding("B", waived="known", waived_in="code", line=None, path="."),
        ],
        [StageResult("security", "not_run", "no checkov"), StageResult("cost", "failed", "boom")],
    )
    jsonschema.validate(json.loads(json.dumps(document)), json.loads(SCHEMA.read_text()))


def test_the_text_for_a_forge_tells_no_secret() -> None:
    token = "ghp_" + "a1B2" * 9
    text = sarif_text(Outcome("r1", "review", "T", findings=(finding(detail=f"found {token}"),)))
    assert token not in text
    assert json.loads(text)["runs"][0]["results"]
