"""How a run ends, whatever happened: nobody is left without an answer, no check is left running."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.errors import AgentsError
from app.domain.event import Thread
from app.domain.job import RunRow, RunStatus
from app.domain.publication import PullRequest
from app.domain.run import Outcome, StageResult, last_head
from app.pipeline.service.desk import Desk
from app.pipeline.service.facts import Facts
from app.pipeline.service.last import keep
from app.pipeline.service.publishing import publish
from app.pipeline.service.recording import record_run
from app.pipeline.service.session import Session
from app.pipeline.service.site import Site
from app.pipeline.steps import StepRunner, Stopped
from app.reports.checks import ended_checks
from app.reports.files import write_reports
from app.reports.living import Living, render_living
from app.reports.section import is_whole

LOG = logging.getLogger(__name__)
BUG = "a bug in agents"
"""How the reason of a run begins that ended by a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The last word: status, why, what to do next, and what was found out until then.

    ``judged`` says that it was carried through, so that ``failed`` is its gate's word; ``made`` is the pull request
    that the run opened or brought up to date; ``notes`` what could not be told.
    """

    status: RunStatus
    why: str = ""
    hint: str = ""
    outcomes: tuple[Outcome, ...] = ()
    judged: bool = False
    made: PullRequest | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def failed(cls, error: AgentsError, outcomes: tuple[Outcome, ...] = ()) -> "Ending":
        """An expected failure."""
        return cls("failed", str(error), error.hint, outcomes)


def conclude(ending: Ending, session: Session | None, desk: Desk, steps: StepRunner, site: Site) -> Ending:
    """Publish what there is, end the checks, bring the living comment up to date, close the run; how it ended."""
    row = desk.row
    if session:
        session.narrator.end()
    try:
        ending = _told(ending, session, desk, steps, site)
    except AgentsError as error:  # the forge was away for minutes: the run's page says how it ended
        LOG.warning("run %s, telling how it ended: %s", row.id, error)
        wrong = f"how it ended ({ending.why or ending.status}) could not be shown: {error}"
        ending = replace(ending, status="failed", why=wrong)
    head = last_head(ending.outcomes) or (session.head if session else "")
    branch = next((outcome.branch for outcome in reversed(ending.outcomes) if outcome.branch), "")
    facts = session.facts if session else None
    try:
        steps.step("finish", lambda: _finish(row, ending, head, branch or "", facts, site))
    except Stopped:  # too late: it was told how the run ended
        steps.step("finish", lambda: _finish(row, ending, head, branch or "", facts, site))
    return replace(ending, made=session.made, notes=tuple(session.notes)) if session else ending


def _told(ending: Ending, session: Session | None, desk: Desk, steps: StepRunner, site: Site) -> Ending:
    try:
        ending = _explained(ending, desk, steps)
        _tell(ending, session, desk, steps, site)
    except Stopped as stopped:  # a newer commit came while this one's report was on its way
        ending = _explained(Ending(stopped.stop or "cancelled"), desk, steps)
        _tell(ending, session, desk, steps, site)
    return ending


def _explained(ending: Ending, desk: Desk, steps: StepRunner) -> Ending:
    """Nobody has to ask for the end of what runs on a pull request that was closed."""
    if ending.status != "cancelled" or ending.why or not desk.thread.pull_request:
        return ending
    try:
        pull = steps.step("look again", lambda: desk.forge.pull_request(desk.thread.number))
    except AgentsError:
        return ending
    if pull.open:
        return ending
    return replace(ending, why=f"the pull request was {'merged' if pull.merged else 'closed'}")


def _finish(row: RunRow, ending: Ending, head: str, branch: str, facts: Facts | None, site: Site) -> None:
    record_run(row, ending.status, ending.outcomes, facts, site)
    if site.store.finish(row.id, ending.status, ending.why, head, branch):
        ended = site.store.run(row.id)
        site.meter.run(ending.status, seconds_of(ended) if ended else 0.0)


def _tell(ending: Ending, session: Session | None, desk: Desk, steps: StepRunner, site: Site) -> None:
    made = session.made if session else None
    pull = made or (session.facts.pull if session else None)
    if session and pull and ending.outcomes:
        publish(session, ending.outcomes, pull)
    if session and session.announced:
        desk.try_to("checks end", lambda: _end_checks(ending, session, desk, site))
    if ending.outcomes:
        wrong = desk.try_to("reports", lambda: _keep(ending.outcomes, desk.row, site))
        if wrong and session:
            session.notes.append(wrong)
    facts = session.facts if session else None
    if session and made and not desk.thread.pull_request:
        try:
            _tell_there(ending, made, desk, steps, site, tuple(session.notes))
        except AgentsError as error:
            session.notes.append(str(error))
    notes = tuple(session.notes) if session else ()
    said = shown(desk, site, facts, ending=ending, made=made, notes=notes)
    desk.living(said, unless_on=_newer_head(desk.row, facts))


def _newer_head(row: RunRow, facts: Facts | None) -> str:
    """What the pull request is at, where that is not what started the run: deliveries may overtake each other."""
    if row.event.kind != "pull_request" or facts is None or facts.pull is None:
        return ""
    return facts.pull.head if facts.pull.head != row.event.head else ""


def _tell_there(
    ending: Ending, made: PullRequest, desk: Desk, steps: StepRunner, site: Site, notes: tuple[str, ...]
) -> None:
    """The report also stands where it is reviewed: in the pull request that the run opened."""
    thread = Thread(desk.thread.forge, desk.thread.repository, made.number, pull_request=True)
    sequence = steps.step("number", lambda: site.store.next_sequence(thread.name))
    there = desk.moved(thread, sequence)
    there.living(shown(there, site, None, ending=ending, notes=notes, generated=True), "report")


def _end_checks(ending: Ending, session: Session, desk: Desk, site: Site) -> None:
    """Checks that were left running end: as cancelled, or with what went wrong."""
    run, head = desk.row.id, session.announced
    made = last_head(ending.outcomes) or head
    if ending.status in {"superseded", "cancelled"}:
        desk.forge.conclude_checks(head, run, f"{ending.status} by what came later")
    elif made != head:
        desk.forge.conclude_checks(head, run, f"looked at after the repair, on {made[:12]}")
    elif not any(is_whole(outcome) for outcome in ending.outcomes):
        page = site.operator.page(run)
        for check in ended_checks(run, head, "failure", ending.why, f"{ending.why}\n\n{ending.hint}", page):
            desk.forge.ensure_check(check)


def _keep(outcomes: tuple[Outcome, ...], row: RunRow, site: Site) -> None:
    for outcome in outcomes:
        folder = site.artifacts.folder(row.id)
        write_reports(outcome, folder if len(outcomes) == 1 else folder / outcome.command)
        keep(folder, outcome)


def seconds_of(row: RunRow) -> float:
    """From the run's start to its end."""
    if not row.started or not row.finished:
        return 0.0
    return (datetime.fromisoformat(row.finished) - datetime.fromisoformat(row.started)).total_seconds()


