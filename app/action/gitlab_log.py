"""What a job's log on GitLab shows at its end: the verdict, then sections that fold."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.action.progress import say
from app.action.result import Result, outputs
from app.domain.finding import Finding
from app.reports.defuse import line
from app.reports.section import ranked

ERASE = "\x1b[0K"
MOST = 50
"""Findings that are listed; the report has all."""


@contextmanager
def section(name: str, header: str, *, folded: bool = False) -> Iterator[None]:
    """What is said until the end of the block stands below the header, which hides it or shows it.

    https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
    """
    _mark(f"section_start:{int(time.time())}:{name}{'[collapsed=true]' * folded}\r{ERASE}{line(header)}")
    try:
        yield
    finally:
        _mark(f"section_end:{int(time.time())}:{name}\r{ERASE}")


def tell(result: Result, report: Path) -> None:
    """Verdict and reasons, findings, cost and plan, what could not be told, where the report is."""
    say(f"{result.status}: {result.why}" if result.why else result.status)
    if result.hint:
        say(result.hint)
    if result.missing:
        say(f"not run: {', '.join(result.missing)}")
    if found := ranked(result.findings):
        with section("findings", f"{len(found)} finding{'s' * (len(found) > 1)}", folded=result.status != "failed"):
            for finding in found[:MOST]:
                say(_finding(finding))
            if len(found) > MOST:
                say(f"… and {len(found) - MOST} more in the report")
    known = outputs(result)
    if known["cost-monthly"]:
        change = f", {known['cost-change']} of that by the change" if known["cost-change"] else ""
        say(f"cost: {known['cost-monthly']} USD a month{change}")
    if known["plan-summary"]:
        say(f"plan: {known['plan-summary']}")
    if result.made:
        say(f"merge request: {result.made.url}")
    for note in result.notes:
        say(f"note: {note}")
    say(f"report: {report}")


def _finding(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}" if finding.line else finding.path
    return " · ".join(
        part for part in (str(finding.severity), finding.rule, place, finding.resource, finding.title) if part
    )


def _mark(text: str) -> None:
    sys.stdout.write(f"{ERASE}{text}\n")
    sys.stdout.flush()
