"""Who thinks in a run: by rule always, and beside that a language model where one was asked for and may be."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.policy import Policy
from app.domain.thought import Reasoned, Thought
from app.reasoning.base import Thinker


@dataclass(frozen=True, slots=True)
class Begun:
    """A model at hand, or why there is none (empty where nobody asked for one); where its requests are recorded, and
    whether its answers come from there."""

    thinker: Thinker | None = None
    why: str = ""
    recording: str = ""
    replayed: bool = False


class Reasoning(Protocol):
    """Makes the thinker of a run."""

    @property
    def asked(self) -> str:
        """What was asked for: ``auto``, ``offline`` or ``claude``."""
        ...

    @property
    def hopeful(self) -> bool:
        """Whether there may be a thinker, once the repository's policy is known."""
        ...

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:
        """The thinker for a checkout at ``root``, bound by the repository's policy and the operator's limits."""
        ...


@dataclass(frozen=True, slots=True)
class Offline:
    """By rule alone; ``why`` where something else was asked for."""

    asked: str = "offline"
    why: str = ""
    hopeful = False

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:  # noqa: ARG002 - as every one
        """Nobody."""
        return Begun(why=self.why)


@dataclass(frozen=True, slots=True)
class Barred:
    """A model that is at hand and may not be asked; why is told where the repository wanted one."""

    asked: str
    why: str
    hopeful = False

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:  # noqa: ARG002 - as every one
        """Nobody."""
        return Begun(why=self.why if policy.reasoner.use not in {"", "offline"} else "")


@contextmanager
def offline(run: str) -> Iterator[Reasoning]:  # noqa: ARG001 - as every one
    """Nobody's reasoning for a run of the service."""
    yield Offline()


def reasoned(reasoning: Reasoning, begun: Begun, thoughts: Sequence[Thought]) -> Reasoned:
    """How it was thought, for the reports; there is a recording only where something was asked."""
    thinker = begun.thinker
    name, exact = (thinker.name, thinker.id) if thinker else ("", "")
    recording = begun.recording if thoughts else ""
    return Reasoned(reasoning.asked, name, exact, begun.why, tuple(thoughts), recording, begun.replayed)
