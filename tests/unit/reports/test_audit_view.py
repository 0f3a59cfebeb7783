"""What an audit report joins."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.audit import BEGINNING, AuditEntry, canonical, hash_of
from app.domain.compliance import Assessment, ControlResult
from app.domain.evidence import Evidence
from app.domain.finding import Severity
from app.domain.policy import Waiver
from app.domain.run import Outcome, StageResult
from app.reports.audit_view import RULES, Audited, audit_view
from tests.builders import finding

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LOW = finding("CKV_AWS_17", Severity.LOW)
WORST = finding("AGT_IAM_ADMIN", Severity.CRITICAL, detail="Whoever takes the role owns the account.")
WAIVED = replace(finding("CKV_AWS_16", aliases=("AGT_KEY_PLAIN",)), waived="until the move (ann, until 2027-01-01)")
EVIDENCE = (
    Evidence("checkov", "3.3.30", "checkov (3 files)", 0, "c" * 64),
    Evidence("Terraform", "1.15.5", "terraform validate", 0, "t" * 64),
    Evidence("Terraform", "1.15.5", "terraform plan (simulated providers)", 0, "t" * 64),
    Evidence("Terraform", "1.15.5", "terraform plan (simulated providers)", 0, "t" * 64),
    Evidence("zizmor", "1.2", "zizmor --offline", 0, "z" * 64),
    Evidence("regorus", "0.5", "rego policies (2)", 0, "r" * 64),
)
CONTROLS = (
    ControlResult("1", "One", "failing", ("CKV_AWS_17", "CKV_AWS_18"), (LOW.fingerprint, WAIVED.fingerprint, "old")),
    ControlResult("2", "Two", "covered", ("CKV_AWS_35", "AGT_NET_ADMIN_PORT")),
    ControlResult("3", "Three", "not_assessable"),
)
OUTCOME = Outcome(
    "r1",
    "compliance",
    "",
    head="a" * 40,
    stacks=("web",),
    findings=(LOW, WORST, WAIVED),
    stages=(StageResult("security", "passed"), StageResult("cost", "not_run", "no plan to price: web")),
    evidence=EVIDENCE,
    assessments=(Assessment("hipaa", "HIPAA", CONTROLS),),
)


def entry(facts: dict[str, object]) -> AuditEntry:
    """As the log gives it."""
    values = (12, "2026-11-22T12:00:00Z", "r1", "change", "anna", "t", "r1", "a" * 40, canonical(facts), BEGINNING)
    return AuditEntry(*values, hash=hash_of(*values))


WAIVERS = (
    Waiver("AGT_KEY_PLAIN", "ann", "until the move", date(2027, 1, 1)),
    Waiver("CKV_AWS_99", "bob", "old", date(2026, 11, 21), "stacks/**"),
)
AUDITED = Audited(OUTCOME, AT, "acme/web", "anna", WAIVERS, entry({"approved_by": ["zoe"], "policy": "p" * 64}))


def test_findings_are_numbered_the_worst_first_and_name_their_evidence() -> None:
    view = audit_view(AUDITED)
    assert [(one.number, one.finding.rule, list(one.evidence)) for one in view.findings] == [
        (1, "AGT_IAM_ADMIN", [3]),
        (2, "CKV_AWS_16", [1, 3]),
        (3, "CKV_AWS_17", [1]),
    ]
    assert dict(view.counts) == {"critical": 1, "high": 0, "medium": 0, "low": 1, "info": 0}
    assert [one.finding.rule for one in view.excused] == ["CKV_AWS_16"]


@pytest.mark.parametrize(
    ("rule", "tools"),
    [
        ("CKV2_AWS_5", ["checkov"]),
        ("CKV_AWS_5", ["checkov"]),
        ("zizmor/template-injection", ["zizmor"]),
        ("AGT_POLICY_NAMES", ["regorus"]),
        ("AGT_TAG_MISSING", ["Terraform"]),
    ],
)
def test_which_tool_looked(rule: str, tools: list[str]) -> None:
    view = audit_view(replace(AUDITED, outcome=replace(OUTCOME, findings=(finding(rule),))))
    by_number = {one.number: one.item.tool for one in view.evidence}
    assert [by_number[number] for number in view.findings[0].evidence] == tools


def test_what_ran_twice_is_one_row() -> None:
    assert [(one.number, one.item.tool, one.times) for one in audit_view(AUDITED).evidence] == [
        (1, "checkov", 1),
        (2, "Terraform", 1),
        (3, "Terraform", 2),
        (4, "zizmor", 1),
        (5, "regorus", 1),
    ]


def test_controls_stand_on_findings_and_evidence() -> None:
    (shown,) = audit_view(AUDITED).frameworks
    (failing,) = shown.failing
    assert [one.number for one in failing.findings] == [2, 3]
    assert (list(failing.evidence), failing.elsewhere) == ([1, 3], 1)
    (covered,) = shown.covered
    assert list(covered.evidence) == [1, 3]
    assert [control.id for control in shown.unknown] == ["3"]


def test_many_rules_are_counted() -> None:
    control = ControlResult("1", "", "covered", tuple(f"CKV_AWS_{n}" for n in range(RULES + 3)))
    outcome = replace(OUTCOME, assessments=(Assessment("soc2", "SOC 2", (control,)),))
    (shown,) = audit_view(replace(AUDITED, outcome=outcome)).frameworks[0].covered
    assert (len(shown.rules), shown.more) == (RULES, 3)


def test_waivers_that_expired_or_excuse_nothing_are_seen() -> None:
    view = audit_view(AUDITED)
    assert [(one.waiver.rule, one.expired, one.used) for one in view.waivers] == [
        ("AGT_KEY_PLAIN", False, 1),
        ("CKV_AWS_99", True, 0),
    ]


def test_the_record_comes_from_the_log() -> None:
    assert audit_view(AUDITED).record == {"approved_by": ["zoe"], "policy": "p" * 64}
    assert audit_view(replace(AUDITED, entry=None)).record == {}
