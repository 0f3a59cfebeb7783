"""Stack tests as JUnit XML, for the test tab of any CI."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from app.domain.plan import StackResult, Step
from app.reports.defuse import plain


def render_junit(results: Sequence[StackResult]) -> str:
    """One suite for each stack, one case for each step; *not run* is skipped with its reason."""
    root = ET.Element("testsuites", name="iac-agents")
    for result in results:
        failures = sum(step.status == "failed" for step in result.steps)
        skipped = sum(step.status == "not_run" for step in result.steps)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=result.path,
            tests=str(len(result.steps)),
            failures=str(failures),
            errors="0",
            skipped=str(skipped),
            time=f"{sum(step.seconds for step in result.steps):.3f}",
        )
        for step in result.steps:
            _case(suite, result.path, step)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, path: str, step: Step) -> None:
    case = ET.SubElement(suite, "testcase", classname=path, name=step.step, time=f"{step.seconds:.3f}")
    detail = plain(step.detail)
    if step.status == "failed":
        ET.SubElement(case, "failure", message=detail.split("\n")[0][:200]).text = detail
    elif step.status == "not_run":
        ET.SubElement(case, "skipped", message=detail[:200])
