"""The compliance agent."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.agents.base import AgentResult, Context
from app.agents.compliance import Compliance
from app.analysis.checked import Checked
from app.domain.company import CompanyPolicies, CompanyRule, PolicyProblem
from app.domain.compliance import Standing
from app.domain.evidence import Evidence
from app.domain.finding import Finding, Severity, fingerprinted
from app.domain.plan import StackResult
from app.domain.planned import Planned, PlannedResource
from app.domain.policy import Policy, ReasonerPolicy, RequiredTag
from app.domain.request import Constraints, Request
from app.domain.thought import Remark
from tests.fakes.thinker import Answering
from tests.unit.reports.estimates import assessment

QUEUE = PlannedResource(
    "aws_sqs_queue.a", "aws_sqs_queue", "a", provider="aws", region="us-east-1", values={"tags": None}
)
RESULT = StackResult("s", "passed", planned=Planned("s", (QUEUE,)))
SCANNED = fingerprinted([Finding("CKV_AWS_16", Severity.HIGH, "title", "s/main.tf", "checkov")])
EVIDENCE = Evidence("regorus", "1", "rego", 0)


class Company:
    """Answers what it was given."""

    def __init__(self, answer: Checked | None = None) -> None:
        self.answer = answer or Checked()

    def check(self, result: StackResult, policies: CompanyPolicies) -> Checked:
        return self.answer


def _locate(_: Path, __: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(replace(finding, path="s/main.tf", line=7) for finding in findings)


def _context(**facts: Any) -> Context:
    return Context("r", "review", Path(), results=(RESULT,), **facts)


def test_tags_regions_and_policies_are_held_against_the_plan() -> None:
    own = Finding("ACME_1", Severity.LOW, "Own", "s", "policy")
    agent = Compliance(Company(Checked((own,), ("ACME_2",), (EVIDENCE,))), _locate)
    policy = Policy(required_tags=(RequiredTag("owner"),), regions=("eu-*",))
    result = agent.run(_context(policy=policy))
    assert result.findings
    assert [(one.rule, one.path, one.line) for one in result.findings] == [
        ("AGT_TAG_MISSING", "s/main.tf", 7),
        ("AGT_REGION_NOT_ALLOWED", "s/main.tf", 7),
        ("ACME_1", "s/main.tf", 7),
    ]
    assert all(one.fingerprint for one in result.findings)
    assert result.findings[1].controls["gdpr"] == ("Art.44", "Art.46")
    assert (result.status, result.passed, result.evidence) == ("passed", ("ACME_2",), (EVIDENCE,))
    assert result.assessments == ()


def test_frameworks_are_those_of_the_policy_and_of_the_request() -> None:
    request = Request("t", "t", constraints=Constraints(frameworks=("gdpr",)))
    result = Compliance(Company(), _locate).run(_context(policy=Policy(frameworks=("soc2",)), request=request))
    assert result.assessments
    assert [one.framework for one in result.assessments] == ["soc2", "gdpr"]
    assert result.findings
    assert [one.rule for one in result.findings] == ["AGT_REGION_OUTSIDE_EEA"]  # asked for by the GDPR


def test_a_framework_that_is_not_on_board_is_named() -> None:
    request = Request("t", "t", constraints=Constraints(frameworks=("fedramp", "soc2")))
    result = Compliance(Company(), _locate).run(_context(request=request))
    assert (result.status, result.why) == ("passed", "nothing is known here of fedramp")
    assert result.assessments
    assert [one.framework for one in result.assessments] == ["soc2"]


@pytest.mark.parametrize(
    ("control", "standing"), [("2.2.1", "failing"), ("5.3", "covered"), ("1.4", "not_assessable"), ("2.2.3", "covered")]
)
def test_all_findings_and_passed_rules_are_joined_to_controls(control: str, standing: Standing) -> None:
    context = _context(policy=Policy(frameworks=("cis",)), findings=SCANNED, passed=("CKV_AWS_24", "CKV_AWS_17"))
    result = Compliance(Company(), _locate).run(context)
    assert result.assessments
    found = next(one for one in result.assessments[0].controls if one.id == control)
    assert found.standing == standing
    if standing == "failing":
        assert found.findings == (SCANNED[0].fingerprint,)


def test_its_own_findings_count_and_have_the_fingerprints_of_the_report() -> None:
    context = _context(policy=Policy(frameworks=("gdpr",), regions=("eu-*",)), findings=SCANNED)
    result = Compliance(Company(), _locate).run(context)
    assert result.findings
    assert result.assessments
    transfers = next(one for one in result.assessments[0].controls if one.id == "Art.44")
    assert transfers.standing == "failing"
    assert set(transfers.findings) == {one.fingerprint for one in result.findings}
    again = Compliance(Company(), _locate).run(replace(context, findings=(*SCANNED, *result.findings)))
    assert again.assessments == result.assessments  # a second round does not count them twice


def test_where_nothing_is_asked_it_says_so_and_looks_at_nothing() -> None:
    result = Compliance(Company(), _locate).run(_context())
    assert (result.findings, result.passed, result.assessments) == ((), (), ())
    assert "asked for" in result.why


def test_a_policy_that_breaks_on_every_stack_is_told_once() -> None:
    broken = Finding("AGT_POLICY_ERROR", Severity.HIGH, "Broken", "policies/a.rego", "policy", line=3)
    agent = Compliance(Company(Checked((broken,))), lambda _, __, found: tuple(found))
    rules = CompanyPolicies(rules=(CompanyRule("ACME_1", "T", ("aws_x",)),))
    result = agent.run(Context("r", "review", Path(), results=(RESULT, replace(RESULT, path="t")), company=rules))
    assert result.findings
    assert [one.path for one in result.findings] == ["policies/a.rego"]


def test_without_a_plan_nothing_is_passed_and_it_is_said() -> None:
    blind = StackResult("t", "not_run", "no module")
    policy = Policy(required_tags=(RequiredTag("owner"),))
    agent = Compliance(Company(), _locate)
    some = agent.run(Context("r", "review", Path(), results=(RESULT, blind), policy=policy))
    none = agent.run(Context("r", "review", Path(), results=(blind,), policy=policy))
    empty = agent.run(Context("r", "review", Path(), policy=policy))
    assert (some.status, some.why) == ("passed", "no plan to look at: t")
    assert (none.status, none.why, none.passed) == ("not_run", "no plan to look at: t", ())
    assert (empty.status, empty.why) == ("not_run", "there is no stack here")


def test_policies_that_cannot_be_read_fail_closed() -> None:
    rule = CompanyRule("ACME_1", "T", ("aws_x",))
    company = CompanyPolicies((), (rule,), (PolicyProblem("policies/a.yml", 3, "unknown key 'x'"),))
    result = Compliance(Company(), lambda _, __, found: tuple(found)).run(_context(company=company))
    assert result.findings
    (found,) = result.findings
    assert (found.rule, found.severity, found.path, found.line) == (
        "AGT_POLICY_ERROR",
        Severity.HIGH,
        "policies/a.yml",
        3,
    )
    assert "unknown key 'x'" in found.title


def test_a_rule_that_failed_in_one_stack_did_not_pass() -> None:
    tagged = replace(QUEUE, values={"tags": {"owner": "me"}})
    good = StackResult("g", "passed", planned=Planned("g", (tagged,)))
    policy = Policy(required_tags=(RequiredTag("owner"),))
    agent = Compliance(Company(), _locate)
    assert agent.run(Context("r", "review", Path(), results=(good,), policy=policy)).passed == ("AGT_TAG_MISSING",)
    assert agent.run(Context("r", "review", Path(), results=(good, RESULT), policy=policy)).passed == ()


def test_remarks_speak_of_controls_that_open_findings_fail() -> None:
    (found,) = SCANNED
    said = {"about": "n1", "kind": "proposal", "text": "Encrypt the volume with a key of your own."}
    thinker = Answering({"compliance": [{"remarks": [said]}]})
    context = _context(findings=SCANNED, assessments=(assessment(found.fingerprint), assessment("gone", name="PCI")))
    agent = Compliance(Company(), _locate)
    result = agent.remark(replace(context, thinker=thinker))
    assert result.remarks == (Remark("compliance", "proposal", said["text"], "hipaa 164.312(a)(1)"),)
    assert result.assessments is None
    rows = thinker.tasks[0].data[0].text.splitlines()
    assert len(rows) == 2, "the frame, and the one control that fails here"
    assert '"rule": "CKV_AWS_16"' in rows[1]
    waived = tuple(replace(one, waived="until May") for one in SCANNED)
    for quiet in (context, replace(context, findings=waived, thinker=thinker)):
        assert agent.remark(quiet) == AgentResult()
    assert len(thinker.tasks) == 1


def test_what_is_kept_back_is_told_to_nobody() -> None:
    (found,) = SCANNED
    policy = Policy(reasoner=ReasonerPolicy(keep_back=("s",)))
    thinker = Answering()
    context = _context(findings=SCANNED, assessments=(assessment(found.fingerprint),), policy=policy, thinker=thinker)
    assert Compliance(Company(), _locate).remark(context) == AgentResult()
    assert thinker.tasks == []
