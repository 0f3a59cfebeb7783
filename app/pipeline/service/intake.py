"""The first seconds of a run: who asks what, may they, what is answered at once, what is queued as work."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.domain.command import Command
from app.domain.errors import AgentsError
from app.domain.job import ENDED, RunRow, RunStatus
from app.domain.publication import Role
from app.pipeline.grammar import parse
from app.pipeline.permissions import Refusal
from app.pipeline.service import talk
from app.pipeline.service.desk import Desk
from app.pipeline.service.ending import BUG
from app.pipeline.service.facts import Facts, gather, refusal_of
from app.pipeline.service.recording import record_merge
from app.pipeline.service.site import Site
from app.pipeline.steps import StepRunner
from app.reports import replies

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sorted:
    """A comment's commands: to be answered now, to be queued, and those refused."""

    talk: tuple[Command, ...] = ()
    work: tuple[Command, ...] = ()
    refused: tuple[Refusal, ...] = ()


def intake(run: str, steps: StepRunner, site: Site) -> None:
    """Answer a stored delivery or queue its work. Durable: every effect is a step that may be repeated."""
    row = steps.step("read", lambda: site.store.run(run))
    if row is None or row.status in ENDED:
        return
    thread = row.event.thread
    forge = site.open(thread.forge, thread.repository)
    desk = Desk(forge, site.store, row, steps)
    try:
        facts = desk.insist("facts", lambda: gather(forge, row.event, site.operator))
        HANDLERS[row.event.kind](row, facts, desk, steps, site)
    except AgentsError as error:
        desk.apologise(replies.render_failure(error, run, url=site.operator.page(run)))
        _finish(row, "failed", str(error), steps, site)
    except Exception as error:
        if type(error).__module__.startswith("dbos"):
            raise
        LOG.exception("run %s: a bug", run)
        desk.apologise(replies.render_bug(run, url=site.operator.page(run)))
        _finish(row, "failed", f"{BUG}: {type(error).__name__}: {error}", steps, site)


def _comment(row: RunRow, facts: Facts, desk: Desk, steps: StepRunner, site: Site) -> None:
    parsed = parse(row.event.text)
    if parsed.ignored:
        _finish(row, "done", "the comment is not for the bot", steps, site)
        return
    steps.step("note", lambda: site.store.take(row.id, parsed.commands))
    chosen = _sort(parsed.commands, row, facts)
    if not _is_heard(row, facts, chosen, steps, site):
        _finish(row, "refused", "one answer a thread for people without a role here", steps, site)
        return
    accepted = chosen.talk or chosen.work
    if parsed.mistakes or chosen.refused:
        desk.react("confused")
        on_pull = desk.thread.pull_request
        desk.reply(
            replies.render_mistakes(parsed.mistakes, chosen.refused, pull_request=on_pull, language=facts.language)
        )
    if accepted:
        desk.react("eyes")
    answers = [talk.HANDLERS[command.name](command, desk, facts, steps, site) for command in chosen.talk]
    if said := [answer for answer in answers if answer]:
        talk.say(desk, facts, said)
    if chosen.work:
        _queue(row, chosen.work, steps, site)
    else:
        why = "; ".join(one.why for one in chosen.refused) or "; ".join(mistake.wrong for mistake in parsed.mistakes)
        _finish(row, "done" if accepted else "refused", "" if accepted else why, steps, site)


def _sort(commands: Sequence[Command], row: RunRow, facts: Facts) -> Sorted:
    talking: list[Command] = []
    working: list[Command] = []
    refused: list[Refusal] = []
    for command in commands:
        no = refusal_of(command, row.event, facts)
        if no:
            refused.append(no)
        elif talk.is_talk(command):
            talking.append(command)
        else:
            working.append(command)
    return Sorted(tuple(talking), tuple(working), tuple(refused))


def _is_heard(row: RunRow, facts: Facts, chosen: Sorted, steps: StepRunner, site: Site) -> bool:
    """People without a role are answered once in a thread, so that the bot is no megaphone."""
    if facts.welcome and facts.role >= Role.TRIAGE:
        return True
    if chosen.work:  # the policy may let anybody in
        return True
    if site.operator.passing:
        return False
    key = f"outsider {row.event.thread.name} {row.event.actor}"
    return steps.step("outsider", lambda: site.store.once(key, row.id))


