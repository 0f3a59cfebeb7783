"""What a language model was asked in a run, what became of it, and what that cost."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Ended = Literal["answered", "down", "declined", "over_budget", "malformed", "turns", "time"]
"""How a task given to a model ended; only *answered* brings anything."""
RemarkKind = Literal["matters", "false_positive", "explanation", "proposal", "summary"]


@dataclass(frozen=True, slots=True)
class Usage:
    """Requests, tokens by how they are billed, and US dollars. ``input_tokens`` are those that no cache held."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_write_tokens: int = 0
    cache_read_tokens: int = 0
    usd: Decimal = Decimal(0)

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.input_tokens + self.output_tokens + self.cache_write_tokens + self.cache_read_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.requests + other.requests,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            self.cache_read_tokens + other.cache_read_tokens,
            self.usd + other.usd,
        )


class OverBudget(Exception):
    """A limit on money or tokens leaves no room for another request; the text names it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing that left for the model, in words (``the issue``, ``file infra/main.tf``), and how much of it."""

    what: str
    characters: int


@dataclass(frozen=True, slots=True)
class Thought:
    """One task that an agent gave a model.

    ``kept`` says whether the result was used; ``why`` why it was, or was not, in a sentence a user understands.
    """

    agent: str
    task: str
    ended: Ended
    why: str = ""
    kept: bool = False
    usage: Usage = field(default_factory=Usage)
    sent: tuple[Sent, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Remark:
    """What a model says about a result; it never changes a verdict.

    ``about`` is what it speaks of: a finding's fingerprint, an address, a control, a component's id, or empty.
    """

    agent: str
    kind: RemarkKind
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """How a run thought. ``asked`` is what was wished for; ``model`` who was at hand (``claude``) and ``id`` its exact
    name, empty where nobody was, and ``why`` then says why; ``recording`` the file with every request, or empty;
    ``replayed`` says that the answers are those of that file, and what they cost was paid when it was made.
    """

    asked: str = "offline"
    model: str = ""
    id: str = ""
    why: str = ""
    thoughts: tuple[Thought, ...] = ()
    recording: str = ""
    replayed: bool = False

    @property
    def used(self) -> str:
        """Whose result stands: the model's where anything of it was kept."""
        return self.model if self.model and any(thought.kept for thought in self.thoughts) else "offline"

    @property
    def reason(self) -> str:
        """Why the offline result stands, or what the model contributed."""
        told = [thought for thought in self.thoughts if thought.kept or self.used == "offline"]
        return self.why or "; ".join(dict.fromkeys(f"{one.agent}: {one.why}" for one in told if one.why))

    @property
    def usage(self) -> Usage:
        """All tasks together."""
        return sum((thought.usage for thought in self.thoughts), Usage())
