"""The documentation agent writes what a reader of the stack needs: README, decisions, runbook, changelog."""

from app.agents.base import AgentResult, Context
from app.reports.documents import render_documents


class Documentation:
    """Documents what was built, from what was built."""

    name = "documentation"
    reads: tuple[str, ...] = ("request", "architecture", "resources", "artifacts", "stacks", "results", "findings")
    writes: tuple[str, ...] = ("artifacts",)

    def run(self, context: Context) -> AgentResult:
        """Write the documents of the stack anew."""
        if context.request is None or context.architecture is None or context.resources is None or not context.stacks:
            return AgentResult(status="not_run", why="there is nothing to document")
        stack = context.stacks[0].path
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
        )
        return AgentResult(artifacts=documents)
