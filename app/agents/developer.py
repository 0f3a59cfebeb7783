"""The developer writes the code and mends it when a check speaks against it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from app.agents.base import AgentResult, Context, Prove, language_of, stack_path
from app.agents.prompts import render_prompt
from app.domain.artifact import Artifact
from app.domain.errors import AgentsError
from app.domain.finding import Finding, Repair
from app.domain.proof import Proof
from app.domain.repo import Conventions
from app.domain.request import Request, Settlement
from app.domain.resources import Resources
from app.domain.run import Gate
from app.domain.stack import Stack
from app.domain.thought import Thought
from app.reasoning.base import Thinker

if TYPE_CHECKING:
    from app.reasoning.tasks.files_bench import Kept

Format = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Formats code (path → text); what cannot be read stays as it is."""


class Writer(Protocol):
    """Renders resources as the files of one stack."""

    def __call__(
        self,
        resources: Resources,
        stack_path: str,
        conventions: Conventions,
        *,
        title: str,
        environments: Sequence[str],
    ) -> tuple[Artifact, ...]:
        """The artifacts, formatted, in a stable order."""
        ...


class Mended(Protocol):
    """What a repairer answers: changed files, what was applied (finding, before, after) and what was left, and why."""

    @property
    def files(self) -> Mapping[str, str]:
        """Changed files: path → new text."""
        ...

    @property
    def applied(self) -> Sequence[tuple[Finding, str, str]]:
        """Finding, lines before, lines after."""
        ...

    @property
    def warnings(self) -> Mapping[str, str]:
        """What a repair costs, by the finding's fingerprint: Terraform would replace the resource."""
        ...

    @property
    def left(self) -> Sequence[tuple[Finding, str]]:
        """Finding and the reason why it was not mended."""
        ...


class Repairer(Protocol):
    """Mends files mechanically; pure."""

    def __call__(self, files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
        """Paths and texts in, changed texts out."""
        ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """One round of repairs: the artifacts after it, what was changed and what was left with the reason."""

    artifacts: tuple[Artifact, ...]
    repairs: tuple[Repair, ...]
    left: tuple[tuple[Finding, str], ...]


class Developer:
    """Writes Terraform from resources; what the design left open a model may write, where one is at hand.

    ``prove`` and ``form`` (which formats) are needed for the model's files only: without a proof none is asked.
    """

    name = "developer"
    reads: tuple[str, ...] = ("request", "resources")
    writes: tuple[str, ...] = ("artifacts", "stacks")

    def __init__(self, write: Writer, repair: Repairer, prove: Prove | None = None, form: Format = dict) -> None:
        self._write = write
        self._repair = repair
        self._prove = prove
        self._form = form

    def run(self, context: Context) -> AgentResult:
        """Render the stack's files, and have a model add what nobody understood by rule."""
        if context.request is None or context.resources is None:
            return AgentResult(status="not_run", why="there is no design")
        draft = self._rendered(context, context.request, context.resources)
        if context.thinker is None or self._prove is None:
            return draft
        return self._improved(context, context.request, draft, context.thinker, self._prove)

    def _rendered(self, context: Context, request: Request, resources: Resources) -> AgentResult:
        """The files as they are written by rule."""
        path = stack_path(request, context.conventions)
        artifacts = self._write(
            resources,
            path,
            context.conventions,
            title=request.title,
            environments=request.constraints.environments or context.conventions.environments,
        )
        return AgentResult(artifacts=artifacts, stacks=(Stack(path),))

    def _improved(
        self, context: Context, request: Request, draft: AgentResult, thinker: Thinker, prove: Prove
    ) -> AgentResult:
        """The draft, or the model's files where they are proven to understand more and to be no worse."""
        from app.analysis.unasked import unasked  # noqa: PLC0415 - most runs ask no model
        from app.analysis.weakening import weakened  # noqa: PLC0415 - as above
        from app.reasoning.tasks.design_words import (  # noqa: PLC0415 - as above
            Words,
            numbers_in,
            without_comments,
            words_of,
        )
        from app.reasoning.tasks.files_task import TASK, Given, think  # noqa: PLC0415 - as above
        from app.toolchains.terraform.guard import guard_code  # noqa: PLC0415 - as above

        drawn = replace(context, artifacts=draft.artifacts, stacks=draft.stacks or ())
        try:
            floor = prove(drawn, draft.artifacts, None)
        except AgentsError as error:
            thought = Thought(self.name, TASK, "down", f"the draft could not be checked: {error}")
            return replace(draft, thoughts=(thought,))
        broken = not (floor.planned and floor.gate.passed)
        texts = [
            without_comments(text) for text in (context.text or request.text, *(one.text for one in context.revisions))
        ]
        phrases = tuple(phrase.text for phrase in Words(texts, request.not_understood, free=False).open)
        if not phrases and not broken:
            return draft

        words, numbers = frozenset(words_of("\n".join(texts))), numbers_in("\n".join(texts))
        before = {artifact.path: artifact.content for artifact in draft.artifacts}

        def proven(files: tuple[Artifact, ...]) -> Proof:
            refused = guard_code(before, {artifact.path: artifact.content for artifact in files})
            if refused:
                return Proof(files, planned=False, gate=Gate("failed", refused), refused=refused)
            proof = prove(drawn, files, floor)
            against = (*weakened(floor, proof), *unasked(floor, proof, words, numbers))
            return replace(proof, refused=(*proof.refused, *against))

        given = Given(
            agent=self.name,
            instructions=render_prompt(
                "developer",
                stack=stack_path(request, context.conventions),
                broken=broken,
                language=language_of(context),
            ),
            text=texts[0],
            revisions=tuple(texts[1:]),
            phrases=phrases,
            draft=draft.artifacts,
            floor=floor,
        )
        thought, kept, remarks = think(thinker, given, proven, self._form)
        result = replace(draft, thoughts=(thought,), remarks=remarks)
        return _with(result, request, kept, thinker.name) if kept else result

    def repair(self, artifacts: Sequence[Artifact], findings: Sequence[Finding]) -> Attempt:
        """Mend what can be mended mechanically; the caller proves it by running the same checks again."""
        mended = self._repair({a.path: a.content for a in artifacts if a.path.endswith(".tf")}, findings)
        texts = mended.files
        changed = tuple(replace(a, content=texts[a.path]) if a.path in texts else a for a in artifacts)
        known = {a.path for a in artifacts}
        added = tuple(Artifact(path, text, self.name) for path, text in texts.items() if path not in known)
        repairs = tuple(Repair(f.rule, f.path, f.line, before, after, "") for f, before, after in mended.applied)
        return Attempt(changed + added, repairs, tuple(mended.left))


def _with(result: AgentResult, request: Request, kept: "Kept", name: str) -> AgentResult:
    """The result with the model's files in it, and how each phrase was settled."""
    answered = {claim.phrase for claim in kept.claims}
    left = tuple(phrase for phrase in request.not_understood if phrase not in answered)
    return replace(
        result,
        request=replace(request, not_understood=left),
        artifacts=kept.artifacts,
        settled=tuple(
            Settlement(
                f"Not read by rule: {claim.phrase}",
                f"Written by {name}: {', '.join(claim.addresses)}.",
                "It was planned, applied in simulation, scanned and priced like everything else.",
            )
            for claim in kept.claims
        ),
    )
