"""JUnit."""

from xml.etree import ElementTree as ET

from app.domain.plan import Step
from app.reports.junit import render_junit
from tests.builders import stack_result


def test_suites_cases_failures_and_skips() -> None:
    steps = (
        Step("validate", "passed", 0.1),
        Step("plan", "failed", 0.2, "Error: \x1b[31mno such type\nline 2"),
        Step("apply", "not_run", 0.0, "the plan failed"),
    )
    root = ET.fromstring(render_junit([stack_result("a", "failed", steps=steps), stack_result("b")]))  # noqa: S314 - our own document
    suite = root[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "Error: no such type"
    assert suite.find("testcase/skipped") is not None
    assert [case.get("name") for case in suite] == ["validate", "plan", "apply"]
