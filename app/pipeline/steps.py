"""How a pipeline's steps are carried out, and who watches."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from app.domain.job import Stop
from app.domain.run import StageResult

T = TypeVar("T")


class StepRunner(Protocol):
    """Carries out named steps: in process, or durably, so that a restart goes on where it was."""

    def step(self, name: str, work: Callable[[], T]) -> T:
        """Do one step and return what it returned."""
        ...

    def parallel(self, steps: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
        """Do steps side by side; answers come in the order of ``steps``."""
        ...


class Stopped(Exception):
    """The run was asked to end: ``stop`` is ``superseded`` or ``cancelled``. Steps after it are carried out again."""

    def __init__(self, stop: Stop) -> None:
        self.stop = stop
        super().__init__(stop)


class Observer(Protocol):
    """Watches a run: a progress display, a log."""

    def started(self, stage: str) -> None:
        """A stage begins."""
        ...

    def finished(self, result: StageResult) -> None:
        """A stage has ended."""
        ...
