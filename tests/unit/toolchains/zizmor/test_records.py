"""zizmor's answer as findings."""

from typing import Any

import pytest

from app.domain.finding import Severity
from app.toolchains.zizmor.records import UNREADABLE, findings_of, satisfied, unreadable


def record(ident: str = "template-injection", **changes: Any) -> dict[str, Any]:
    """One record of the tool's ``json-v1``, cut to what is read."""
    place: dict[str, Any] = {
        "symbolic": {
            "key": {"Local": {"verbatim_path": "./.github/workflows/ci.yml"}},
            "annotation": "may expand",
            "route": {"route": [{"Key": "jobs"}, {"Key": "a"}, {"Key": "steps"}, {"Index": 2}]},
            "kind": "Primary",
        },
        "concrete": {
            "location": {"start_point": {"row": 9, "column": 0}, "end_point": {"row": 11, "column": 3}},
            "feature": "|\n  run: echo\n  more",
        },
    }
    hidden: dict[str, Any] = {**place, "symbolic": {**place["symbolic"], "kind": "Hidden", "annotation": "this step"}}
    determinations = {"confidence": "High", "severity": "High", "persona": "Regular"}
    for key in determinations.keys() & changes.keys():
        determinations[key] = changes.pop(key)
    return {
        "ident": ident, "desc": "code injection", "determinations": determinations, "locations": [hidden, place],
        "ignored": False, **changes,
    }  # fmt: skip


def test_a_record_becomes_a_finding() -> None:
    (found,) = findings_of([record()])
    assert (found.rule, found.severity, found.source) == ("zizmor/template-injection", Severity.HIGH, "zizmor")
    assert (found.path, found.line, found.end_line) == (".github/workflows/ci.yml", 10, 12)
    assert found.resource == "jobs.a.steps (run: echo)"
    assert found.title == "Text from outside becomes part of a script"
    assert found.detail.endswith("To mend it, put it into `env` and use the quoted variable. Here: may expand.")
    assert found.guideline == "https://docs.zizmor.sh/audits/#template-injection"
    assert found.counts


@pytest.mark.parametrize(
    ("ident", "severity", "confidence", "expected"),
    [
        ("template-injection", "High", "High", Severity.HIGH),
        ("template-injection", "High", "Medium", Severity.HIGH),
        ("template-injection", "High", "Low", Severity.MEDIUM),
        ("template-injection", "Informational", "Low", Severity.INFO),
        ("template-injection", "Medium", "High", Severity.MEDIUM),
        ("unpinned-uses", "High", "High", Severity.MEDIUM),
        ("unpinned-uses", "Low", "High", Severity.LOW),
        ("newer-than-our-data", "High", "High", Severity.HIGH),
        ("newer-than-our-data", "Apocalyptic", "High", Severity.LOW),
    ],
)
def test_severities(ident: str, severity: str, confidence: str, expected: Severity) -> None:
    (found,) = findings_of([record(ident, severity=severity, confidence=confidence)])
    assert found.severity is expected


@pytest.mark.parametrize(
    ("ident", "persona", "shown"),
    [
        ("template-injection", "Pedantic", False),
        ("anonymous-definition", "Pedantic", False),
        ("excessive-permissions", "Pedantic", True),
        ("self-hosted-runner", "Auditor", True),
        ("newer-than-our-data", "Regular", True),
        ("newer-than-our-data", "Auditor", False),
    ],
)
def test_what_is_shown(ident: str, persona: str, shown: bool) -> None:
    assert bool(findings_of([record(ident, persona=persona)])) is shown


def test_an_unknown_audit_keeps_the_tools_words() -> None:
    (found,) = findings_of([record("newer-than-our-data")])
    assert (found.title, found.detail) == ("Code injection", "Here: may expand.")


def test_a_step_is_told_by_what_it_says_not_by_its_number() -> None:
    moved = record()
    for place in moved["locations"]:
        place["symbolic"]["route"] = {"route": [{"Key": "jobs"}, {"Key": "a"}, {"Key": "steps"}, {"Index": 7}]}
    assert findings_of([moved])[0].resource == findings_of([record()])[0].resource


def test_the_same_on_a_line_is_one_finding() -> None:
    assert len(findings_of([record(), record(), record("insecure-commands")])) == 2


def test_what_a_comment_ignores_is_a_waiver() -> None:
    (found,) = findings_of([record(ignored=True)])
    assert not found.counts
    assert found.waived_in == "code"


def test_files_that_were_not_looked_at() -> None:
    assert [(one.rule, one.path) for one in unreadable({"b", "a"})] == [(UNREADABLE, "a"), (UNREADABLE, "b")]


def test_what_was_content() -> None:
    passed = satisfied(findings_of([record()]), [".github/workflows/ci.yml"])
    assert "zizmor/unpinned-uses" in passed
    assert "zizmor/template-injection" not in passed
    assert satisfied([], [".github/dependabot.yml"]) == ()
