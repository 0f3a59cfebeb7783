"""What the door asks of the house behind it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from app.domain.event import Event
from app.domain.job import Accepted, RunRow
from app.forges.base import Host

Probe = Callable[[], str]
"""Looks at one thing the service stands on: empty where it is well, else what is wrong."""


class RunStore(Protocol):
    """What the door reads and writes of the store. Any exception means that nothing was stored."""

    def accept(self, forge: str, delivery: str, event: Event, now: datetime) -> Accepted:
        """Store the event in one transaction; the same delivery or event is the same run."""
        ...

    def run(self, run: str, /) -> RunRow | None:
        """One run."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many runs there are by status."""
        ...

    def oldest_queued_seconds(self) -> float:
        """How long the first of the queue has been waiting; 0 where none waits."""
        ...

    def healthy(self) -> bool:
        """Whether it answers."""
        ...


class Service(Protocol):
    """The running service. ``hosts`` are the configured forges by name; ``draining`` while it takes no more work."""

    @property
    def hosts(self) -> Mapping[str, Host]:
        """The configured forges by name."""
        ...

    @property
    def store(self) -> RunStore:
        """Where deliveries and runs are kept."""
        ...

    @property
    def draining(self) -> bool:
        """Whether it is about to end and takes no more work."""
        ...

    def allowed(self, forge: str, repository: str) -> bool:
        """Whether the repository is served."""
        ...

    def enqueue(self, run: str, thread: str) -> None:
        """Have the run's intake done, durably; doing it again changes nothing."""
        ...

    def probes(self) -> Mapping[str, Probe]:
        """Looks at what the service stands on beside the store: its tools, its forges."""
        ...

    def start(self) -> None:
        """Begin to work; raises ``AgentsError`` where that cannot be."""
        ...

    def drain(self, timeout: float) -> None:
        """Take no more work and return when what is being done has come to a safe point, at the latest after that."""
        ...

    def stop(self) -> None:
        """End; what is not done is gone on with at the next start."""
        ...
