"""The events of one answer put together, and what it may have cost so far.

Everything here was sent by the service, or by whoever stands in between: nothing is taken for granted.
"""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from app.domain.thought import Usage
from app.knowledge.models import ModelCard
from app.reasoning.base import Block, Reply

LARGEST = 8_000_000
"""Characters of an answer that are kept: many times what the longest answer of any model has."""
MOST_TOKENS = 10**9
"""More than any request has: a count beyond it is not believed."""
STOPS = {"tool_use": "tool_use", "max_tokens": "max_tokens", "model_context_window_exceeded": "max_tokens",
         "refusal": "refusal"}  # fmt: skip
"""How an answer can end, as our own words have it; everything else is ``end_turn``."""
GROWING = {"text_delta": "text", "thinking_delta": "thinking", "signature_delta": "signature",
           "input_json_delta": "partial_json"}  # fmt: skip
"""Kinds of additions to a block, and the field that holds what is added."""
NEEDED = {"text": ("text",), "tool_use": ("id", "name")}
"""Texts that a block has from its beginning."""
CUT = 2_000
"""Characters of an unreadable input that the model is given back."""
COUNTS = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


class Nonsense(Exception):
    """What came is no stream of the Messages API."""


class ErrorEvent(Exception):
    """The service broke the stream off, and says why."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        self.message = message
        super().__init__(f"{kind}: {message}")


class Heard:
    """What was heard of an answer. Before ``begun`` nothing can have been billed."""

    def __init__(self, card: ModelCard, most: Usage) -> None:
        self.begun = False
        self.ended = False
        self._card = card
        self._most = most
        self._blocks: dict[int, dict[str, Any]] = {}
        self._grown: dict[int, dict[str, list[str]]] = {}
        self._strange: set[int] = set()
        self._size = 0
        self._stop = ""
        self._counts: dict[str, int] = {}
        self._geo = ""
        self._takers: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "message_start": self._message_start,
            "content_block_start": self._block_start,
            "content_block_delta": self._block_delta,
            "message_delta": self._message_delta,
            "message_stop": self._message_stop,
            "error": self._error,
        }

    def take(self, event: object) -> None:
        """One event; raises ``Nonsense`` for what can be none, ``ErrorEvent`` for the service's own error."""
        data = _mapping(event)
        taker = self._takers.get(_text(data.get("type")))
        if taker:
            taker(data)

    def spent(self) -> Usage:
        """What is billed for all that was heard; of an answer that is not complete, what may be at most."""
        if not self.begun:
            return Usage()
        told = self._counts
        if "input_tokens" not in told or (self.ended and "output_tokens" not in told):
            return self._most
        output = told["output_tokens"] if self.ended else self._most.output_tokens
        fresh, written, read = told["input_tokens"], told.get(COUNTS[2], 0), told.get(COUNTS[3], 0)
        usd = self._card.cost(fresh, written, read, output, us_only=self._geo == "us")
        return Usage(1, fresh, output, written, read, usd)

    def reply(self) -> Reply:
        """The complete answer; raises ``Nonsense`` where its end was never told."""
        if not self.ended:
            raise Nonsense("it ended before its end")
        blocks = (self._whole(place) for place in sorted(self._blocks) if place not in self._strange)
        content = tuple(block for block in blocks if not _is_unsigned(block))
        calls = any(block["type"] == "tool_use" for block in content)
        stop = STOPS.get(self._stop, "tool_use" if calls else "end_turn")
        return Reply(content, "end_turn" if stop == "tool_use" and not calls else stop, self.spent())

    def _message_start(self, event: Mapping[str, Any]) -> None:
        self._count(_mapping(event.get("message")).get("usage"))

    def _block_start(self, event: Mapping[str, Any]) -> None:
        place, block = _place(event), _mapping(event.get("content_block"))
        if place in self._blocks:
            raise Nonsense("it begins the same twice")
        for name in ("type", *NEEDED.get(_text(block.get("type")), ())):
            _text(block.get(name))
        self._weigh(len(json.dumps(block)))
        self._blocks[place] = dict(block)

    def _block_delta(self, event: Mapping[str, Any]) -> None:
        place, delta = _place(event), _mapping(event.get("delta"))
        if place not in self._blocks:
            raise Nonsense("it adds to what it has not begun")
        name = GROWING.get(_text(delta.get("type")))
        if name is None:
            # A block that is not whole could not be given back: the service would refuse it.
            self._strange.add(place)
            return
        piece = _text(delta.get(name))
        self._weigh(len(piece))
        self._grown.setdefault(place, {}).setdefault(name, []).append(piece)

    def _message_delta(self, event: Mapping[str, Any]) -> None:
        stop = _mapping(event.get("delta")).get("stop_reason")
        self._stop = stop if isinstance(stop, str) else self._stop
        self._count(event.get("usage"))

    def _message_stop(self, event: Mapping[str, Any]) -> None:  # noqa: ARG002 - as every one
        self.ended = True

    def _error(self, event: Mapping[str, Any]) -> NoReturn:
        error = _mapping(event.get("error"))
        raise ErrorEvent(_text(error.get("type")), _text(error.get("message", "")))

    def _count(self, usage: object) -> None:
        """The counts are cumulative: the largest of each is the last."""
        if not isinstance(usage, Mapping):
            return
        for name in COUNTS:
            count = usage.get(name)
            if type(count) is int and 0 <= count <= MOST_TOKENS:
                self._counts[name] = max(count, self._counts.get(name, 0))
        geo = usage.get("inference_geo")
        self._geo = geo if isinstance(geo, str) else self._geo

    def _weigh(self, size: int) -> None:
        self._size += size
        if self._size > LARGEST:
            raise Nonsense("it has no end")

    def _whole(self, place: int) -> Block:
        """A block with all that was added to it, otherwise as it came."""
        grown = {name: "".join(pieces) for name, pieces in self._grown.get(place, {}).items()}
        block = self._blocks[place]
        if block["type"] == "tool_use":
            given = grown.get("partial_json", "")
            return {**block, "input": _input(given) if given else _object(block.get("input"))}
        started = {name: block[name] for name in grown if isinstance(block.get(name), str)}
        return {**block, **{name: started.get(name, "") + text for name, text in grown.items()}}


def _input(text: str) -> Mapping[str, Any]:
    """The input of a call. What is no JSON object is kept as one that fits no schema, so that the model is told and can
    be given its call back."""
    try:
        return _object(json.loads(text, parse_constant=_refuse, parse_float=_finite))
    except (ValueError, RecursionError):
        return {"no_json": text[:CUT]}


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {"no_object": value}


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)


def _is_unsigned(block: Block) -> bool:
    """Thinking that was cut off before its signature: the service would refuse to take it back."""
    return block["type"] == "thinking" and not block.get("signature")


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Nonsense("it is none of its kind")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Nonsense("it lacks a word")
    return value


def _place(event: Mapping[str, Any]) -> int:
    place = event.get("index")
    if type(place) is not int or place < 0:
        raise Nonsense("it lacks a number")
    return place
