"""The audit report: Markdown to keep beside the code, HTML to print; evidence toward controls, never a verdict."""

from datetime import UTC
from functools import partial

from app.domain.redaction import redact
from app.reports.audit_view import Audited, AuditView, audit_view
from app.reports.phrases import LANGUAGES, phrases
from app.reports.section import controls_of, not_run
from app.reports.templating import render, render_page, tidy


def render_audit(audited: Audited) -> str:
    """As Markdown, in the language of the outcome."""
    return redact(tidy(render("audit.md.j2", **_values(audit_view(audited)))))


def render_audit_page(audited: Audited) -> str:
    """As one HTML file: no script, nothing loaded from elsewhere, everything from outside escaped."""
    return redact(render_page("audit.html.j2", **_values(audit_view(audited))))


def _values(view: AuditView) -> dict[str, object]:
    outcome = view.audited.outcome
    return {
        "v": view,
        "o": outcome,
        "t": phrases(outcome.language),
        "lang": outcome.language if outcome.language in LANGUAGES else "en",
        "title": view.audited.subject or outcome.title or ", ".join(outcome.stacks) or outcome.run,
        "written": view.audited.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "absent": [
            stage for stage in outcome.stages if stage.stage in not_run((outcome,)) and stage.status == "not_run"
        ],
        "controls": partial(controls_of, frameworks={one.framework for one in outcome.assessments}),
    }
