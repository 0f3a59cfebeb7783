"""The architect answers a request with a design and the concrete graph of resources.

What is designed by rule is always made. A language model is asked where that leaves something open; what it answers
are changes to the request, from which the same rules design and compose, and it counts only where it understands more
and passes at least the same checks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.agents.base import AgentResult, Context, Prove, language_of, phrase_of, read_request, stack_path
from app.agents.prompts import render_prompt
from app.domain.artifact import Artifact
from app.domain.errors import UsageFailure
from app.domain.finding import Finding
from app.domain.proof import Proof
from app.domain.request import Request
from app.domain.stack import Stack
from app.domain.thought import Thought
from app.knowledge.catalogue.base import Service
from app.reasoning.base import Reasoner
from app.reasoning.tasks.design_base import Design
from app.reports.defuse import unlinked
from app.reports.thought_view import STANDS


@dataclass(frozen=True, slots=True)
class Bench:
    """What a design of a model is held against.

    ``services`` is the catalogue by id; ``render`` writes the files of a context's resources; ``prove`` checks them;
    ``summarise`` tells of a repository without the paths that are kept back.
    """

    services: Mapping[str, Service]
    render: Callable[[Context], Sequence[Artifact]]
    prove: Prove
    summarise: Callable[[Path, Sequence[str]], str]


class Architect:
    """Design first, then resources: what is decided stays apart from how it is written."""

    name = "architect"
    reads: tuple[str, ...] = ("request",)
    writes: tuple[str, ...] = ("architecture", "resources", "findings")

    def __init__(self, reasoner: Reasoner, bench: Bench | None = None) -> None:
        self._reasoner = reasoner
        self._bench = bench

    def run(self, context: Context) -> AgentResult:
        """Choose services, weigh alternatives, compose resources.

        Raises as ``read_request`` does where a model was hoped for and nothing came of that.
        """
        if context.request is None:
            return AgentResult(status="not_run", why="there is no request")
        floor = self._design(context.request, context)
        design, thought = self._asked(context, floor)
        if context.hopeful and not _serves(design, thought, context):
            self._require_request(context, thought)
        result = _result(design, context)
        return replace(result, thoughts=(thought,)) if thought else result

    def _design(self, request: Request, context: Context) -> Design:
        architecture = self._reasoner.design(request, context.conventions)
        return Design(request, architecture, self._reasoner.compose(request, architecture, context.conventions))

    def _asked(self, context: Context, floor: Design) -> tuple[Design, Thought | None]:
        """What a model makes of what is open, where there is one and something is; else the floor."""
        bench, thinker = self._bench, context.thinker
        if bench is None or thinker is None or not (floor.open or not floor.request.components):
            return floor, None
        from app.reasoning.tasks.design_task import Given, think  # noqa: PLC0415 - most runs ask no model

        given = Given(
            instructions=render_prompt("architect", language=language_of(context)),
            text=context.text,
            revisions=tuple(revision.text for revision in context.revisions),
            conventions=context.conventions,
            summary=bench.summarise(context.workdir, context.policy.reasoner.keep_back),
            services=bench.services,
        )
        return think(
            thinker,
            given,
            floor,
            lambda request: self._design(request, context),
            lambda design, before: _proof(bench, context, design, before),
        )

    def _require_request(self, context: Context, thought: Thought | None) -> None:
        """Raise what is raised where nobody hoped for a model."""
        try:
            read_request(self._reasoner, context)
        except UsageFailure as failure:
            if thought:
                why = unlinked(thought.why.removeprefix(STANDS).rstrip("."))
                failure.hint = f"{failure.hint} (A model was asked as well: {why})".strip()
            raise


def _serves(design: Design, thought: Thought | None, context: Context) -> bool:
    """Whether a model made something of what no rule could read, of the last revision where that was it."""
    missed = [phrase_of(revision) for revision in context.revisions[-1:]]
    return thought is not None and thought.kept and not set(missed) & set(design.open)


def _result(design: Design, context: Context) -> AgentResult:
    architecture = design.architecture
    return AgentResult(
        request=replace(design.request, not_understood=design.open),
        architecture=architecture,
        resources=design.resources,
        decisions=architecture.decisions,
        settled=architecture.settled,
        findings=_findings(design, context),
    )


def _findings(design: Design, context: Context) -> tuple[Finding, ...]:
    """The composer's findings, in the stack's place."""
    stack = stack_path(design.request, context.conventions)
    return tuple(replace(found, path=f"{stack}/{found.path}".rstrip("/")) for found in design.resources.findings)


def _proof(bench: Bench, context: Context, design: Design, floor: Proof | None) -> Proof:
    """What the checks say of a design's files."""
    context = replace(
        context,
        request=design.request,
        architecture=design.architecture,
        resources=design.resources,
        findings=_findings(design, context),
        stacks=(Stack(stack_path(design.request, context.conventions)),),
        thinker=None,
    )
    proof = bench.prove(context, bench.render(context), floor)
    if floor is None:
        return proof
    from app.analysis.loosening import loosened  # noqa: PLC0415 - only where a model is asked
    from app.reasoning.tasks.design_words import numbers_in, without_comments  # noqa: PLC0415 - as above

    said = "\n".join(without_comments(text) for text in (context.text, *(one.text for one in context.revisions)))
    return replace(proof, refused=(*proof.refused, *loosened(floor, proof, numbers_in(said), said)))
