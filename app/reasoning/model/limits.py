"""How far a task may go, and the word for one that took too long."""

from dataclasses import dataclass

from app.reasoning.base import ModelDown


@dataclass(frozen=True, slots=True)
class Limits:
    """Of each task: requests, seconds from its first thought to its last, and tokens of one answer."""

    turns: int = 12
    seconds: float = 240.0
    max_tokens: int = 16_000


class OutOfTime(ModelDown):
    """The seconds of the task are over, before a request or in the middle of it."""
