"""What is answered at once: help, status, cancel, explain."""

from collections.abc import Callable, Mapping, Sequence

from app.domain.command import Command
from app.knowledge.commands import IN_COMMENTS
from app.pipeline.explain import explain
from app.pipeline.explain_asked import answered
from app.pipeline.service.desk import Desk
from app.pipeline.service.facts import Facts
from app.pipeline.service.last import last_outcome
from app.pipeline.service.site import Site
from app.pipeline.steps import StepRunner
from app.reports.answers import Answer, cancel_answer, put_answers, render_answers, status_answer
from app.reports.living import Living, render_living
from app.reports.replies import render_help

Talk = Callable[[Command, Desk, Facts, StepRunner, Site], Answer | None]
"""What is to stand in the living comment, or None where the answer was a comment of its own."""
SHOWN_RUNS = 10


def _help(command: Command, desk: Desk, facts: Facts, steps: StepRunner, site: Site) -> None:  # noqa: ARG001 - as all
    desk.reply(render_help(pull_request=desk.thread.pull_request, fork=facts.fork, language=facts.language))


def _status(command: Command, desk: Desk, facts: Facts, steps: StepRunner, site: Site) -> Answer:  # noqa: ARG001
    rows = steps.step("runs", lambda: site.store.runs(SHOWN_RUNS, desk.thread.name))
    others = [row for row in rows if row.id != desk.row.id and not all(is_talk(one) for one in row.commands)]
    return status_answer(others, facts.language)


def _cancel(command: Command, desk: Desk, facts: Facts, steps: StepRunner, site: Site) -> Answer:  # noqa: ARG001
    stopped = steps.step("stop", lambda: stop_earlier(desk, site))
    return cancel_answer(stopped, facts.language)


def _explain(command: Command, desk: Desk, facts: Facts, steps: StepRunner, site: Site) -> Answer:
    language = facts.policy.language
    outcome = steps.step("last", lambda: last_outcome(site, desk.thread))
    answer = explain(command.text, outcome, site.rule_of, site.known_rules(), language)
    if facts.fork:  # what strangers send in is neither handed on to a model nor paid for
        return answer
    repository = f"{desk.thread.forge}/{desk.thread.repository}"
    with site.scratch() as empty, site.reasoning(desk.row.id) as reasoning:
        thinker = reasoning.begin(desk.row.id, repository, facts.policy, empty).thinker
        if thinker is None:
            return answer
        back = facts.policy.reasoner.keep_back
        return steps.step(
            "explain", lambda: answered(command.text, answer, outcome, thinker, site.rule_of, language, back)[0]
        )


def is_talk(command: Command) -> bool:
    """Whether the command is answered at once."""
    place = IN_COMMENTS[command.name].comment if command.name in IN_COMMENTS else None
    return place is not None and place.kind == "talk"


def stop_earlier(desk: Desk, site: Site) -> int:
    """Ask the thread's runs that have not ended to stop, not those asked for later; returns how many there were."""
    others = [row.id for row in site.store.active(desk.thread.name) if row.sequence < desk.row.sequence]
    site.store.ask_stop(others, "cancelled")
    return len(others)


def say(desk: Desk, facts: Facts, answers: Sequence[Answer]) -> None:
    """All answers to a comment into the living comment; one is made where there is none yet, older than any run's."""
    alone = render_answers(answers)

    def section(body: str) -> Sequence[str]:
        if body:
            made = put_answers(body, answers, desk.forge.comment_limit)
            return (made,) if alone in made else ()
        fresh = Living(
            desk.row.id,
            "done",
            sequence=0,
            language=facts.language,
            commands=tuple(answer.command for answer in answers),
            actor=desk.row.event.actor,
            answers=tuple(answers),
            on_pull_request=desk.thread.pull_request,
            fork=facts.fork,
        )
        return render_living(fresh, desk.forge.comment_limit)

    desk.answer(section, alone)


HANDLERS: Mapping[str, Talk] = {"help": _help, "status": _status, "cancel": _cancel, "explain": _explain}
