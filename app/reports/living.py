"""The living comment of the service: one a thread, edited in place, from *waiting* to the report."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.job import RunStatus
from app.domain.publication import Marker
from app.domain.redaction import redact
from app.domain.run import Outcome, StageResult
from app.reports.answers import Answer, render_answers
from app.reports.defuse import capital, code, link, prose, sentence
from app.reports.marker import render_marker
from app.reports.offers import fitting, shown_offers
from app.reports.phrases import phrases
from app.reports.section import danger, nothing_changed, render_section, render_verdict
from app.reports.splitting import split
from app.reports.templating import render, tidy

MARGIN = 256
"""Characters below the forge's limit that are left free: forges count some characters twice."""
PARTS = 6
"""Comments a report may fill; the rest is left to the run's page and the SARIF file."""
UNENDED = frozenset({"queued", "running"})
SIGNS: Mapping[RunStatus, str] = {
    "queued": "⏳",
    "running": "⏳",
    "done": "✅",
    "failed": "⚠️",
    "refused": "⛔",
    "superseded": "⏭️",
    "cancelled": "⏹️",
}
HEADINGS: Mapping[RunStatus, str] = {
    "queued": "waiting",
    "running": "working",
    "done": "answered",
    "failed": "ended_failed",
    "refused": "ended_refused",
    "superseded": "ended_superseded",
    "cancelled": "ended_cancelled",
}


