"""The documentation agent writes what a reader of the stack needs: README, decisions, runbook, changelog."""

import json
from typing import Any

from app.agents.base import AgentResult, Context, author, language_of
from app.agents.prompts import render_prompt
from app.domain.architecture import Architecture
from app.domain.thought import Thought
from app.reasoning.base import Data
from app.reports.documents import render_documents
from app.reports.overview import digest_of, earlier_overview, render_overview


class Documentation:
    """Documents what was built, from what was built."""

    name = "documentation"
    reads: tuple[str, ...] = ("request", "architecture", "resources", "artifacts", "stacks", "results", "findings")
    writes: tuple[str, ...] = ("artifacts",)

    def run(self, context: Context) -> AgentResult:
        """Write the documents of the stack anew; a model may open the README with a paragraph that is marked."""
        if context.request is None or context.architecture is None or context.resources is None or not context.stacks:
            return AgentResult(status="not_run", why="there is nothing to document")
        stack = context.stacks[0].path
        overview, thoughts = _overview(context, context.architecture, context.request.language)
        documents = render_documents(
            stack,
            context.request,
            context.architecture,
            context.resources,
            kept=[finding for finding in context.findings if finding.explained],
            settled=context.settled,
            files=[artifact.path for artifact in context.artifacts],
            date=context.date,
            changelog=context.changelog,
            revisions=context.revisions,
            backend=context.conventions.backend,
            overview=overview,
            extended_by=_extended_by(context),
        )
        return AgentResult(artifacts=documents, thoughts=thoughts)


def _extended_by(context: Context) -> str:
    """The model whose code went into the stack beside that of the design."""
    written = any(thought.agent == "developer" and thought.kept for thought in context.thoughts)
    return author(context.thinker) if written and context.thinker else ""


def _overview(context: Context, architecture: Architecture, language: str) -> tuple[str, tuple[Thought, ...]]:
    """The marked paragraph: the one there is, where it still speaks of the same, else a new one; and what it took."""
    digest = digest_of(architecture, language)
    earlier = earlier_overview(context.readme, digest)
    if earlier or context.thinker is None or not architecture.components:
        return earlier, ()
    from app.reasoning.tasks.prose import LONGEST, ask_overview  # noqa: PLC0415 - only where a model is asked

    names = dict.fromkeys(
        name
        for one in architecture.components
        for name in (one.label, one.name, architecture.titles.get(one.id))
        if name
    )
    thought, text = ask_overview(
        context.thinker,
        render_prompt("documentation", language=language_of(context), longest=LONGEST),
        tuple(names),
        Data("what was built", json.dumps(_built(architecture), ensure_ascii=False)),
        [Data("the issue", context.text)] if context.text else (),
    )
    return (render_overview(text, author(context.thinker), digest, language) if text else ""), (thought,)


def _built(architecture: Architecture) -> dict[str, Any]:
    called = {one.id: one.name or one.label for one in architecture.components}
    return {
        "components": [
            {
                "name": called[one.id],
                "service": architecture.titles.get(one.id, one.kind),
                "count": one.count,
                "settings": {
                    name: value for name, value in one.settings.items() if isinstance(value, str | int | float)
                },
            }
            for one in architecture.components
        ],
        "relations": [
            [called.get(one.source, one.source), one.kind, called.get(one.target, one.target)]
            for one in architecture.relations
        ],
        "decisions": [f"{one.title}: {one.choice}" for one in architecture.decisions],
    }
