"""Who counts what happens, for the metrics."""

from typing import Protocol


class Meter(Protocol):
    """Counts. Called when something really happened, never when a recovered run passes it again."""

    def stage(self, stage: str, status: str, seconds: float) -> None:
        """A stage has ended."""
        ...

    def run(self, outcome: str, seconds: float) -> None:
        """A run has ended; ``outcome`` is its status, ``seconds`` since it started."""
        ...

    def tool_failure(self, tool: str) -> None:
        """An external tool could not do its work."""
        ...