def _issue_labelled(row: RunRow, facts: Facts, desk: Desk, steps: StepRunner, site: Site) -> None:
    if facts.policy.auto.issue == "off":
        _finish(row, "done", "`auto` in .agents.yml starts nothing for issues", steps, site)
        return
    command = Command("run")
    no = refusal_of(command, row.event, facts)
    if no:
        desk.react("confused")
        desk.reply(replies.render_mistakes((), (no,), pull_request=False, language=facts.language))
        _finish(row, "refused", no.why, steps, site)
        return
    desk.react("eyes")
    _queue(row, (command,), steps, site)


def _pull_request(row: RunRow, facts: Facts, desk: Desk, steps: StepRunner, site: Site) -> None:
    if facts.pull is None or facts.pull.head == row.event.head:  # deliveries may overtake each other
        steps.step("supersede", lambda: _stop_older(row, site))
    commands = site.operator.override.commands or tuple(Command(name) for name in facts.policy.auto.pull_request)
    seen = steps.step("seen", lambda: _seen_by(row, site))
    if not facts.open:
        _finish(row, "cancelled", "the pull request is closed", steps, site)
    elif facts.pull and facts.pull.draft and not (facts.policy.auto.drafts or site.operator.drafts):
        _finish(row, "done", "a draft: nothing starts by itself", steps, site)
    elif seen:
        _finish(row, "done", f"run {seen} looks at this very commit", steps, site)
    elif not commands:
        _finish(row, "done", "`auto` in .agents.yml starts nothing for pull requests", steps, site)
    else:
        desk.react("eyes")
        repository = f"{desk.thread.forge}/{desk.thread.repository}"
        first = not site.operator.passing
        if first and steps.step("first", lambda: site.store.once(f"welcome {repository}", row.id)):
            desk.welcome(replies.render_welcome(language=facts.language))
        _queue(row, commands, steps, site)


def _closed(row: RunRow, facts: Facts, desk: Desk, steps: StepRunner, site: Site) -> None:
    """Nobody waits for an answer any more."""
    if facts.open:
        _finish(row, "done", "the pull request is open again", steps, site)
        return
    if facts.pull and facts.pull.merged:
        steps.step("audit", lambda: record_merge(row, facts, site))
    steps.step("stop", lambda: talk.stop_earlier(desk, site))
    _finish(row, "done", "the pull request was closed", steps, site)


def _stop_older(row: RunRow, site: Site) -> None:
    """A newer commit makes what runs on older ones pointless; what a person asked for on purpose goes on."""
    older = [
        one.id
        for one in site.store.active(row.event.thread.name)
        if one.sequence < row.sequence and one.event.kind == "pull_request" and one.event.head != row.event.head
    ]
    site.store.ask_stop(older, "superseded")


def _seen_by(row: RunRow, site: Site) -> str:
    """The run before, if this very commit started it and nobody stopped it: opened and pushed to at once is one."""
    if row.event.action not in {"opened", "synchronised"}:
        return ""
    earlier = [
        one
        for one in site.store.runs(thread=row.event.thread.name)
        if one.event.kind == "pull_request" and one.commands and one.sequence < row.sequence
    ]
    last = max(earlier, key=lambda one: one.sequence, default=None)
    return last.id if last and last.event.head == row.event.head and not last.stop else ""


def _queue(row: RunRow, commands: tuple[Command, ...], steps: StepRunner, site: Site) -> None:
    steps.step("take", lambda: site.store.take(row.id, commands))
    steps.step("queue", partial(site.enqueue, row.id, row.event.thread.name))


def _finish(row: RunRow, status: RunStatus, why: str, steps: StepRunner, site: Site) -> None:
    steps.step("finish", lambda: site.store.finish(row.id, status, why))


HANDLERS = {
    "comment": _comment,
    "issue_labelled": _issue_labelled,
    "pull_request": _pull_request,
    "pull_request_closed": _closed,
}
