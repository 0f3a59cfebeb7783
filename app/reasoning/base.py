"""The seams between the agents and whatever thinks for them: by rule, always there, and a language model beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Request
from app.domain.resources import Resources
from app.domain.thought import Thought, Usage


class Reasoner(Protocol):
    """Reads an issue, designs an architecture, composes the resources. ``offline`` is complete and deterministic."""

    name: str

    def read(self, text: str) -> Request:
        """What the user wants. Never raises for odd text: what is not understood is listed in the request."""
        ...

    def revise(self, text: str, revisions: Sequence[str]) -> Request:
        """What the user wants after changes to an earlier text, in order; later words win over earlier ones.

        Raises ``UsageFailure`` where nothing was made of the last revision.
        """
        ...

    def design(self, request: Request, conventions: Conventions) -> Architecture:
        """Components, relations, decisions and the diagram."""
        ...

    def compose(self, request: Request, architecture: Architecture, conventions: Conventions) -> Resources:
        """The concrete graph of provider resources, valid against the provider schema."""
        ...


# -- a language model ------------------------------------------------------------------------------------------------

Answer = TypeVar("Answer", bound=BaseModel)
Block = Mapping[str, Any]
"""A piece of a message: ``{"type": "text", "text"}``, ``{"type": "tool_use", "id", "name", "input"}``,
``{"type": "tool_result", "tool_use_id", "content", "is_error"}``; a model may have others of its own, which it is given
back as they came."""
WORDLESS: Block = {"type": "text", "text": "(nothing)"}
"""Stands for an answer that has no words: no message may be empty."""


@dataclass(frozen=True, slots=True)
class Message:
    """One side's words."""

    role: Literal["user", "assistant"]
    content: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool that the model may call; ``schema`` is JSON Schema of its input."""

    name: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One request: instructions, tools and the conversation so far, everything in it already free of secrets."""

    system: str
    tools: tuple[ToolSpec, ...]
    messages: tuple[Message, ...]
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. ``stop`` is ``end_turn``, ``tool_use``, ``max_tokens`` or ``refusal``."""

    content: tuple[Block, ...]
    stop: str
    usage: Usage


class ModelDown(Exception):
    """No answer came: the service is down, busy, refuses the key, or breaks off.

    ``spent`` is what may be billed. ``left`` says whether the request left the house; what may be billed has.
    """

    def __init__(self, why: str, spent: Usage = Usage(), *, left: bool = False) -> None:  # noqa: B008 - frozen
        self.why = why
        self.spent = spent
        self.left = left or spent.requests > 0
        super().__init__(why)


class TurnRefused(ModelDown):
    """The service does not take this one turn; another may be answered."""


class Model(Protocol):
    """A language model behind a wire. ``name`` is the reasoner's (``claude``), ``id`` the model's own."""

    name: str
    id: str

    def most(self, turn: Turn) -> Usage:
        """An upper bound of what the turn can cost."""
        ...

    def ask(self, turn: Turn, seconds: float) -> Reply:
        """One answer within ``seconds``; raises ``ModelDown``."""
        ...


class Purse(Protocol):
    """What a run may still spend. Reserved before a request, settled after it, so that nothing is ever exceeded."""

    def reserve(self, most: Usage) -> int:
        """Put ``most`` aside and return the reservation; raises ``OverBudget``."""
        ...

    def settle(self, reservation: int, spent: Usage) -> None:
        """Replace what was put aside by what was spent."""
        ...


class Strict(BaseModel):
    """The form of a model's answer, or of a part of it: nothing beyond what is named, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Data:
    """Something a stranger may have written, quoted for the model as data: ``what`` it is in words, and its text."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A read-only tool at work: ``call`` checks the input it is given and answers in text; what it raises as
    ``ValueError`` is told to the model. ``what`` names what leaves the house with an answer (``file a.tf``)."""

    spec: ToolSpec
    call: Callable[[Mapping[str, Any]], str]
    what: Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What code makes of an answer: ``done`` ends the task; otherwise ``told`` goes back to the model."""

    done: bool
    told: str = ""


@dataclass(frozen=True, slots=True)
class Task(Generic[Answer]):
    """What an agent asks. ``instructions`` are the house's own words, ``data`` never is.

    The answer comes by a tool whose schema is that of ``answer``; ``accept`` judges each one and remembers the best
    itself, and raises ``ValueError`` for one that makes no sense, which counts as malformed.
    """

    agent: str
    name: str
    instructions: str
    data: tuple[Data, ...]
    answer: type[Answer]
    accept: Callable[[Answer], Verdict]
    tools: tuple[Tool, ...] = ()


class Thinker(Protocol):
    """A model at work for one run, within its limits. ``tools`` look things up for any task."""

    name: str
    id: str
    tools: tuple[Tool, ...]

    def think(self, task: Task[Any]) -> Thought:
        """Have the task done. Never raises for what the model or its service does: the thought says how it ended."""
        ...
