"""A model in process that says what a script says, a purse in memory, and a task that sorts numbers out."""

import threading
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.domain.thought import OverBudget, Usage
from app.reasoning.base import Block, Data, ModelDown, Reply, Task, Tool, ToolSpec, Turn, Verdict

ONE = Usage(requests=1, input_tokens=100, output_tokens=20, usd=Decimal("0.01"))
Step = Reply | Exception | Callable[[Turn], Reply]


def say(*blocks: Block, stop: str = "", usage: Usage = ONE) -> Reply:
    """A reply; it stops as the API does."""
    uses = any(block["type"] == "tool_use" for block in blocks)
    return Reply(blocks, stop or ("tool_use" if uses else "end_turn"), usage)


def text(words: str) -> Block:
    return {"type": "text", "text": words}


def call(name: str, given: Any, id: str = "toolu_1") -> Block:  # noqa: A002 - the API's word
    return {"type": "tool_use", "id": id, "name": name, "input": given}


def submit(*numbers: Any, id: str = "toolu_1") -> Block:  # noqa: A002 - the API's word
    return call("submit", {"numbers": list(numbers)}, id)


class Scripted:
    """Plays a script: replies, errors, or functions of the turn; keeps every turn it was given."""

    name = "claude"
    id = "claude-test"

    def __init__(self, *steps: Step, most: Usage = ONE) -> None:
        self.turns: list[Turn] = []
        self.seconds: list[float] = []
        self._steps = list(steps)
        self._most = most
        self._lock = threading.Lock()

    def most(self, turn: Turn) -> Usage:
        return self._most

    def ask(self, turn: Turn, seconds: float) -> Reply:
        with self._lock:
            self.turns.append(turn)
            self.seconds.append(seconds)
            step = self._steps[0] if len(self._steps) == 1 else self._steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, Reply) else step(turn)

    @property
    def told(self) -> list[str]:
        """What the last message of each turn says, in one text."""
        return [" ".join(_said(block) for block in turn.messages[-1].content) for turn in self.turns]


def _said(block: Block) -> str:
    return str(block.get("text", block.get("content", "")))


class Coins:
    """A purse in memory with a limit in dollars."""

    def __init__(self, usd: str = "1") -> None:
        self.limit = Decimal(usd)
        self.rows: list[Usage] = []
        self.highest = Decimal(0)
        self._lock = threading.Lock()

    def reserve(self, most: Usage) -> int:
        with self._lock:
            if self.spent + most.usd > self.limit:
                raise OverBudget(f"the run's limit of {self.limit} USD")
            self.rows.append(most)
            self.highest = max(self.highest, self.spent)
            return len(self.rows) - 1

    def settle(self, reservation: int, spent: Usage) -> None:
        with self._lock:
            self.rows[reservation] = spent

    @property
    def spent(self) -> Decimal:
        return sum((row.usd for row in self.rows), Decimal(0))


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


class Numbers(BaseModel):
    """Three numbers in order."""

    model_config = ConfigDict(extra="forbid", strict=True)
    numbers: Annotated[list[int], Field(max_length=5, description="From small to large.")]


class Sorting:
    """A task with a draft (1, 1, 1): the best answer in order is kept, the largest last number wins."""

    def __init__(self, *data: Data, tools: tuple[Tool, ...] = (), name: str = "sort") -> None:
        self.kept: tuple[int, ...] = (1, 1, 1)
        self.judged: list[tuple[int, ...]] = []
        self.task = Task("architect", name, "Sort.", data or (Data("the issue", "3 2 1"),), Numbers, self.accept, tools)

    def accept(self, answer: Numbers) -> Verdict:
        numbers = tuple(answer.numbers)
        self.judged.append(numbers)
        if not numbers:
            raise ValueError("there are no numbers")
        if list(numbers) != sorted(numbers):
            return Verdict(False, f"not in order: {numbers}")
        self.kept = max(self.kept, numbers, key=lambda one: one[-1])
        return Verdict(numbers[-1] >= 3, "larger, please")


def tool(name: str, answer: Callable[[Mapping[str, Any]], str]) -> Tool:
    """A look-up."""
    schema = {"type": "object", "properties": {"of": {"type": "string"}}, "additionalProperties": False}
    return Tool(ToolSpec(name, f"Look up {name}.", schema), answer, lambda given: f"{name} {given.get('of', '')}")


DOWN = ModelDown("the service is overloaded", ONE)
