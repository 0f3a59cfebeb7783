"""Findings and passed rules against controls."""

from dataclasses import replace

from app.analysis.controls import assess, failing_reasons, with_controls
from app.domain.compliance import Assessment, ControlResult
from app.domain.finding import Finding, Severity, fingerprinted


def _finding(rule: str, **facts: object) -> Finding:
    return Finding(rule, Severity.HIGH, "title", "path", "checkov", **facts)  # type: ignore[arg-type]


def _standing(assessment: Assessment, control: str) -> ControlResult:
    return next(one for one in assessment.controls if one.id == control)


def test_a_control_is_failing_covered_or_not_assessable() -> None:
    findings = fingerprinted([_finding("CKV_AWS_16")])
    (cis,) = assess(findings, ["CKV_AWS_24", "CKV_AWS_17"], ["cis"])
    failing = _standing(cis, "2.2.1")
    assert (failing.standing, failing.rules, failing.findings) == (
        "failing",
        ("CKV_AWS_16",),
        (findings[0].fingerprint,),
    )
    assert _standing(cis, "5.3").standing == "covered"
    assert _standing(cis, "5.3").rules == ("CKV_AWS_24",)
    assert _standing(cis, "1.4").standing == "not_assessable"
    assert _standing(cis, "1.4").rules == ()


def test_a_rule_that_was_content_elsewhere_does_not_hide_a_finding() -> None:
    (cis,) = assess(fingerprinted([_finding("CKV_AWS_16")]), ["CKV_AWS_16"], ["cis"])
    assert _standing(cis, "2.2.1").standing == "failing"


def test_an_excused_finding_still_fails_its_control() -> None:
    """What was waived is not satisfied; only the gate lets it pass."""
    excused = [_finding("CKV_AWS_16", waived="until 2027"), _finding("CKV_AWS_24", explained="as designed")]
    (cis,) = assess(fingerprinted(excused), [], ["cis"])
    assert _standing(cis, "2.2.1").standing == "failing"
    assert _standing(cis, "5.3").standing == "failing"


def test_what_only_tells_something_fails_nothing() -> None:
    told = [replace(_finding("CKV_AWS_16"), severity=Severity.INFO)]
    (cis,) = assess(fingerprinted(told), [], ["cis"])
    assert _standing(cis, "2.2.1").standing == "not_assessable"


def test_nothing_looked_at_covers_nothing() -> None:
    for assessment in assess([], [], ["gdpr", "hipaa", "soc2", "cis", "pci", "nist", "iso27001"]):
        assert assessment.count("not_assessable") == len(assessment.controls)


def test_frameworks_are_told_once_and_unknown_ones_not() -> None:
    assert [one.framework for one in assess([], [], ["soc2", "nonsense", "soc2", "gdpr"])] == ["soc2", "gdpr"]


def test_what_a_finding_says_of_controls_counts_and_its_rule_and_its_aliases() -> None:
    own = _finding("ACME_1", controls={"soc2": ("CC8.1",)})
    merged = _finding("AGT_POLICY_ERROR", aliases=("CKV_AWS_16",))
    (soc2,) = assess(fingerprinted([own]), [], ["soc2"])
    assert _standing(soc2, "CC8.1").standing == "failing"
    kept, found = with_controls([own, merged])
    assert kept.controls == {"soc2": ("CC8.1",)}
    assert found.controls["cis"] == ("2.2.1",)
    (both,) = with_controls([_finding("CKV_AWS_16", controls={"cis": ("5.3",), "soc2": ("CC8.1",)})])
    assert both.controls["cis"] == ("5.3", "2.2.1")


def test_a_gate_names_failing_controls_of_its_frameworks_alone() -> None:
    controls = tuple(ControlResult(str(number), "t", "failing", ("R",), ("f",)) for number in range(8))
    passed = ControlResult("9", "t", "covered", ("R",))
    assessments = (Assessment("soc2", "SOC 2", controls), Assessment("gdpr", "GDPR", (controls[0], passed)))
    assert failing_reasons(assessments, ("soc2",)) == ("8 controls of SOC 2 failing: 0, 1, 2, 3, 4, 5 and 2 more",)
    assert failing_reasons(assessments, ("gdpr",)) == ("1 control of GDPR failing: 0",)
    assert failing_reasons(assessments, ()) == ()
    assert failing_reasons((Assessment("gdpr", "GDPR", (passed,)),), ("gdpr",)) == ()
