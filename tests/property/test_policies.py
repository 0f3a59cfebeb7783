"""Policies that nobody would write: read or refused, with a line, and never an exception."""

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.company.judging import judge_rules
from app.analysis.company.yaml_rules import read_rules
from app.domain.planned import Planned, PlannedResource
from app.toolchains.rego.modules import Entry
from app.toolchains.rego.sayings import Malformed, said

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
WORDS = ("rules", "- id: A1", "title: T", "types: x", "require", "when", "any", "all", "attribute: a", "equals", "min")
PIECES = st.sampled_from(
    (*WORDS, "exists: true", ":", "\n", "  ", "- ", "[", "]", "{", "}", "&a", "*a", "!!x", "|", "#")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    rules, problems = read_rules("policies/a.yml", text)
    assert all(problem.line and problem.wrong for problem in problems)
    assert all(rule.id and rule.title and rule.types for rule in rules)


CONDITION = st.fixed_dictionaries(
    {"attribute": st.sampled_from(("a", "a.b", "tags.x", "resource.region", "a.0", "a.1.b"))},
    optional={"equals": SCALARS, "not": SCALARS, "in": st.lists(SCALARS, max_size=3), "exists": st.booleans(),
              "min": st.integers(), "max": st.floats(), "matches": st.text(max_size=5)},
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    require=st.lists(CONDITION, min_size=1, max_size=3),
    values=st.dictionaries(st.sampled_from(("a", "tags")), JSON, max_size=2),
    unknown=st.dictionaries(st.sampled_from(("a", "tags")), st.booleans() | st.lists(st.booleans()), max_size=2),
)
def test_any_values_are_judged(require: list[dict[str, Any]], values: dict[str, Any], unknown: dict[str, Any]) -> None:
    text = yaml.safe_dump({"rules": [{"id": "A1", "title": "T", "types": "x", "require": require}]}, allow_unicode=True)
    rules, _ = read_rules("policies/a.yml", text)
    planned = Planned(".", (PlannedResource("x.a", "x", "a", values=values, unknown=unknown),))
    findings, passed = judge_rules(planned, rules)
    assert len(findings) + len(passed) == len(rules)


@settings(max_examples=150, deadline=None)
@given(value=JSON, annotation=st.dictionaries(st.sampled_from(("title", "description", "custom")), JSON, max_size=3))
def test_whatever_a_rule_says_is_told_or_refused(value: Any, annotation: dict[str, Any]) -> None:
    entry = Entry("data.main.deny", 1, annotation)
    try:
        records = said(entry, value)
    except Malformed:
        return
    assert all(isinstance(one["message"], str) and one["message"] for one in records)
    assert all(one["severity"] in {"critical", "high", "medium", "low", "info"} for one in records)
