"""A turn as the Messages API wants it, and the most that it can cost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.errors import UsageFailure
from app.domain.thought import Usage
from app.knowledge.models import ModelCard, known_model, model_names, stated_model
from app.reasoning.base import WORDLESS, Block, Message, ToolSpec, Turn
from app.settings import Settings

CACHED: Mapping[str, Any] = {"cache_control": {"type": "ephemeral"}}
THINKING = frozenset({"thinking", "redacted_thinking"})
"""Blocks of the model's own; they take no cache mark."""
SAMPLING_VERSION = "2023-06-01"
"""The version of the API that still takes a temperature; the SDK's own refuses it for every model."""
EFFORT = "medium"
"""The effort of models that have efforts: answers are judged by code, and a task has minutes, not hours."""
ADDED = 4_000
"""Tokens that the API may add of its own: it puts instructions of several hundred tokens before tools and a few tokens
around each block and message; what JSON needs around those is far more, and is counted."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is asked: its card and id, and the settings that it takes. ``effort`` may be empty."""

    card: ModelCard
    id: str
    effort: str = ""
    temperature: float | None = None

    def parameters(self, turn: Turn) -> dict[str, Any]:
        """Arguments of the SDK's call. The prompt is cached up to the tools, the instructions, and the last two
        messages of ours: the one before marks what the request before this one has written."""
        given: dict[str, Any] = {"model": self.id, "max_tokens": turn.max_tokens, "stream": True}
        if turn.system:
            given["system"] = [{"type": "text", "text": turn.system, **CACHED}]
        if turn.tools:
            given["tools"] = [*map(_tool, turn.tools[:-1]), {**_tool(turn.tools[-1]), **CACHED}]
        marked = [place for place, message in enumerate(turn.messages) if message.role == "user"][-2:]
        given["messages"] = [_message(message, place in marked) for place, message in enumerate(turn.messages)]
        if self.effort:
            given["output_config"] = {"effort": self.effort}
        if self.temperature is not None:
            given["extra_body"] = {"temperature": self.temperature}
            given["extra_headers"] = {"anthropic-version": SAMPLING_VERSION}
        return given

    def most(self, turn: Turn) -> Usage:
        """An upper bound of what a turn costs.

        A token of the prompt stands for at least one byte of it, so the bytes of the request are never fewer than its
        tokens; thinking that is given back travels in full, encrypted, in its signature. All of it is priced as written
        to the cache, the dearest way, and as bound to one country. The answer, thinking included, ends at
        ``max_tokens``.
        """
        sent = {name: value for name, value in self.parameters(turn).items() if name != "extra_headers"}
        size = len(json.dumps(sent, ensure_ascii=False).encode("utf-8", "surrogatepass")) + ADDED
        usd = self.card.cost(0, size, 0, turn.max_tokens, us_only=True)
        return Usage(1, output_tokens=turn.max_tokens, cache_write_tokens=size, usd=usd)


def manner(settings: Settings) -> Manner:
    """How the settings want the model asked; raises ``UsageFailure`` where it takes no such setting or has no price."""
    name, price = settings.model, settings.model_price
    card = stated_model(name, price) if price else known_model(name)
    if card is None:
        hint = f"set AGENTS_MODEL_PRICE=INPUT,OUTPUT, or AGENTS_MODEL to one of {', '.join(model_names())}"
        raise UsageFailure("asking Claude", f"what {name} costs is not known, so no budget could be kept", hint)
    if settings.temperature is not None and not card.sampling:
        raise UsageFailure("asking Claude", f"{name} takes no temperature", "unset AGENTS_TEMPERATURE")
    if settings.effort and card.efforts is not None and settings.effort not in card.efforts:
        levels = f"one of {', '.join(card.efforts)}" if card.efforts else "none"
        raise UsageFailure("asking Claude", f"{name} takes no effort {settings.effort}", f"AGENTS_EFFORT: {levels}")
    return Manner(card, name, settings.effort or (EFFORT if card.efforts else ""), settings.temperature)


def without_thinking(turn: Turn) -> Turn:
    """The turn without what the model has thought earlier."""
    return replace(turn, messages=tuple(replace(one, content=_spoken(one)) for one in turn.messages))


def _spoken(message: Message) -> tuple[Block, ...]:
    content = tuple(block for block in message.content if block.get("type") not in THINKING)
    return content or (WORDLESS,)


def _tool(spec: ToolSpec) -> dict[str, Any]:
    return {"name": spec.name, "description": spec.description, "input_schema": {"type": "object", **spec.schema}}


def _message(message: Message, mark: bool) -> dict[str, Any]:
    blocks: list[Block] = list(message.content)
    if mark and blocks and blocks[-1].get("type") not in THINKING:
        blocks[-1] = {**blocks[-1], **CACHED}
    return {"role": message.role, "content": blocks}
