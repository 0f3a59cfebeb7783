"""Shows in the job's log how a run goes on: one line when a stage has ended."""

import sys

from app.domain.run import StageResult
from app.domain.thought import Thought
from app.reports.defuse import clipped, line

SIGNS = {"passed": "✓", "failed": "✗", "not_run": "–"}
WHY = 300


class Progress:
    """The pipeline's ``Observer``, and the service's ``Meter``, which hears of stages where nobody observes."""

    def started(self, stage: str) -> None:
        """A stage begins."""
        say(f"… {stage}")

    def finished(self, result: StageResult) -> None:
        """A stage has ended."""
        why = f"  {clipped(line(result.why), WHY)}" if result.why else ""
        say(f"{SIGNS[result.status]} {result.stage} {result.status.replace('_', ' ')} ({result.seconds:.1f} s){why}")

    def stage(self, stage: str, status: str, seconds: float) -> None:
        """A stage has ended."""
        say(f"{SIGNS.get(status, ' ')} {stage} {status.replace('_', ' ')} ({seconds:.1f} s)")

    def run(self, outcome: str, seconds: float) -> None:
        """A run has ended."""
        say(f"the run has ended: {outcome} ({seconds:.1f} s)")

    def thought(self, repository: str, thought: Thought) -> None:
        """The report says it."""

    def tool_failure(self, tool: str) -> None:
        """Its stage's line says so."""


def say(text: str) -> None:
    """A line of the log, at once."""
    sys.stdout.write(f"{line(text)}\n")
    sys.stdout.flush()
