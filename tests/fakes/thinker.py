"""A thinker in process: it submits the answers that a test gives it, as a model would, and keeps what it was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.domain.policy import Policy
from app.domain.thought import Sent, Thought, Usage
from app.pipeline.thinking import Begun
from app.reasoning.base import Task, Thinker, Tool

MALFORMED = 3


@dataclass
class Asking:
    """A ``Reasoning`` with this thinker, or with nobody and why."""

    thinker: Thinker | None
    asked: str = "claude"
    begun: list[tuple[str, str, Path]] = field(default_factory=list)
    hopeful: bool = True

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:
        """The thinker."""
        self.begun.append((run, repository, root))
        return Begun(self.thinker, "" if self.thinker else "the policy forbids it", "reasoner.jsonl")


@dataclass
class Answering:
    """``answers`` are the inputs of ``submit``, for each task by its agent; three that do not fit end the task.

    ``told`` is what went back to the model; a task without answers ends as ``down``.
    """

    answers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    name: str = "claude"
    id: str = "claude-test-1"
    tools: tuple[Tool, ...] = ()
    tasks: list[Task[Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def think(self, task: Task[Any]) -> Thought:
        """Submit one answer after the other."""
        self.tasks.append(task)
        sent = tuple(Sent(data.what, len(data.text)) for data in task.data if self.answers.get(task.agent))
        usage = Usage(0)
        malformed = 0
        for answer in self.answers.get(task.agent, ()):
            usage += Usage(1, 1000, 200, usd=Decimal("0.004"))
            try:
                verdict = task.accept(task.answer.model_validate(answer))
            except (ValidationError, ValueError) as error:
                self.told.append(str(error))
                malformed += 1
                if malformed == MALFORMED:
                    return Thought(task.agent, task.name, "malformed", "it gave no valid answer", False, usage, sent)
                continue
            if verdict.done:
                return Thought(task.agent, task.name, "answered", "", False, usage, sent)
            self.told.append(verdict.told)
        return Thought(task.agent, task.name, "down", "the service does not answer", False, usage, sent)
