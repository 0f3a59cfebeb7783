"""Who counts what happens, for the metrics."""

from typing import Protocol

from app.domain.thought import Thought


class Meter(Protocol):
    """Counts. Called when something really happened, never when a recovered run passes it again."""

    def stage(self, stage: str, status: str, seconds: float) -> None:
        """A stage has ended."""
        ...

    def run(self, outcome: str, seconds: float) -> None:
        """A run has ended; ``outcome`` is its status, ``seconds`` since it started."""
        ...

    def thought(self, repository: str, thought: Thought) -> None:
        """A model was asked about a repository, named with its forge; ``thought`` is what became of a task."""
        ...

    def tool_failure(self, tool: str) -> None:
        """An external tool could not do its work."""
        ...
