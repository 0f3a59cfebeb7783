"""The orchestrator reads the request, orders the stages, and settles what the agents disagree about."""

from collections.abc import Sequence
from dataclasses import replace

from app.agents.base import Agent, AgentResult, Context, phrase_of, read_request
from app.domain.errors import UsageFailure
from app.domain.finding import Finding
from app.domain.request import Request, Revision, Settlement
from app.reasoning.base import Reasoner


class Orchestrator:
    """Reads the issue into a typed request; nothing to build is a question to the user, not a guess."""

    name = "orchestrator"
    reads: tuple[str, ...] = ("text",)
    writes: tuple[str, ...] = ("request",)

    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner

    def run(self, context: Context) -> AgentResult:
        """Read the request; raises as ``read_request`` does, unless a model may make more of the text later."""
        try:
            request = read_request(self._reasoner, context)
        except UsageFailure:
            if not context.hopeful:
                raise
            request = self._as_far_as_read(context)
        why = f"{len(request.not_understood)} phrase(s) not understood" if request.not_understood else ""
        return AgentResult(request=request, settled=request.settled, why=why)

    def _as_far_as_read(self, context: Context) -> Request:
        """The request without the last revisions of which nothing was made; they count as not understood."""
        texts = [revision.text for revision in context.revisions]
        for number in range(len(texts), 0, -1):
            try:
                return _with_missed(self._reasoner.revise(context.text, texts[:number]), context.revisions[number:])
            except UsageFailure:
                continue
        return _with_missed(self._reasoner.read(context.text), context.revisions)


def _with_missed(request: Request, revisions: Sequence[Revision]) -> Request:
    missed = (phrase_of(revision) for revision in revisions)
    return replace(request, not_understood=tuple(dict.fromkeys((*request.not_understood, *missed))))


def in_waves(agents: Sequence[Agent]) -> tuple[tuple[Agent, ...], ...]:
    """Order agents by what they read and write: those of one wave do not depend on each other.

    An agent waits for every agent that writes something it reads, unless that agent comes after it in ``agents``.
    """
    waves: list[list[Agent]] = []
    level: dict[str, int] = {}
    for position, agent in enumerate(agents):
        before = [other for other in agents[:position] if set(other.writes) & set(agent.reads)]
        level[agent.name] = 1 + max((level[other.name] for other in before), default=-1)
        while len(waves) <= level[agent.name]:
            waves.append([])
        waves[level[agent.name]].append(agent)
    return tuple(tuple(wave) for wave in waves)


def settle(context: Context, findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Settlement, ...]]:
    """Hold findings against what the design accepts: security asks, the design has a reason.

    Precedence: the user's stated constraints, then policy, then the reason the catalogue gives. Returns the findings
    with ``explained`` filled in and one settlement for each rule that was settled.
    """
    acceptances = context.resources.acceptances if context.resources else ()
    result: list[Finding] = []
    settled: dict[tuple[str, str], Settlement] = {}
    for finding in findings:
        reason = next(
            (a.reason for a in acceptances if a.rule == finding.rule and _same_place(a.address, finding.resource)), None
        )
        if reason and finding.explained is None:
            finding = replace(finding, explained=reason, waived=None)  # noqa: PLW2901
            conflict = f"{finding.rule} on {finding.resource}: {finding.title}"
            settled.setdefault((finding.rule, reason), Settlement(conflict, "kept as designed", reason))
        result.append(finding)
    return tuple(result), tuple(settled.values())


def _same_place(address: str, resource: str) -> bool:
    return not address or resource == address or resource.startswith(f"{address}[")
