"""The long part of a run: its commands in order, and an end that is told whatever happened."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from app.domain.command import Command
from app.domain.errors import AgentsError, Failure
from app.domain.job import ENDED, RunRow
from app.domain.run import Outcome, StageResult
from app.pipeline.service.desk import Desk
from app.pipeline.service.ending import BUG, Ending, conclude, shown
from app.pipeline.service.facts import Facts, gather, refusal_of
from app.pipeline.service.fixing import fix
from app.pipeline.service.issues import revise
from app.pipeline.service.issues import run as run_issue
from app.pipeline.service.pulls import inspect, is_whole
from app.pipeline.service.session import Narrator, Session
from app.pipeline.service.site import Site
from app.pipeline.steps import StepRunner, Stopped
from app.reports.checks import running_checks

LOG = logging.getLogger(__name__)

CommandWork = Callable[[Session, Command], Outcome]
HANDLERS: Mapping[str, CommandWork] = {
    "run": run_issue,
    "revise": revise,
    "review": inspect,
    "plan": inspect,
    "test": inspect,
    "security": inspect,
    "compliance": inspect,
    "cost": inspect,
    "fix": fix,
}


def work(run: str, steps: StepRunner, site: Site) -> Ending | None:
    """Carry out a queued run and say how it ended; None where it had ended before.

    Durable: between steps everything gives the same again.
    """
    row = site.store.run(run)
    if row is None or row.status in ENDED:
        return None
    thread = row.event.thread
    forge = site.open(thread.forge, thread.repository)
    desk = Desk(forge, site.store, row, steps)
    with site.scratch() as folder, site.reasoning(run) as reasoning:
        session: Session | None = None
        try:
            steps.step("begin", lambda: site.store.start(run))
            facts = desk.insist("look at the thread", lambda: gather(forge, row.event, site.operator))
            session = _session(row, facts, desk, steps, site, folder)
            session.reasoning = reasoning
            _begin(session)
            ending = _carry_out(session)
        except Stopped as stopped:
            ending = Ending(stopped.stop or "cancelled")
        except AgentsError as error:
            ending = Ending.failed(error)
        except Exception as error:
            if type(error).__module__.startswith("dbos"):
                raise
            LOG.exception("run %s: a bug", run)
            ending = _bug(error, run)
        try:
            return conclude(ending, session, desk, steps, site)
        except Exception as error:
            if type(error).__module__.startswith("dbos"):
                raise
            LOG.exception("run %s, telling how it ended: a bug", run)
            return conclude(_bug(error, run), session, desk, steps, site)


def _bug(error: Exception, run: str) -> Ending:
    why = f"{BUG}: {type(error).__name__}: {error}"
    return Ending("failed", why, f"please report it with the run's id, {run}")


def _session(row: RunRow, facts: Facts, desk: Desk, steps: StepRunner, site: Site, folder: Path) -> Session:
    narrator = Narrator(
        lambda stage: _keep_stage(row, stage, site),
        lambda ended, running: desk.show(shown(desk, site, facts, stages=ended, running=running)),
    )
    return Session(row, facts, desk.forge, site, steps, desk, narrator, folder)


def _begin(session: Session) -> None:
    """Show that something is going on, if there still is a reason for it."""
    row, desk, site = session.row, session.desk, session.site
    _require_current(session)
    head = session.head
    if head:
        session.steps.step("note", lambda: site.store.note(row.id, head=head))
    desk.try_to("progress", lambda: desk.show(shown(desk, site, session.facts)))
    if head and any(is_whole(command) for command in row.commands):
        session.announced = head
        desk.try_to("running", lambda: _announce(session, head))


def _keep_stage(row: RunRow, stage: StageResult, site: Site) -> None:
    site.store.add_stage(row.id, asdict(stage))
    site.meter.stage(stage.stage, stage.status, stage.seconds)
    if stage.status == "not_run":
        site.meter.tool_failure(stage.stage)


def _announce(session: Session, head: str) -> None:
    """The check is there from the start: branch protection shows that something is coming."""
    page = session.site.operator.page(session.row.id)
    for check in running_checks(session.row.id, head, page, language=session.facts.language):
        session.forge.ensure_check(check)


def _require_current(session: Session) -> None:
    """What has changed since the run was accepted decides before anything is done."""
    event, facts = session.row.event, session.facts
    if event.kind == "pull_request" and facts.pull and facts.pull.head != event.head:
        raise Stopped("superseded")
    if not facts.open:
        raise Stopped("cancelled")
    if event.kind == "pull_request":
        return
    for command in session.row.commands:
        no = refusal_of(command, event, facts)
        if no:
            raise Failure("beginning", no.why, no.hint)


def _carry_out(session: Session) -> Ending:
    outcomes: list[Outcome] = []
    try:
        session.facts.rules()
        outcomes.extend(HANDLERS[command.name](session, command) for command in session.row.commands)
    except AgentsError as error:
        return Ending.failed(error, tuple(outcomes))
    reasons = tuple(dict.fromkeys(reason for outcome in outcomes for reason in outcome.gate.reasons))
    bad = any(not outcome.gate.passed for outcome in outcomes)
    return Ending("failed" if bad else "done", "; ".join(reasons), outcomes=tuple(outcomes), judged=True)
