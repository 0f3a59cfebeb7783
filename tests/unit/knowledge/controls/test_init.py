"""Facts about controls."""

import pytest

from app.knowledge.commands import FRAMEWORKS
from app.knowledge.controls import assessable, controls_of, frameworks, sources
from app.knowledge.rules import checkov_rules
from app.knowledge.security import security_rules


def test_every_framework_that_can_be_asked_for_is_there_with_titled_controls() -> None:
    assert set(FRAMEWORKS) <= set(frameworks())
    for framework in frameworks().values():
        assert framework.controls
        assert [one.id for one in framework.controls if not one.title] == []
        assert len({one.id for one in framework.controls}) == len(framework.controls)


def test_every_row_names_a_source_with_a_date() -> None:
    assert {one.source for framework in frameworks().values() for one in framework.controls} == set(sources())
    assert all(facts["name"] and facts["date"] for facts in sources().values())


@pytest.mark.parametrize(
    ("rule", "framework", "control"),
    [
        ("CKV_AWS_16", "hipaa", "164.312(a)(2)(iv)"),  # a bridge
        ("CKV_AWS_24", "cis", "5.3"),
        ("CKV_AWS_24", "cis-3.0", "5.2"),
        ("CKV_AZURE_3", "soc2", "CC6.7"),  # by theme: encrypted on the way
        ("CKV_K8S_16", "nist", "AC-6"),
        ("CKV_SECRET_13", "pci", "8.6.2"),
        ("AGT_NET_ADMIN_PORT", "cis", "5.3"),
        ("AGT_NET_PUBLIC_DATABASE", "cis", "2.2.3"),
        ("AGT_IAM_ESCALATION", "soc2", "CC6.3"),
        ("AGT_REGION_NOT_ALLOWED", "gdpr", "Art.44"),
        ("AGT_TAG_MISSING", "iso27001", "A.5.9"),
        ("AGT_WORKFLOW_UNPINNED", "nist", "SR-3"),
    ],
)
def test_a_rule_is_evidence_for_controls_that_the_framework_has(rule: str, framework: str, control: str) -> None:
    assert control in controls_of(rule)[framework]
    assert set(controls_of(rule)[framework]) <= {one.id for one in frameworks()[framework].controls}


@pytest.mark.parametrize(
    "rule", ["CKV_AWS_120", "CKV_DOCKER_2", "AGT_POLICY_ERROR", "AGT_REGION_WORLDWIDE", "AGT_TEST_PLAN", "ACME_OWN", ""]
)
def test_a_rule_that_says_nothing_of_controls_has_none(rule: str) -> None:
    assert controls_of(rule) == {}


def test_no_rule_names_a_control_that_its_framework_has_not() -> None:
    known = {key: {one.id for one in framework.controls} for key, framework in frameworks().items()}
    strange = {
        (rule, framework, control)
        for rule in checkov_rules()
        for framework, ids in controls_of(rule).items()
        for control in ids
        if control not in known.get(framework, ())
    }
    assert strange == set()


def test_rules_of_the_analyses_pass_for_what_they_fail_for() -> None:
    """A finding names the controls of its rule; a rule that was content is known by its id alone."""
    apart = {
        rule.id: framework
        for rule in security_rules().values()
        for framework, ids in rule.controls.items()
        if not set(ids) <= set(controls_of(rule.id).get(framework, ()))
    }
    assert apart == {}


def test_what_only_shows_while_things_run_is_not_assessable() -> None:
    assert "1.4" not in assessable("cis")  # the root user's second factor
    assert "5.3" in assessable("cis")
    assert "164.308(a)(3)(ii)(C)" not in assessable("hipaa")
