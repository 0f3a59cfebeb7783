"""What a person reads of a run that no comment told: a table of the outputs, then the report."""

from collections.abc import Mapping

from app.action.result import Result, outputs
from app.domain.job import ENDED
from app.reports.defuse import capital, code, prose, sentence
from app.reports.living import Living, render_living

LIMIT = 250_000
"""Characters: well below a mebibyte in UTF-8, whatever they are."""
NAMES: Mapping[str, str] = {
    "verdict": "Verdict",
    "findings": "Findings",
    "cost-monthly": "Cost a month, USD",
    "cost-change": "Difference a month, USD",
    "plan-summary": "Plan",
    "pull-request": "Pull request",
}


def render_summary(result: Result) -> str:
    """Markdown, defused as a comment is."""
    if result.status not in ENDED:
        return f"### iac-agents: nothing to do\n\n{sentence(capital(prose(result.why)))}\n"
    _, _, report = render_living(_living(result), LIMIT)[0].partition("\n")  # without the hidden marker
    heading, _, rest = report.strip().partition("\n\n")
    return "\n\n".join(part for part in (heading, _table(result), rest) if part) + "\n"


def _table(result: Result) -> str:
    known = outputs(result)
    rows = [f"| {NAMES[name]} | {code(known[name])} |" for name in NAMES if known[name] not in {"", "none"}]
    return "\n".join(("| | |", "|---|---|", *rows)) if rows else ""


def _living(result: Result) -> Living:
    event, outcomes = result.event, result.outcomes
    by_itself = event is not None and event.kind == "pull_request"
    return Living(
        run=result.run,
        status=result.status,  # type: ignore[arg-type]  # one of ENDED
        head=next((outcome.head for outcome in reversed(outcomes) if outcome.head), ""),
        language=outcomes[0].language if outcomes else "en",
        title=event.title if event else "",
        why=result.why,
        hint=result.hint,
        commands=() if by_itself else result.commands,
        actor=event.actor if event and not by_itself else "",
        outcomes=outcomes,
        pull_request=result.made.number if result.made else 0,
        pull_request_url=result.made.url if result.made else "",
        offers=None if event else (),
        on_pull_request=bool(event and event.thread.pull_request),
        fork=bool(event and event.fork),
        notes=result.notes,
    )
