"""The text of the pull request: what was asked for, what was built, what the reviewer should look at."""

from app.domain.run import Outcome
from app.reports.phrases import phrases
from app.reports.templating import render


def render_pull_request(outcome: Outcome) -> str:
    """Markdown; its first line is the title."""
    return render(
        "pull_request.md.j2",
        o=outcome,
        t=phrases(outcome.language),
        titles=outcome.architecture.titles if outcome.architecture else {},
        components=outcome.architecture.components if outcome.architecture else (),
        decisions=outcome.architecture.decisions if outcome.architecture else (),
        stack=outcome.stacks[0] if outcome.stacks else "",
    )