@dataclass(frozen=True, slots=True)
class Living:
    """Everything the comment tells, in plain text: it is made harmless here.

    ``sequence`` is the run's in its thread; ``commands`` as they were written (``/agents review``); ``actor`` who
    asked, empty for what started by itself; ``stages`` those that ended, ``running`` and ``waiting`` the names of the
    others, left out where ``outcomes`` tell the same; ``why`` and ``hint`` say why a run ended as it did and what to
    do next; ``pull_request`` is the one the run made, with its address; ``url`` the run's page; ``offers`` the next
    commands as they are written (None: those that fit the state); ``generated`` whether the pull request is one of
    ours, ``fork`` whether it comes from one.
    """

    run: str
    status: RunStatus
    sequence: int = 1
    head: str = ""
    language: str = "en"
    title: str = ""
    why: str = ""
    hint: str = ""
    commands: tuple[str, ...] = ()
    actor: str = ""
    seconds: float | None = None
    stages: tuple[StageResult, ...] = ()
    running: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    answers: tuple[Answer, ...] = ()
    pull_request: int = 0
    pull_request_url: str = ""
    url: str = ""
    offers: tuple[str, ...] | None = None
    on_pull_request: bool = True
    generated: bool = False
    fork: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table of stages."""

    stage: str
    status: str
    seconds: float = 0.0
    why: str = ""


def render_living(state: Living, limit: int) -> tuple[str, ...]:
    """The comment in parts of at most ``limit`` characters, each beginning with its marker."""
    words = phrases(state.language)

    def head(part: int, of: int) -> str:
        marker = render_marker(Marker("living", state.run, state.head, state.sequence, part))
        return f"{marker}\n" + (f"_{words['part'].format(part=part, total=min(of, PARTS))}_\n\n" if of > 1 else "")

    report, next_steps = _report(state, words), _next_steps(state, words)
    parts = split(tidy(f"{report}\n{next_steps}"), limit - MARGIN, head)
    if len(parts) <= PARTS:
        return parts
    last = f"{head(PARTS, PARTS)}> {words['cut_parts']}\n\n{next_steps}"
    return (*parts[: PARTS - 1], tidy(last))


def _report(state: Living, words: Mapping[str, str]) -> str:
    heading, verdict = _verdict(state, words)
    text = render(
        "living.md.j2",
        s=state,
        t=words,
        heading=heading,
        verdict=verdict,
        danger=danger(state.outcomes, words),
        why=_why(state, words),
        made=_made(state, words),
        rows=_rows(state),
        sections=_sections(state, words),
    )
    return render_answers(state.answers) + redact(text)


def _next_steps(state: Living, words: Mapping[str, str]) -> str:
    return render(
        "next.md.j2",
        t=words,
        offers=shown_offers(_offered(state, words), words),
        page=link(words["details_page"], state.url) if state.url else "",
    )


def _verdict(state: Living, words: Mapping[str, str]) -> tuple[str, str]:
    """Heading and first sentence: how it stands, on which commit, how long it took, who asked."""
    if _judged(state):
        heading, said = render_verdict(state.outcomes, words)
        if not _passed(state):
            return heading, sentence(capital(" ".join(_circumstances(state, words))) + f": {said}")
    else:
        heading = f"{SIGNS[state.status]} {words[HEADINGS[state.status]]}"
        commands = ", ".join(code(command) for command in state.commands) or words["by_itself"]
        said = words[f"is_{state.status}" if state.status in UNENDED else f"was_{state.status}"].format(
            commands=commands
        )
    return heading, sentence(" ".join((said, *_circumstances(state, words))))


def _circumstances(state: Living, words: Mapping[str, str]) -> list[str]:
    said = [f"{words['on']} `{state.head[:12]}`"] if state.head else []
    seconds = state.seconds
    if seconds is None and state.outcomes:
        seconds = sum(outcome.seconds for outcome in state.outcomes)
    if seconds and state.status not in UNENDED:
        said.append(words["took"].format(seconds=round(seconds, 1)))
    if state.actor:
        said[-1:] = [said[-1] + ","] if said else []
        said.append(words["asked_by"].format(actor=code(state.actor)))
    return said


def _judged(state: Living) -> bool:
    """Whether the outcomes speak for the whole run: it was carried through, or ended by its gate alone."""
    if not state.outcomes or state.status not in {"done", "failed"}:
        return False
    reasons = dict.fromkeys(reason for outcome in state.outcomes for reason in outcome.gate.reasons)
    return state.status == "done" or (state.why in {"", "; ".join(reasons)} and not _passed(state))


def _passed(state: Living) -> bool:
    return all(outcome.gate.passed for outcome in state.outcomes)


def _why(state: Living, words: Mapping[str, str]) -> str:
    if _judged(state):
        return ""
    if state.why:
        return sentence(capital(prose(state.why, 2000)))
    return words.get(f"why_{state.status}", "")


def _made(state: Living, words: Mapping[str, str]) -> str:
    if not state.pull_request:
        return ""
    name = words["pull_request_number"].format(number=state.pull_request)
    return words["opened_pull_request"].format(link=link(name, state.pull_request_url))


def _rows(state: Living) -> list[_Row]:
    """What the outcomes do not tell: progress while it runs, and where it ended early."""
    told = set() if state.status in UNENDED else {row.stage for outcome in state.outcomes for row in outcome.stages}
    ended = [_Row(row.stage, row.status, row.seconds, row.why) for row in state.stages if row.stage not in told]
    if state.status not in UNENDED:
        return [] if _judged(state) else ended
    running = [_Row(name, "running") for name in state.running]
    return [*ended, *running, *(_Row(name, "waiting") for name in state.waiting)]


def _sections(state: Living, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Title (empty for a single one) and report of each outcome; one that looked at nothing is told by its verdict."""
    if state.status in UNENDED:
        return []
    if len(state.outcomes) == 1:
        (outcome,) = state.outcomes
        return [] if nothing_changed(outcome) else [("", render_section(outcome, words))]
    names = state.commands if len(state.commands) == len(state.outcomes) else ()
    sections = []
    for number, outcome in enumerate(state.outcomes):
        name = names[number] if names else f"/agents {outcome.command}"
        heading, said = render_verdict((outcome,), words)
        text = "" if nothing_changed(outcome) else render_section(outcome, words)
        sections.append((f"{heading}: {code(name)}", f"{sentence(said)}\n\n{text}"))
    return sections


def _offered(state: Living, words: Mapping[str, str]) -> tuple[str, ...]:
    if state.offers is not None:
        return state.offers
    return fitting(
        state.status,
        words,
        on_pull_request=state.on_pull_request,
        generated=state.generated,
        fork=state.fork,
        findings=any(finding.counts for outcome in state.outcomes for finding in outcome.findings),
        savings=any(saving.safe for one in state.outcomes if one.estimate for saving in one.estimate.savings),
    )
