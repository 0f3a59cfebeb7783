"""Writes the reports of a run into a folder of their own, never into the repository."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.errors import Failure
from app.domain.redaction import redact
from app.domain.run import Outcome
from app.reports.comment import render_comment
from app.reports.junit import render_junit
from app.reports.pull_request import render_pull_request
from app.reports.record import run_record
from app.reports.sarif import render_sarif


def write_reports(outcome: Outcome, folder: Path) -> Outcome:
    """Report, pull request's text, SARIF, JUnit and JSON; returns the outcome with their paths."""
    names = {
        "markdown": "report.md",
        "pull_request": "PULL_REQUEST.md",
        "sarif": "findings.sarif",
        "junit": "junit.xml",
        "json": "run.json",
    }
    paths = {name: str((folder / file).absolute()) for name, file in names.items()}
    outcome = replace(outcome, reports=paths)
    texts = {
        "markdown": render_comment(outcome),
        "pull_request": render_pull_request(outcome),
        "sarif": _json(render_sarif(outcome.findings)),
        "junit": render_junit(outcome.results),
        "json": _json(run_record(outcome)),
    }
    for name, text in texts.items():
        _write(Path(paths[name]), redact(text))
    return outcome


def write_sarif(path: Path, outcome: Outcome) -> None:
    """Only the SARIF file."""
    _write(path, redact(_json(render_sarif(outcome.findings))))


def write_json(path: Path, document: Any) -> None:
    """A JSON document as it is: the user asked for Terraform's own."""
    _write(path, _json(document))


def _json(document: Mapping[str, Any] | Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        hint = "name another folder with --report-dir, or free some disk space"
        raise Failure(f"writing the report {path}", error.strerror or str(error), hint) from error
