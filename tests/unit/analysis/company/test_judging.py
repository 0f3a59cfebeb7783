"""Judging resources by rules in YAML."""

from typing import Any

import pytest

from app.analysis.company import judging
from app.analysis.company.judging import judge_rules
from app.domain.company import CompanyRule, Condition
from app.domain.finding import Severity
from app.domain.planned import Planned, PlannedResource

VALUES = {
    "acl": "private",
    "size": 20,
    "port": "443",
    "enabled": True,
    "empty": "",
    "rule": [{"ports": [80, 443], "cidr": ["10.0.0.0/8"]}, {"ports": [22], "cidr": []}],
    "tags": {"stage": "prod", "acme.com/owner": "me"},
}


def _resource(**facts: Any) -> PlannedResource:
    given = {"values": VALUES, "region": "eu-west-1", "provider": "aws"} | facts
    return PlannedResource("aws_x_y.a", "aws_x_y", "a", **given)


def _rule(*require: Condition, **facts: Any) -> CompanyRule:
    return CompanyRule("ACME_1", "Title", ("aws_x_*",), require=require, path="policies/a.yml", line=3, **facts)


def _breaks(condition: Condition, resource: PlannedResource | None = None) -> bool | None:
    """Whether the condition does not hold; None where that cannot be told."""
    findings, passed = judge_rules(Planned(".", (resource or _resource(),)), [_rule(condition)])
    if findings and findings[0].rule == "AGT_POLICY_UNKNOWN":
        return None
    assert bool(findings) is not bool(passed)
    return bool(findings)


@pytest.mark.parametrize(
    ("test", "attribute", "expected", "broken"),
    [
        ("equals", "acl", "private", False),
        ("equals", "acl", "public", True),
        ("equals", "missing", "x", True),
        ("equals", "missing", None, False),
        ("equals", "acl", None, True),
        ("not", "acl", None, False),
        ("not", "missing", None, True),
        ("equals", "port", 443, False),
        ("equals", "size", "20", False),
        ("equals", "enabled", True, False),
        ("equals", "enabled", "true", False),
        ("equals", "size", True, True),
        ("not", "acl", "public", False),
        ("not", "acl", "private", True),
        ("not", "missing", "x", False),
        ("in", "acl", ("private", "log"), False),
        ("in", "acl", ("log",), True),
        ("not_in", "acl", ("private",), True),
        ("not_in", "missing", ("x",), False),
        ("matches", "acl", "priv*", False),
        ("matches", "acl", "PRIV*", True),
        ("exists", "acl", True, False),
        ("exists", "empty", True, True),
        ("exists", "missing", False, False),
        ("exists", "rule", True, False),
        ("min", "size", 20, False),
        ("min", "size", 21, True),
        ("max", "size", 20.5, False),
        ("max", "acl", 5, True),
        ("min", "enabled", 0, True),
        ("max", "missing", 5, True),
        ("in", "rule.ports", (80, 443, 22), False),
        ("in", "rule.ports", (80, 443), True),  # every value, through every block
        ("not", "rule.ports", 22, True),
        ("equals", "rule.1.ports", 22, False),
        ("equals", "rule.7.ports", 22, True),
        ("equals", "tags.stage", "prod", False),
        ("equals", "tags.acme.com/owner", "me", False),
        ("exists", "tags.cost", True, True),
        ("matches", "resource.region", "eu-*", False),
        ("equals", "resource.address", "aws_x_y.a", False),
        ("exists", "resource.module", False, False),
        ("equals", "acl.deeper", "x", True),
    ],
)
def test_conditions(test: str, attribute: str, expected: Any, broken: bool) -> None:
    assert _breaks(Condition(test, attribute, expected)) is broken


TRUE, FALSE = Condition("exists", "acl", True), Condition("exists", "acl", False)
UNKNOWN = Condition("equals", "later", "x")


