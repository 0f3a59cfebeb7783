"""A run: one execution, and a stage: one agent's turn in it."""

from dataclasses import dataclass

from app.domain.plan import Status


@dataclass(frozen=True, slots=True)
class StageResult:
    """How one stage ended. ``why`` is filled where it did not pass."""

    stage: str
    status: Status
    why: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Gate:
    """The verdict over findings and stages: ``passed`` or ``failed`` with reasons."""

    verdict: str = "passed"
    reasons: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against the change."""
        return self.verdict == "passed"
