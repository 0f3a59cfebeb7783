"""The text of the pull request: what was asked for, what was built, what the reviewer should look at."""

from app.domain.redaction import redact
from app.domain.run import Outcome
from app.reports.defuse import clipped, code, line, unclosing
from app.reports.offers import shown_offers
from app.reports.phrases import phrases
from app.reports.templating import render, tidy
from app.reports.thought_view import thought_line

TITLE = 250
"""Characters: both forges end titles at 255 or 256."""
BODY = 60_000
"""Characters: GitHub ends bodies at 65,536."""


def render_pull_request(outcome: Outcome) -> str:
    """Markdown; its first line is the title."""
    words = phrases(outcome.language)
    return render(
        "pull_request.md.j2",
        o=outcome,
        t=words,
        thought=thought_line(outcome.reasoned, words),
        titles=outcome.architecture.titles if outcome.architecture else {},
        components=outcome.architecture.components if outcome.architecture else (),
        decisions=outcome.architecture.decisions if outcome.architecture else (),
    )


def render_forge_pull_request(outcome: Outcome, issue: int, actor: str) -> tuple[str, str]:
    """Title and body of the pull request that answers an issue: it is closed by it, the only keyword ever shown.

    Titles are plain text on a forge; a keyword in one would close an issue, too.
    """
    words = phrases(outcome.language)
    title = clipped(unclosing(line(outcome.title)).replace("@", "@\u200b"), TITLE) or f"agents: {outcome.run}"
    text = render_pull_request(outcome).split("\n", 1)[1].strip()
    offers = shown_offers((f"/agents revise {words['change_here']}", "/agents review", "/agents explain"), words)
    told = render(
        "proposed.md.j2",
        t=words,
        asked=words["pr_asked"].format(actor=code(actor), number=f"#{issue}"),
        text=text,
        offers=offers,
    )
    if len(told) > BODY:
        told = told[: told.rfind("\n\n", 0, BODY)]
    return redact(title), f"{unclosing(redact(tidy(told))).strip()}\n\nCloses #{issue}\n"
