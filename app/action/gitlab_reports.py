"""The files that GitLab CI makes something of: code quality, vulnerabilities, plans, variables for later jobs."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.action.result import Result, outputs
from app.bootstrap import InlineSteps, Parts, new_run_id, now, scratch
from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.redaction import redact_values
from app.domain.run import Outcome
from app.pipeline.inspect import look_at
from app.pipeline.service.look import Looking, look
from app.pipeline.steps import Observer
from app.processes.git import git
from app.reports.codequality import render_code_quality
from app.reports.files import write_json, write_text
from app.reports.sast import render_sast
from app.reports.terraform_report import render_terraform_report

PREFIX = "IAC_AGENTS_"
"""Of variables for later jobs; those that begin with ``AGENTS_`` set us up."""


def see_all(parts: Parts, root: Path, command: Command, observer: Observer, base: str | None) -> Outcome:
    """All that the checkout holds, by the rules of ``base``: a change does not loosen those that it is judged by.

    GitLab compares reports with those of the target branch, and what is missing in them counts as mended.
    """
    at = Looking(new_run_id(), parts, InlineSteps(), observer, now().date())
    with scratch() as folder:
        subject = look_at(root, base, None, folder, parts.find, parts.changed)
        if base is not None:
            subject = replace(subject, stacks=parts.find(subject.root, subject.policy), base=None)
        return look(at, command, subject)


def cleared(root: Path, place: Path) -> Path:
    """The folder for reports below the checkout, gone: GitLab would take for ours what a change has put there.

    Raises ``UsageFailure`` where it is elsewhere, or part of the repository.
    """
    doing, hint = f"writing reports to {place}", "name a folder of its own in `report-dir`"
    root, folder = root.resolve(), Path(os.path.normpath(root.resolve() / place))
    if root not in folder.parents or folder.parent.resolve() != folder.parent or ".git" in folder.parts:
        raise UsageFailure(doing, "that is not below the project's folder", hint)
    held = git("ls-files", "--", str(folder), cwd=root).stdout
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)
    if held:
        raise UsageFailure(doing, "the repository itself holds files there", hint)
    return folder


def write_compared(whole: Outcome, folder: Path, ended: datetime) -> None:
    """What GitLab compares with the target branch's: Code Quality and SAST."""
    write_json(folder / "gl-code-quality-report.json", redact_values(render_code_quality(whole.findings)))
    write_json(folder / "gl-sast-report.json", redact_values(render_sast(whole, ended)))


def write_told(result: Result, folder: Path) -> None:
    """The plan's numbers, where something planned, and variables for the jobs that follow."""
    planned = [outcome.results for outcome in result.outcomes if outcome.results]
    report = render_terraform_report(planned[-1]) if planned else None
    if report:
        write_json(folder / "terraform.json", report)
    write_text(folder / "outputs.env", dotenv(outputs(result)))


def dotenv(values: Mapping[str, str]) -> str:
    """Variables as GitLab reads them: one a line, without blanks or quotes, none that is empty.

    It would expand a ``$`` in a value, so there is none.
    """
    words = {name: ",".join(value.replace("$", "").split()) for name, value in values.items()}
    return "".join(f"{PREFIX}{name.upper().replace('-', '_')}={word}\n" for name, word in words.items() if word)
