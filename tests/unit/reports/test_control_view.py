"""Controls as they are shown."""

from dataclasses import replace

from app.domain.compliance import Assessment, ControlResult
from app.domain.exposure import EntryPoint
from app.domain.finding import Severity
from app.domain.run import Outcome
from app.reports.control_view import failing, failing_before
from app.reports.phrases import ENGLISH
from app.reports.section import TOP, danger, render_section
from tests.builders import finding
from tests.unit.reports.estimates import assessment

OPEN = finding("CKV_AWS_16", detail="Whoever gets the disk reads it. Encrypt it.", controls={"hipaa": ("164.312",)})
WAIVED = replace(finding("CKV_AWS_17"), waived="until the move")
OUTCOME = Outcome(
    "r1",
    "review",
    "T",
    findings=(OPEN, WAIVED),
    assessments=(assessment(OPEN.fingerprint), assessment(WAIVED.fingerprint, name="PCI")),
)


def shown(outcome: Outcome) -> str:
    return render_section(outcome, ENGLISH)


def test_what_failed_a_control_not_all_that_looked_at_it() -> None:
    first, second = failing(OUTCOME)
    assert (first.assessment.name, first.rules, first.excused) == ("HIPAA", ["CKV_AWS_16"], False)
    assert (second.assessment.name, second.rules, second.excused) == ("PCI", ["CKV_AWS_17"], True)
    text = shown(OUTCOME)
    assert "| HIPAA | 164.312(a)(1) Access control | `CKV_AWS_16` |" in text
    assert "| PCI | 164.312(a)(1) Access control | `CKV_AWS_17` (kept on purpose) |" in text


def test_counts_and_the_rest() -> None:
    text = shown(OUTCOME)
    assert "| HIPAA | 1 | 1 | 1 |" in text
    assert "never a statement of compliance" in text
    assert "- HIPAA, covered: `164.312(b)`" in text
    assert "- HIPAA, not assessable from code: `164.308(a)(5)`" in text


def test_what_failed_before_is_counted_not_listed() -> None:
    old = replace(OUTCOME, findings=(OPEN,), assessments=(assessment("gone"), assessment(OPEN.fingerprint)))
    assert [one.control.id for one in failing(old)] == ["164.312(a)(1)"]
    assert failing_before(old) == 1
    assert "1 more fail by what was there before this change." in shown(old)


def test_many_failing_controls_are_cut() -> None:
    controls = tuple(ControlResult(f"c{n}", "", "failing", (), (OPEN.fingerprint,)) for n in range(TOP + 2))
    text = shown(replace(OUTCOME, assessments=(Assessment("soc2", "SOC 2", controls),)))
    assert "… and 2 more." in text
    assert f"c{TOP} " not in text


def test_without_frameworks_no_section() -> None:
    assert "### Compliance" not in shown(replace(OUTCOME, assessments=()))


def test_each_finding_says_why_and_how() -> None:
    text = shown(OUTCOME)
    assert "- `CKV_AWS_16` `main.tf:3`: Whoever gets the disk reads it. Encrypt it. Controls: hipaa 164.312\n" in text


def test_findings_of_one_rule_are_explained_once() -> None:
    twice = (OPEN, replace(OPEN, path="b.tf", fingerprint="other"))
    text = shown(replace(OUTCOME, findings=twice))
    assert "- `CKV_AWS_16` `b.tf:3`, `main.tf:3`: Whoever gets the disk reads it." in text


def test_what_the_internet_reaches() -> None:
    web = EntryPoint("aws_lb.web", "443", "internet → aws_lb.web:443 → aws_ecs_service.web:8080", intended=True)
    shell = EntryPoint("aws_instance.x", "22", "internet → aws_instance.x:22", intended=False)
    text = shown(replace(OUTCOME, exposed=(web, shell)))
    assert f"- `{shell.route}` ⚠️ not of a kind that is meant to be public\n- `{web.route}`\n" in text


def test_only_what_is_grave_on_the_network_is_a_danger() -> None:
    reached = finding("AGT_NET_ADMIN_PORT", Severity.HIGH, resource="aws_instance.web")
    merged = finding("CKV_AWS_24", Severity.HIGH, resource="aws_instance.web", aliases=("AGT_NET_ADMIN_PORT",))
    mapped = finding("AGT_NET_ENTRY", Severity.INFO, resource="aws_lb.web")
    for findings, lines in (
        ((mapped,), 0),
        ((reached, mapped), 1),
        ((merged,), 1),
        ((replace(reached, new=False),), 0),
    ):
        assert len(danger((replace(OUTCOME, findings=findings),), ENGLISH)) == lines
