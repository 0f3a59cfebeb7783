"""What the values of rules say."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.toolchains.rego.modules import Entry
from app.toolchains.rego.sayings import Malformed, rule_of, said


def _entry(name: str = "deny", annotation: Mapping[str, Any] | None = None) -> Entry:
    return Entry(f"data.main.{name}", 3, annotation or {})


@pytest.mark.parametrize("value", [None, False, []])
def test_nothing_is_said(value: Any) -> None:
    assert said(_entry(), value) == []


@pytest.mark.parametrize(
    ("value", "messages"),
    [
        (["a", "b"], ["a", "b"]),
        ("a\n  long   one", ["a long one"]),
        ([{"msg": "a"}, {"message": "b"}, {"reason": "c"}], ["a", "b", "c"]),
        ([{"msg": "a", "details": {"msg": "inner"}}], ["a"]),
        ({"msg": "a"}, ["a"]),
        (True, ["data.main.deny"]),
    ],
)
def test_messages(value: Any, messages: list[str]) -> None:
    assert [one["message"] for one in said(_entry(), value)] == messages


@pytest.mark.parametrize("value", [3, [3], [{}], [{"msg": 3}], [{"msg": " "}], [None], [["a"]], {"a": 1}, [""]])
def test_what_cannot_be_told_is_malformed(value: Any) -> None:
    with pytest.raises(Malformed, match=r"main\.deny"):
        said(_entry(), value)


@pytest.mark.parametrize(
    ("name", "own", "annotated", "severity"),
    [
        ("deny", None, None, "high"),
        ("violation_x", None, None, "high"),
        ("warn_cost", None, None, "low"),
        ("deny", "MEDIUM", None, "medium"),
        ("deny", "error", None, "high"),
        ("warn", None, "critical", "critical"),
        ("warn", "info", "critical", "info"),
        ("deny", "whatever", None, "high"),
        ("deny", 7, 8, "high"),
    ],
)
def test_severities(name: str, own: Any, annotated: Any, severity: str) -> None:
    entry = _entry(name, {"custom": {"severity": annotated}})
    (record,) = said(entry, [{"msg": "a", "severity": own}])
    assert record["severity"] == severity


def test_objects_say_more() -> None:
    item = {
        "msg": "a",
        "rule": "ACME_7",
        "details": {"resource": 'module.a["x"].aws_s3_bucket.b[0]'},
        "controls": {"soc2": ["CC6.1"], "gdpr": "Art.32"},
    }
    (record,) = said(_entry(), [item])
    assert record["rule"] == "ACME_7"
    assert record["resource"] == 'module.a["x"].aws_s3_bucket.b[0]'
    assert record["controls"] == {"soc2": ["CC6.1"]}


def test_annotations_say_more() -> None:
    annotation = {
        "title": "T",
        "description": "Why\n it matters.",
        "custom": {"id": "ACME_8", "mend": "Do this.", "controls": {"soc2": ["CC6.6"]}},
    }
    (record,) = said(_entry(annotation=annotation), True)
    assert (record["message"], record["rule"], record["detail"]) == ("T", "ACME_8", "Why it matters. Do this.")
    assert record["controls"] == {"soc2": ["CC6.6"]}


@pytest.mark.parametrize("own", ["AGT_IAM_ADMIN", "CKV_AWS_1", "two words", "", 7, None, "x" * 200])
def test_ids_of_others_are_not_taken(own: Any) -> None:
    assert rule_of(_entry(), own) == "main.deny"


def test_strange_texts_are_kept_short_and_strange_addresses_left_out() -> None:
    (record,) = said(_entry(annotation={"title": 7, "custom": [1]}), [{"msg": "a" * 5000, "resource": "<b> x"}])
    assert (len(record["message"]), record["resource"], record["detail"]) == (1000, "", "")
