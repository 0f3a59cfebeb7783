"""The architect answers a request with a design and the concrete graph of resources."""

from app.agents.base import AgentResult, Context
from app.reasoning.base import Reasoner


class Architect:
    """Design first, then resources: what is decided stays apart from how it is written."""

    name = "architect"
    reads: tuple[str, ...] = ("request",)
    writes: tuple[str, ...] = ("architecture", "resources")

    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner

    def run(self, context: Context) -> AgentResult:
        """Choose services, weigh alternatives, compose resources."""
        if context.request is None:
            return AgentResult(status="not_run", why="there is no request")
        architecture = self._reasoner.design(context.request, context.conventions)
        resources = self._reasoner.compose(context.request, architecture, context.conventions)
        return AgentResult(
            architecture=architecture,
            resources=resources,
            decisions=architecture.decisions,
            settled=architecture.settled,
            findings=tuple(resources.findings),
        )
