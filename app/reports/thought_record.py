"""Who thought, as JSON: what a model was asked, what became of it, and what it says."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.domain.thought import Reasoned, Remark, Thought


def reasoner_record(reasoned: Reasoned) -> dict[str, Any]:
    """Who thought, why, and what a model was asked: every task with what became of it and what was sent."""
    usage = reasoned.usage
    record: dict[str, Any] = {
        "asked": reasoned.asked,
        "used": reasoned.used,
        "why": reasoned.reason,
        "requests": usage.requests,
        "tokens": usage.tokens,
        "usd": float(usage.usd),
    }
    if reasoned.model:
        record |= {
            "model": reasoned.id,
            "recording": reasoned.recording,
            "tasks": [_thought(one) for one in reasoned.thoughts],
        }
    return record


def thinking_record(reasoned: Reasoned, remarks: Sequence[Remark] = ()) -> dict[str, Any]:
    """``reasoner`` and ``remarks`` of what needs no model; nothing where none was wanted."""
    if not (reasoned.model or reasoned.why):
        return {}
    return {"reasoner": reasoner_record(reasoned)} | remarks_record(reasoned, remarks)


def remarks_record(reasoned: Reasoned, remarks: Sequence[Remark]) -> dict[str, Any]:
    """``remarks``, where a model was at hand."""
    return {"remarks": [asdict(one) for one in remarks]} if reasoned.model else {}


def _thought(thought: Thought) -> dict[str, Any]:
    record = asdict(thought)
    record["usage"] = asdict(thought.usage) | {"usd": float(thought.usage.usd)}
    return record