@pytest.mark.parametrize(
    ("group", "conditions", "broken"),
    [
        ("all", (TRUE, TRUE), False),
        ("all", (TRUE, FALSE), True),
        ("any", (FALSE, TRUE), False),
        ("any", (FALSE, FALSE), True),
        ("all", (TRUE, UNKNOWN), None),
        ("all", (FALSE, UNKNOWN), True),
        ("any", (TRUE, UNKNOWN), False),
        ("any", (FALSE, UNKNOWN), None),
    ],
)
def test_groups_and_what_nobody_knows_yet(group: str, conditions: tuple[Condition, ...], broken: bool | None) -> None:
    resource = _resource(unknown={"later": True})
    assert _breaks(Condition(group, conditions=conditions), resource) is broken


def test_what_an_apply_settled_is_known() -> None:
    resource = _resource(values={"arn": "arn:aws:x"}, unknown={"arn": True, "list": [{"part": True}]})
    assert _breaks(Condition("matches", "arn", "arn:*"), resource) is False
    assert _breaks(Condition("matches", "list.part", "arn:*"), resource) is None
    tagged = _resource(values={"tags": {}}, unknown={"tags": {"stage": True}})
    assert _breaks(Condition("exists", "tags.stage", True), tagged) is None


def test_a_rule_concerns_its_types_and_where_it_applies() -> None:
    everywhere = _rule(FALSE)
    elsewhere = CompanyRule("ACME_2", "T", ("aws_z",), require=(FALSE,))
    not_here = _rule(FALSE, when=(FALSE,))
    findings, passed = judge_rules(Planned("s", (_resource(),)), [everywhere, elsewhere, not_here])
    assert [one.rule for one in findings] == ["ACME_1"]
    assert passed == ("ACME_1",)  # the one that looked and had nothing to say
    assert judge_rules(Planned("s", (_resource(mode="data"),)), [everywhere]) == ((), ())


def test_where_nobody_knows_whether_it_applies_nobody_knows_whether_it_is_broken() -> None:
    (found,), _ = judge_rules(Planned("s", (_resource(unknown={"later": True}),)), [_rule(FALSE, when=(UNKNOWN,))])
    assert (found.rule, found.severity) == ("AGT_POLICY_UNKNOWN", Severity.INFO)
    assert "ACME_1" in found.detail


def test_a_rule_without_requirement_forbids() -> None:
    (found,), _ = judge_rules(Planned("s", (_resource(),)), [_rule(when=(TRUE,))])
    assert found.detail == "aws_x_* where acl exists true is not allowed (policies/a.yml line 3)."


def test_a_finding_says_what_was_asked() -> None:
    group = Condition("any", conditions=(Condition("not_in", "a", (1, True)), Condition("equals", "b", None)))
    (plain,), _ = judge_rules(Planned("s", (_resource(),)), [_rule(FALSE, group, mend="Mend it.")])
    asked = "aws_x_* needs acl exists false and (a not in 1, true or b equals null) (policies/a.yml line 3)."
    assert plain.detail == f"{asked} Mend it."
    own = _rule(FALSE, message="{address} is open.", controls={"soc2": ("CC6.1",)}, severity=Severity.LOW)
    (told,), _ = judge_rules(Planned("s", (_resource(),)), [own])
    assert (told.title, told.detail, told.severity) == ("Title", "aws_x_y.a is open.", Severity.LOW)
    assert (told.path, told.resource, told.source, told.controls) == ("s", "aws_x_y.a", "policy", {"soc2": ("CC6.1",)})


def test_rules_that_take_too_long_fail_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "SECONDS", -1.0)
    (found,), passed = judge_rules(Planned("s", (_resource(),)), [_rule(TRUE)])
    assert (found.rule, found.severity, passed) == ("AGT_POLICY_ERROR", Severity.HIGH, ())
    assert "took more than" in found.title


def test_a_pattern_full_of_stars_is_harmless() -> None:
    resource = _resource(values={"acl": "a" * 5000})
    assert _breaks(Condition("matches", "acl", "*a" * 60 + "b"), resource) is True
