"""The architect answers a request with a design and the concrete graph of resources."""

from dataclasses import replace

from app.agents.base import AgentResult, Context, stack_path
from app.reasoning.base import Reasoner


class Architect:
    """Design first, then resources: what is decided stays apart from how it is written."""

    name = "architect"
    reads: tuple[str, ...] = ("request",)
    writes: tuple[str, ...] = ("architecture", "resources", "findings")

    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner

    def run(self, context: Context) -> AgentResult:
        """Choose services, weigh alternatives, compose resources."""
        if context.request is None:
            return AgentResult(status="not_run", why="there is no request")
        architecture = self._reasoner.design(context.request, context.conventions)
        resources = self._reasoner.compose(context.request, architecture, context.conventions)
        stack = stack_path(context.request, context.conventions)
        missed = tuple(dict.fromkeys((*context.request.not_understood, *resources.not_understood)))
        return AgentResult(
            request=replace(context.request, not_understood=missed),
            architecture=architecture,
            resources=resources,
            decisions=architecture.decisions,
            settled=architecture.settled,
            findings=tuple(
                replace(finding, path=f"{stack}/{finding.path}".rstrip("/")) for finding in resources.findings
            ),
        )
