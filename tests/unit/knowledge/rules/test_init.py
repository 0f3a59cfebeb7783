"""Facts about rules."""

from app.domain.finding import Severity
from app.knowledge.rules import WHY, checkov_rules


def test_a_rule_has_title_reason_severity_and_controls() -> None:
    rule = checkov_rules()["CKV_AWS_16"]
    assert "encrypted" in rule.title
    assert rule.why == WHY["encryption"]
    assert rule.severity >= Severity.MEDIUM
    assert rule.controls["hipaa"]


def test_every_rule_can_be_told() -> None:
    rules = checkov_rules()
    assert len(rules) > 200
    assert all(rule.title and rule.id == name for name, rule in rules.items())
    assert [name for name, rule in rules.items() if not rule.why] == []
