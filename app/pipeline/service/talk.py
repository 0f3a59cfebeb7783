"""What is answered at once: help, status, cancel, explain."""

from collections.abc import Callable, Mapping, Sequence

from app.domain.command import Command
from app.knowledge.commands import IN_COMMENTS
from app.pipeline.explain import explain
from app.pipeline.service.desk import Desk
from app.pipeline.service.facts import Facts
from app.pipeline.service.last import last_outcome
from app.pipeline.service.site import Site
from app.pipeline.steps import StepRunner
from app.reports.answers import Answer, cancel_answer, put_answers, status_answer
from app.reports.living import Living, render_living
from app.reports.replies import render_help

Talk = Callable[[Command, Desk, Facts, StepRunner, Site], None]
SHOWN_RUNS = 10


def _help(command: Command, desk: Desk, facts: Facts, steps: StepRunner, site: Site) -> None:  # noqa: ARG001 - as all
    desk.reply(render_help(pull_request=desk.thread.pull_request, language=facts.language))


def _status(command: Command, desk: Desk, facts: Facts, steps: StepRunner, site: Site) -> None:  # noqa: ARG001 - as all
    rows = steps.step("runs", lambda: site.store.runs(SHOWN_RUNS, desk.thread.name))
    others = [row for row in rows if row.id != desk.row.id and not all(is_talk(one) for one in row.commands)]
    _answer(desk, facts, [status_answer(others, facts.language)])


def _cancel(command: Command, desk: Desk, facts: Facts, steps: StepRunner, site: Site) -> None:  # noqa: ARG001 - as all
    stopped = steps.step("stop", lambda: stop_others(desk, site))
    _answer(desk, facts, [cancel_answer(stopped, facts.language)])


def _explain(command: Command, desk: Desk, facts: Facts, steps: StepRunner, site: Site) -> None:
    language = facts.policy.language
    outcome = steps.step("last", lambda: last_outcome(site, desk.thread.name))
    _answer(desk, facts, [explain(command.text, outcome, site.rule_of, site.known_rules(), language)])


def is_talk(command: Command) -> bool:
    """Whether the command is answered at once."""
    place = IN_COMMENTS[command.name].comment if command.name in IN_COMMENTS else None
    return place is not None and place.kind == "talk"


def stop_others(desk: Desk, site: Site) -> int:
    """Ask every other run of the thread that has not ended to stop; returns how many there were."""
    others = [row.id for row in site.store.active(desk.thread.name) if row.id != desk.row.id]
    site.store.ask_stop(others, "cancelled")
    return len(others)


def _answer(desk: Desk, facts: Facts, answers: Sequence[Answer]) -> None:
    """Into the living comment; one is made where there is none yet."""

    def section(body: str) -> Sequence[str]:
        if body:
            return (put_answers(body, answers, desk.forge.comment_limit),)
        made = Living(
            desk.row.id,
            "done",
            desk.row.sequence,
            language=facts.language,
            commands=tuple(answer.command for answer in answers),
            actor=desk.row.event.actor,
            answers=tuple(answers),
            on_pull_request=desk.thread.pull_request,
            fork=facts.fork,
        )
        return render_living(made, desk.forge.comment_limit)

    desk.answer(section)


HANDLERS: Mapping[str, Talk] = {"help": _help, "status": _status, "cancel": _cancel, "explain": _explain}