def shown(
    desk: Desk,
    site: Site,
    facts: Facts | None,
    *,
    ending: Ending | None = None,
    made: PullRequest | None = None,
    stages: tuple[StageResult, ...] = (),
    running: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    generated: bool = False,
) -> tuple[str, ...]:
    """The living comment's parts: as the run ended, or while it goes on."""
    row = desk.row
    outcomes = ending.outcomes if ending else ()
    head = last_head(outcomes)
    language = outcomes[0].language if outcomes else (facts.policy.language if facts else "")
    living = Living(
        run=row.id,
        status=ending.status if ending else "running",
        sequence=row.sequence,
        head=head or (facts.pull.head if facts and facts.pull else ""),
        language=language or "en",
        title=row.event.title,
        why=ending.why if ending else "",
        hint=ending.hint if ending else "",
        commands=tuple(command.written for command in row.commands) if row.event.kind == "comment" else (),
        actor=row.event.actor if row.event.kind != "pull_request" else "",
        stages=stages,
        running=running,
        outcomes=outcomes,
        pull_request=made.number if made else 0,
        pull_request_url=made.url if made else "",
        url=site.operator.page(row.id),
        on_pull_request=desk.thread.pull_request,
        generated=generated or bool(desk.memory().branch),
        fork=bool(facts and facts.fork),
        notes=notes,
    )
    return render_living(living, desk.forge.comment_limit)
