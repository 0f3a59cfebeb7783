"""Puts what a run found on the forge: checks, remarks on changed lines, code scanning, labels."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.errors import AgentsError
from app.domain.publication import InlineComment, PullRequest
from app.domain.run import Outcome, last_head
from app.pipeline.service.session import Session
from app.pipeline.service.suggesting import suggestions
from app.processes.git import require_git
from app.reports.checks import VERDICT, render_checks
from app.reports.diff import changed_lines
from app.reports.inline import render_inline
from app.reports.sarif import sarif_text
from app.reports.section import is_whole

PASSED, FAILED = "agents: passed", "agents: failed"


def publish(session: Session, outcomes: Sequence[Outcome], pull: PullRequest) -> None:
    """Checks and labels for the head; on a person's change also remarks and code scanning.

    Only what looked at that commit counts: a review before a repair says nothing of what is there now. None of these
    may keep the report from being shown: what the forge refused becomes a note in it.
    """
    head = last_head(outcomes)
    if not head:
        return
    outcomes = [outcome for outcome in outcomes if outcome.head == head and not outcome.part]
    changed: dict[str, set[int]] | None = None
    if session.change:
        try:
            changed, remarks = _remarks(session, outcomes, *session.change)
        except AgentsError as error:
            session.notes.append(f"remarks: {error}")
        else:
            _note(session, "remarks", lambda: _review(session, pull, head, remarks))
    _note(session, "checks", lambda: _checks(session, outcomes, head, changed))
    full = [outcome for outcome in outcomes if is_whole(outcome)]
    if not full:
        return
    good = all(outcome.gate.passed for outcome in full)
    add, remove = ((PASSED,), (FAILED,)) if good else ((FAILED,), (PASSED,))
    _note(session, "labels", lambda: session.forge.ensure_labels(pull.number, True, add, remove))
    if session.change and not pull.fork:
        text = sarif_text(full[-1])
        _note(session, "code scanning", lambda: session.forge.upload_sarif(head, pull.fetch, text))


def _remarks(
    session: Session, outcomes: Sequence[Outcome], root: Path, base: str
) -> tuple[dict[str, set[int]], list[InlineComment]]:
    """The change's added lines, and what is to be said on them."""
    changed = changed_lines(_diff(root, base))
    fixes = suggestions(root, [f for outcome in outcomes for f in outcome.findings], session.site.tools.mend)
    return changed, [
        one for outcome in outcomes for one in render_inline(outcome.findings, fixes, changed, outcome.language)
    ]


def _note(session: Session, what: str, work: Callable[[], object]) -> None:
    wrong = session.desk.try_to(what, work)
    if wrong:
        session.notes.append(f"{what}: {wrong}")


def _review(session: Session, pull: PullRequest, head: str, remarks: Sequence[InlineComment]) -> None:
    if remarks:
        session.forge.ensure_review(pull.number, head, remarks)


def _checks(session: Session, outcomes: Sequence[Outcome], head: str, changed: dict[str, set[int]] | None) -> None:
    page = session.site.operator.page(session.row.id)
    full = any(is_whole(outcome) for outcome in outcomes)
    for check in render_checks(outcomes, session.row.id, head, page, changed):
        if full or check.name != VERDICT:
            session.forge.ensure_check(check)


def _diff(root: Path, base: str) -> str:
    options = (
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--no-ext-diff",
        "--no-textconv",
        "--no-color",
        "--unified=0",
        "--no-renames",
    )
    return require_git("reading the change", "diff", *options, base, "HEAD", "--", ".", cwd=root)
