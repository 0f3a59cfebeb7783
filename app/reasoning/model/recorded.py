"""What a recording of a model is: JSON lines, a header and then every request with what came of it.

A request is found by its digest. Of a conversation that goes on only what is new ``after`` an earlier digest is
written. Money and time are decided below the recorder, so what they decided is there, too, and a replay needs neither
purse nor clock.
"""

import hashlib
import json
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from app.domain.errors import UsageFailure
from app.domain.redaction import redact, redact_values
from app.domain.thought import OverBudget, Usage
from app.reasoning.base import Block, Message, ModelDown, Reply, Turn, TurnRefused
from app.reasoning.model.limits import Limits, OutOfTime

LARGEST = 64 * 2**20
"""Bytes of a recording that is read; a run of half a million tokens makes about three million."""
THINKING = {"thinking", "redacted_thinking"}
KINDS: Mapping[str, type[ModelDown]] = {"refused": TurnRefused, "time": OutOfTime}
"""Errors that are more than a model that is down."""
"""Kinds of blocks that are the model's own and signed by it: what was asked is the same with and without them."""


class Header(BaseModel):
    """The first line: whose answers these are, and what the requests were made with."""

    model_config = ConfigDict(extra="forbid")
    recording: Literal[1] = 1
    name: str
    id: str
    prompts: Mapping[str, int]
    limits: Limits


class Answered(BaseModel):
    """A reply."""

    model_config = ConfigDict(extra="forbid")
    content: tuple[dict[str, Any], ...]
    stop: str
    usage: Usage

    def give(self) -> Reply:
        """As it came."""
        return Reply(self.content, self.stop, self.usage)


class Failed(BaseModel):
    """An error."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["down", "refused", "time", "over_budget"]
    why: str
    spent: Usage = Usage()
    left: bool = False

    def give(self) -> Reply:
        """Raise it again."""
        if self.kind == "over_budget":
            raise OverBudget(self.why)
        raise KINDS.get(self.kind, ModelDown)(self.why, self.spent, left=self.left)


class Line(BaseModel):
    """One request and its end. ``after`` is empty where the request is written whole."""

    model_config = ConfigDict(extra="forbid")
    digest: str
    after: str
    request: dict[str, Any]
    reply: Answered | None = None
    error: Failed | None = None


class Answers:
    """What a recording holds, by digest, in order. Safe between threads."""

    def __init__(self, lines: Sequence[Line] = ()) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, deque[Answered | Failed]] = {}
        for line in lines:
            end = line.reply or line.error
            if end is not None:
                self._left.setdefault(line.digest, deque()).append(end)

    def take(self, digest: str, *, again: bool) -> Answered | Failed | None:
        """The next answer to a request; the last one again and again where ``again`` says so."""
        with self._lock:
            left = self._left.get(digest)
            if not left:
                return None
            return left[0] if again and len(left) == 1 else left.popleft()


def digest_of(turn: Turn, messages: Sequence[Message] | None = None) -> str:
    """What a request is found by: instructions, tools and messages, without the model's thinking.

    How long the answer may be is no part of it: what money leaves of that depends on what runs at the same time.
    """
    told = [
        [one.role, [block for block in one.content if block.get("type") not in THINKING]]
        for one in (turn.messages if messages is None else messages)
    ]
    request = [turn.system, [asdict(tool) for tool in turn.tools], told]
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()


def request_of(turn: Turn, *, whole: bool) -> dict[str, Any]:
    """A request as it is written: the two newest messages alone where the rest is known."""
    request: dict[str, Any] = {"system": turn.system, "tools": [asdict(tool) for tool in turn.tools]} if whole else {}
    messages = turn.messages if whole else turn.messages[-2:]
    request["messages"] = [{"role": one.role, "content": list(one.content)} for one in messages]
    return request | {"max_tokens": turn.max_tokens}


def parse(text: bytes) -> tuple[Header, tuple[Line, ...]]:
    """A recording; raises ``UsageFailure`` for what is none."""
    if len(text) > LARGEST:
        raise _unreadable(f"it has more than {LARGEST >> 20} MiB")
    first, *rest = text.splitlines() or [b""]
    place = 1
    try:
        header = Header.model_validate_json(first)
        lines = []
        for place, line in enumerate(rest, start=2):  # noqa: B007 - told where it breaks off
            lines.append(Line.model_validate_json(line))
    except ValidationError as error:
        raise _unreadable(f"line {place} is not what a recording has there") from error
    return header, tuple(lines)


def _unreadable(why: str) -> UsageFailure:
    return UsageFailure("reading the recording", why, "give a reasoner.jsonl as a run with Claude wrote it")


def reply_of(reply: Reply) -> dict[str, Any]:
    """A reply as it is written."""
    return {
        "content": [block for block in reply.content if not _spoilt(block)],
        "stop": reply.stop,
        "usage": _usage(reply.usage),
    }


def _spoilt(block: Block) -> bool:
    """Thinking that redaction would change: its signature would no longer hold, and nobody here needs it."""
    return block.get("type") in THINKING and redact_values(block) != block


def error_of(error: ModelDown | OverBudget) -> dict[str, Any]:
    """An error as it is written."""
    if isinstance(error, OverBudget):
        return {"kind": "over_budget", "why": redact(str(error))}
    kind = next((name for name, known in KINDS.items() if isinstance(error, known)), "down")
    unbilled = {"left": True} if error.left and not error.spent.requests else {}
    return {"kind": kind, "why": redact(error.why), "spent": _usage(error.spent), **unbilled}


def _usage(usage: Usage) -> dict[str, Any]:
    return asdict(usage) | {"usd": str(usage.usd)}
