"""What rules note."""

from app.analysis.base import Observations
from app.domain.finding import Severity
from app.knowledge.security import security_rules


def test_an_objection_has_what_the_rule_knows() -> None:
    seen = Observations("stacks/shop")
    seen.object("AGT_IAM_ADMIN", "aws_iam_policy.a", "Everything is allowed", "Twice.")
    (found,) = seen.result().findings
    rule = security_rules()["AGT_IAM_ADMIN"]
    assert (found.severity, found.controls, found.path) == (rule.severity, rule.controls, "stacks/shop")
    assert found.detail == f"Twice. {rule.why} {rule.mend}"
    assert found.line is None


def test_the_same_is_noted_once_and_severity_may_differ() -> None:
    seen = Observations("s")
    for severity in (Severity.LOW, Severity.HIGH):
        seen.object("AGT_IAM_ADMIN", "a.b", "Everything is allowed", severity=severity)
    assert [one.severity for one in seen.result().findings] == [Severity.LOW]


def test_only_content_rules_pass() -> None:
    seen = Observations("s")
    seen.looked("AGT_IAM_ADMIN", "AGT_IAM_NOT_ACTION")
    seen.object("AGT_IAM_ADMIN", "a.b", "Everything is allowed")
    assert seen.result().passed == ("AGT_IAM_NOT_ACTION",)
