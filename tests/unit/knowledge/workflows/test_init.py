"""What is known of the audits of workflow files."""

import pytest

from app.domain.finding import Severity
from app.knowledge.workflows import workflow_rules


@pytest.mark.parametrize("name", workflow_rules())
def test_every_audit_says_why_it_matters_and_how_to_mend_it(name: str) -> None:
    rule = workflow_rules()[name]
    assert rule.title
    assert rule.title[0].isupper()
    assert rule.why.endswith(".")
    assert not rule.mend.endswith(".")
    assert rule.detail == f"{rule.why} To mend it, {rule.mend}."


def test_severities_and_other_names() -> None:
    rules = workflow_rules()
    assert rules["unpinned-uses"].severity is Severity.MEDIUM
    assert rules["template-injection"].severity is None
    assert {alias for rule in rules.values() for alias in rule.aliases} == {"CKV_GHA_1", "CKV_GHA_2", "CKV2_GHA_1"}
    assert [name for name, rule in rules.items() if rule.shown] == ["excessive-permissions", "self-hosted-runner"]
