"""One task with a model: ask, answer its tools, judge what it submits, until it is done or a limit is reached."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from app.domain.errors import AgentsError
from app.domain.thought import Ended, OverBudget, Sent, Thought, Usage
from app.reasoning.base import WORDLESS, Block, Message, Model, ModelDown, Reply, Task, Tool, Turn, TurnRefused
from app.reasoning.model.limits import Limits, OutOfTime
from app.reasoning.model.quoting import ANSWER, cleaned, discreet, quoted, title
from app.reasoning.model.schema import SUBMIT, problems, submit_tool

LOG = logging.getLogger(__name__)

MALFORMED = 3
"""Answers that do not fit before a task ends: two corrections."""
AT_ONCE = 16
"""Tools in one answer that are called."""
REPEATED = 3
"""The same call in a row that is still told that it is one; the next one ends the task."""
TOLD = 400
"""Characters of a model's or a check's text in a reason."""

BEGIN = "This is the data. Do the task of your instructions with it; answer by the tool `submit`."
LAST = "This is your last turn: only `submit` counts now."
VERDICT = "what the checks say of an answer"


class _End(Exception):
    """The task is over: how, and why in a sentence."""

    def __init__(self, ended: Ended, why: str = "") -> None:
        self.ended = ended
        self.why = why
        super().__init__(why)


class Conversation:
    """A task being done. Never raises for what the model, its service or a tool does.

    ``outage`` says afterwards that the service answers nobody, as far as is known.
    """

    def __init__(
        self, model: Model, task: Task[Any], tools: Sequence[Tool], limits: Limits, clock: Callable[[], float]
    ) -> None:
        self._model = model
        self._task = task
        self._tools = {tool.spec.name: tool for tool in (*tools, *task.tools)}
        self._specs = (*(tool.spec for tool in self._tools.values()), submit_tool(task.answer))
        self._limits = limits
        self._clock = clock
        self._began = clock()
        self._usage = Usage()
        self._messages: list[Message] = []
        self._sent: dict[str, int] = {}
        self._unsent: list[tuple[str, int]] = []
        self._malformed = 0
        self._last_call = ("", 0)
        self._broken: dict[str, None] = {}
        self.outage = False

    def thought(self) -> Thought:
        """Do the task and tell how it ended; the task itself remembers its best answer."""
        try:
            self._converse()
        except _End as end:
            ended, why = end.ended, end.why
        except OverBudget as over:
            ended, why = "over_budget", str(over)
        except OutOfTime as late:
            ended, why = "time", f"{self._limits.seconds:g} seconds were not enough ({late.why})"
        except ModelDown as down:
            ended, why = "down", down.why
            self.outage = not isinstance(down, TurnRefused)
        broken = f"a tool did not work: {', '.join(self._broken)}" if self._broken else ""
        return Thought(
            self._task.agent,
            self._task.name,
            ended,
            "; ".join(filter(None, (why, broken))),
            usage=self._usage,
            sent=tuple(Sent(what, characters) for what, characters in self._sent.items()),
            seconds=self._clock() - self._began,
        )

    def _converse(self) -> None:
        blocks: list[Block] = [
            {"type": "text", "text": self._leaving(one.what, quoted(one.what, one.text))} for one in self._task.data
        ]
        blocks.append({"type": "text", "text": BEGIN})
        for turn in range(1, self._limits.turns + 1):
            if turn == self._limits.turns:
                blocks.append({"type": "text", "text": LAST})
            self._messages.append(Message("user", tuple(blocks)))
            blocks = self._answers_to(self._ask())
        raise _End("turns", f"{self._limits.turns} turns were not enough")

    def _ask(self) -> Reply:
        turn = Turn(self._task.instructions, self._specs, tuple(self._messages), self._limits.max_tokens)
        try:
            reply = self._model.ask(turn, self._limits.seconds - (self._clock() - self._began))
        except ModelDown as down:
            self._usage += down.spent
            if down.left:
                self._left()
            raise
        self._usage += reply.usage
        self._left()
        reply = cleaned(reply)
        self._messages.append(Message("assistant", reply.content or (WORDLESS,)))
        return reply

    def _leaving(self, what: str, text: str) -> str:
        """Note what leaves with the next request."""
        self._unsent.append((title(what), len(text)))
        return text

    def _left(self) -> None:
        """Book what was noted: a request with it has left."""
        for what, characters in self._unsent:
            self._sent[what] = self._sent.get(what, 0) + characters
        self._unsent.clear()

    def _answers_to(self, reply: Reply) -> list[Block]:
        """What the model is told next; raises ``_End`` where the task is over."""
        if reply.stop == "refusal":
            raise _End("declined", f"{self._model.name} declined to answer")
        calls = [block for block in reply.content if block.get("type") == "tool_use"]
        if reply.stop == "max_tokens":
            told = self._misshapen("it was cut off for its length; be shorter")
            return [_result(call, told, wrong=True) for call in calls] or [{"type": "text", "text": told}]
        if not calls:
            return [{"type": "text", "text": self._misshapen("plain text is thrown away; answer by the tool `submit`")}]
        # What it looks up comes before what it submits; the API wants the answers in the order of the calls.
        order = sorted(range(len(calls)), key=lambda place: calls[place].get("name") == SUBMIT)
        results = {place: self._result(calls[place], called=nth) for nth, place in enumerate(order)}
        return [results[place] for place in range(len(calls))]

    def _result(self, call: Block, called: int) -> Block:
        name, given = str(call.get("name", "")), call.get("input")
        if called >= AT_ONCE:
            return _result(call, f"Too many calls at once: {AT_ONCE} are answered.", wrong=True)
        if self._again(name, given) and name != SUBMIT:
            return _result(call, "You have asked this already, the answer is the same. Go on.", wrong=True)
        if name == SUBMIT:
            return self._judged(call, given)
        return self._looked_up(call, name, given)

    def _again(self, name: str, given: Any) -> bool:
        """Whether the same was given too often in a row; raises ``_End`` where it was told so before."""
        key = json.dumps([name, given], sort_keys=True)
        last, times = self._last_call
        times = times + 1 if key == last else 1
        self._last_call = (key, times)
        if times > REPEATED:
            raise _End("turns", f"it gave the same again and again ({title(name)})")
        return times == REPEATED

    def _looked_up(self, call: Block, name: str, given: Any) -> Block:
        tool = self._tools.get(name)
        if tool is None:
            return _result(call, f"There is no such tool; there are {', '.join(self._tools)}.", wrong=True)
        if not isinstance(given, Mapping):
            return _result(call, "The input is not an object.", wrong=True)
        text, failed = self._called(tool, given)
        what = self._what(tool, given)
        return _result(call, self._leaving(what, quoted(what, text, ANSWER)), wrong=failed)

    def _called(self, tool: Tool, given: Mapping[str, Any]) -> tuple[str, bool]:
        """A tool's answer, and whether it is a failure; a bug in it ends neither the task nor the run."""
        try:
            return tool.call(given), False
        except (ValueError, AgentsError) as error:
            return str(error), True
        except Exception as error:
            LOG.exception("the tool %s: a bug", tool.spec.name)
            self._broken[f"{tool.spec.name} ({type(error).__name__})"] = None
            return "this tool does not work now; do without it", True

    def _what(self, tool: Tool, given: Mapping[str, Any]) -> str:
        try:
            return tool.what(given)
        except Exception:
            LOG.exception("the tool %s: a bug", tool.spec.name)
            return tool.spec.name

    def _judged(self, call: Block, given: Any) -> Block:
        try:
            answer = self._task.answer.model_validate_json(json.dumps(given))
        except (ValidationError, RecursionError) as error:
            wrong = problems(error) if isinstance(error, ValidationError) else "it is nested too deeply"
            return _result(call, self._misshapen(wrong), wrong=True)
        try:
            verdict = self._accepted(answer)
        except ValueError as error:
            return _result(call, self._misshapen(str(error)), wrong=True)
        if verdict.done:
            raise _End("answered")
        text = self._leaving(VERDICT, quoted(VERDICT, verdict.told, ANSWER))
        return _result(call, f"This is not enough yet.\n{text}")

    def _accepted(self, answer: BaseModel) -> Any:
        try:
            return self._task.accept(answer)
        except ValueError:
            raise
        except AgentsError as error:
            raise _End("down", f"its answer could not be checked: {error}") from error
        except Exception as error:
            LOG.exception("judging an answer of %s: a bug", self._task.name)
            raise _End("down", f"checking its answer ended in a bug of ours ({type(error).__name__})") from error

    def _misshapen(self, wrong: str) -> str:
        """Count an answer that does not fit, and say what is wrong with it."""
        self._malformed += 1
        wrong = discreet(wrong, 4 * TOLD)
        if self._malformed >= MALFORMED:
            raise _End("malformed", f"{MALFORMED} answers did not fit; the last: {title(wrong)[:TOLD]}")
        text = self._leaving(VERDICT, quoted(VERDICT, wrong))
        return f"This answer does not fit ({self._malformed} of {MALFORMED}).\n{text}"


def _result(call: Block, text: str, *, wrong: bool = False) -> Block:
    return {"type": "tool_result", "tool_use_id": call.get("id", ""), "content": text, "is_error": wrong}
