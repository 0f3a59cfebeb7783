"""Carries out one event of a forge at once: the service's intake and work, without a queue."""

from collections.abc import Sequence

from app.action.result import Result
from app.bootstrap import InlineSteps, Parts
from app.bootstrap.action import open_site, recall
from app.domain.event import Event
from app.domain.job import ENDED
from app.forges.quiet import Quiet
from app.pipeline.meter import Meter
from app.pipeline.service.desk import Desk
from app.pipeline.service.ending import Ending, conclude
from app.pipeline.service.intake import intake
from app.pipeline.service.site import Operator, Site
from app.pipeline.service.work import work

BROKEN_OFF = "the job was cancelled"


def carry_out(parts: Parts, forge: Quiet, operator: Operator, event: Event, meter: Meter) -> Result:
    """Intake, then what it queued. Expected failures are told, not raised."""
    with open_site(parts, forge, operator, meter) as (site, pending):
        recall(site, forge, event)
        run = site.store.accept(event.thread.forge, event.key, event).run
        try:
            ending = _carry_out(run, site, pending, parts)
        except KeyboardInterrupt:
            _break_off(run, site, forge)
            raise
        return _result(run, site, event, ending, forge)


def _carry_out(run: str, site: Site, pending: Sequence[str], parts: Parts) -> Ending | None:
    steps = InlineSteps()
    intake(run, steps, site)
    if pending:
        parts.warm_up()  # while the repository is cloned
    endings = [work(queued, steps, site) for queued in pending]
    return next(iter(endings), None)


def _break_off(run: str, site: Site, forge: Quiet) -> None:
    """The job was cancelled: nobody is left waiting for the rest of it."""
    row = site.store.run(run)
    if row is None or row.status in ENDED:
        return
    desk = Desk(forge, site.store, row, InlineSteps())
    if row.head:
        desk.try_to("checks end", lambda: forge.conclude_checks(row.head, run, BROKEN_OFF))
    conclude(Ending("cancelled", BROKEN_OFF), None, desk, InlineSteps(), site)


def _result(run: str, site: Site, event: Event, ending: Ending | None, forge: Quiet) -> Result:
    row = site.store.run(run)
    assert row is not None  # noqa: S101 - it was accepted a moment ago
    ending = ending or Ending(row.status, row.why)
    return Result(
        run,
        row.status,
        row.why,
        ending.hint,
        commands=tuple(command.written for command in row.commands),
        outcomes=ending.outcomes,
        judged=ending.judged,
        event=event,
        made=ending.made,
        notes=(*ending.notes, *forge.notes),
    )
