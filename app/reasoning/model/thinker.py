"""A model at work for one run."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from app.domain.thought import Thought
from app.reasoning.base import Model, Task, Tool
from app.reasoning.model.limits import Limits
from app.reasoning.model.loop import Conversation

DOWN = 2
"""Tasks that end because the service is down before no other is begun: each waits for repeated requests."""


class ModelThinker:
    """Has tasks done, also side by side: each is a conversation of its own, the model below holds the purse."""

    def __init__(
        self,
        model: Model,
        tools: Sequence[Tool] = (),
        limits: Limits = Limits(),  # noqa: B008 - frozen
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = model.name
        self.id = model.id
        self.tools = tuple(tools)
        self._model = model
        self._limits = limits
        self._clock = clock
        self._down: list[str] = []

    def think(self, task: Task[Any]) -> Thought:
        """Have the task done; the thought says how it ended."""
        if len(self._down) >= DOWN:
            return Thought(task.agent, task.name, "down", f"not asked again: {self._down[-1]}")
        conversation = Conversation(self._model, task, self.tools, self._limits, self._clock)
        thought = conversation.thought()
        if conversation.outage:
            self._down.append(thought.why)
        return thought
