"""Writes what was found out as files: one set of reports, or one for each command and one of all."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.action.result import Result
from app.action.summary import render_summary
from app.domain.run import Outcome
from app.reports.files import write_reports, write_sarif, write_text


@dataclass(frozen=True, slots=True)
class Written:
    """Where the reports are; ``sarif`` is None where no findings were looked for."""

    folder: Path
    report: Path
    sarif: Path | None


def write(result: Result, folder: Path) -> Written:
    """``report.md`` and, with outcomes, SARIF, JUnit and JSON; of several commands a folder each below.

    What a model was asked was recorded elsewhere, and lies with them then.
    """
    outcomes = tuple(_with_recording(outcome, folder) for outcome in result.outcomes)
    report, sarif = folder / "report.md", folder / "findings.sarif"
    if len(outcomes) == 1:
        write_reports(outcomes[0], folder)
    else:
        for number, outcome in enumerate(outcomes, start=1):
            write_reports(outcome, folder / f"{number}-{outcome.command}")
        write_text(report, render_summary(result))
    if len(outcomes) > 1:
        write_sarif(sarif, _together(outcomes))
    return Written(folder, report, sarif if outcomes else None)


def _with_recording(outcome: Outcome, folder: Path) -> Outcome:
    place = Path(outcome.reasoned.recording)
    target = folder / place.name
    if not outcome.reasoned.recording:
        return outcome
    if place.is_file() and place != target:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.move(place, target)
    return replace(outcome, reasoned=replace(outcome.reasoned, recording=str(target.absolute())))


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """The findings of all, each once."""
    findings = {one.fingerprint: one for outcome in outcomes for one in outcome.findings}
    stages = tuple(stage for outcome in outcomes for stage in outcome.stages)
    return replace(outcomes[-1], findings=tuple(findings.values()), stages=stages)
