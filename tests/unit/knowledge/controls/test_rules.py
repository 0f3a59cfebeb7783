"""The rules of the compliance agent."""

from app.domain.finding import Severity
from app.knowledge.controls.rules import COMPLIANCE_RULES


def test_every_rule_can_be_told() -> None:
    assert all(rule.title and rule.why and rule.mend and rule.id == name for name, rule in COMPLIANCE_RULES.items())


def test_what_cannot_be_judged_fails_the_gate_and_what_cannot_be_told_does_not() -> None:
    assert COMPLIANCE_RULES["AGT_POLICY_ERROR"].severity >= Severity.HIGH
    assert COMPLIANCE_RULES["AGT_POLICY_NOT_JUDGED"].severity >= Severity.HIGH
    assert COMPLIANCE_RULES["AGT_REGION_UNKNOWN"].severity is Severity.INFO
    assert COMPLIANCE_RULES["AGT_REGION_NOT_ALLOWED"].controls["gdpr"] == ("Art.44", "Art.46")
