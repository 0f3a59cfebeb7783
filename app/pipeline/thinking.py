"""Who thinks in a run: by rule always, and beside that a language model where one was asked for and may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.policy import Policy
from app.domain.thought import Reasoned, Thought
from app.reasoning.base import Thinker


@dataclass(frozen=True, slots=True)
class Begun:
    """A model at hand, or why there is none (empty where nobody asked for one); where its requests are recorded."""

    thinker: Thinker | None = None
    why: str = ""
    recording: str = ""


class Reasoning(Protocol):
    """Makes the thinker of a run. ``asked`` is ``offline`` or a model's name (``claude``)."""

    @property
    def asked(self) -> str:
        """What was asked for."""
        ...

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:
        """The thinker for a checkout at ``root``, bound by the repository's policy and the operator's limits."""
        ...


@dataclass(frozen=True, slots=True)
class Offline:
    """By rule alone."""

    asked: str = "offline"

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:  # noqa: ARG002 - as every one
        """Nobody."""
        return Begun()


def reasoned(reasoning: Reasoning, begun: Begun, thoughts: Sequence[Thought]) -> Reasoned:
    """How it was thought, for the reports."""
    thinker = begun.thinker
    name, exact = (thinker.name, thinker.id) if thinker else ("", "")
    return Reasoned(reasoning.asked, name, exact, begun.why, tuple(thoughts), begun.recording)
