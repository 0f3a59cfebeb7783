"""Steps in this process, nothing kept: the engine of the command line."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class InlineSteps:
    """The ``StepRunner`` without a store."""

    def step(self, name: str, work: Callable[[], T]) -> T:  # noqa: ARG002 - the name is for engines that remember
        """Do it now."""
        return work()

    def parallel(self, steps: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
        """One thread each; the first exception is raised when all have ended."""
        if len(steps) == 1:
            return [self.step(*steps[0])]
        with ThreadPoolExecutor(max_workers=max(1, len(steps)), thread_name_prefix="stage") as pool:
            futures = [pool.submit(self.step, name, work) for name, work in steps]
        return [future.result() for future in futures]
