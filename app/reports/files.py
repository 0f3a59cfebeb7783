"""Writes the reports of a run into a folder of their own, never into the repository."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.audit import AuditEntry
from app.domain.errors import Failure, UsageFailure
from app.domain.policy import Waiver
from app.domain.redaction import redact, redact_values
from app.domain.run import Outcome
from app.reports.audit import render_audit, render_audit_page
from app.reports.audit_view import Audited
from app.reports.comment import render_comment
from app.reports.junit import render_junit
from app.reports.pull_request import render_pull_request
from app.reports.record import run_record
from app.reports.sarif import render_sarif

AUDIT_FORMS: Mapping[str, Callable[[Audited], str]] = {
    ".md": render_audit,
    ".html": render_audit_page,
    ".htm": render_audit_page,
}


def write_reports(outcome: Outcome, folder: Path) -> Outcome:
    """Report, pull request's text, SARIF, JUnit and JSON; returns the outcome with their paths, and the recording's."""
    names = {
        "markdown": "report.md",
        "pull_request": "PULL_REQUEST.md",
        "sarif": "findings.sarif",
        "junit": "junit.xml",
        "json": "run.json",
    }
    paths = {name: str((folder / file).absolute()) for name, file in names.items()}
    recording = outcome.reasoned.recording
    recorded = {"reasoner": recording} if recording and Path(recording).is_file() else {}  # nothing asked, no file
    outcome = replace(outcome, reports=paths | recorded)
    texts = {
        "markdown": render_comment(outcome),
        "pull_request": render_pull_request(outcome),
        "sarif": _json(redact_values(render_sarif(outcome.findings, outcome.stages))),
        "junit": render_junit(outcome.results),
        "json": _json(redact_values(run_record(outcome))),
    }
    for name, text in texts.items():
        _write(Path(paths[name]), redact(text))
    return outcome


def write_sarif(path: Path, outcome: Outcome) -> None:
    """Only the SARIF file."""
    _write(path, redact(_json(redact_values(render_sarif(outcome.findings, outcome.stages)))))


def write_text(path: Path, text: str) -> None:
    """A text that was made harmless already."""
    _write(path, redact(text))


def write_audit_report(
    path: Path,
    outcome: Outcome,
    at: datetime,
    *,
    subject: str = "",
    asked_by: str = "",
    waivers: Sequence[Waiver] = (),
    entry: AuditEntry | None = None,
) -> None:
    """The audit report, in the form that the file's name asks for; see ``Audited`` for what goes into it."""
    render = require_audit_form(path)
    _write(path, render(Audited(outcome, at, subject, asked_by, tuple(waivers), entry)))


def require_audit_form(path: Path) -> Callable[[Audited], str]:
    """What writes the form that a file's name asks for; raises ``UsageFailure`` where that is none of ours."""
    render = AUDIT_FORMS.get(path.suffix.lower())
    if render is None:
        hint = f"name a file that ends in one of {' '.join(AUDIT_FORMS)}"
        raise UsageFailure(f"writing the audit report {path}", "its name says no form that is known", hint)
    return render


def write_json(path: Path, document: Any) -> None:
    """A JSON document as it is: the user asked for Terraform's own."""
    _write(path, _json(document))


def _json(document: Mapping[str, Any] | Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "replace"))  # a file's name that is quoted may be no text
    except OSError as error:
        hint = "name another place for it, or free some disk space"
        raise Failure(f"writing the report {path}", error.strerror or str(error), hint) from error
