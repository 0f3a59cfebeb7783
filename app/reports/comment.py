"""The report of a run in a terminal: verdict, danger, stages, findings, folds, next commands, in that order."""

from app.domain.publication import Marker
from app.domain.run import Outcome
from app.reports.marker import render_marker
from app.reports.phrases import phrases
from app.reports.section import danger, render_section, render_verdict
from app.reports.templating import render, tidy


def render_comment(outcome: Outcome) -> str:
    """Markdown for the outcome of a run or a review, in the language of the request."""
    words = phrases(outcome.language)
    heading, verdict = render_verdict((outcome,), words)
    where = f" {words['on']} `{outcome.head[:12]}`" if outcome.head else ""
    text = render(
        "comment.md.j2",
        o=outcome,
        t=words,
        marker=render_marker(Marker("living", outcome.run, outcome.head or "", 1)),
        heading=heading,
        verdict=f"{verdict}{where} {words['took'].format(seconds=outcome.seconds)}.",
        danger=danger((outcome,), words),
        section=render_section(outcome, words),
    )
    return tidy(text)
