"""Remarks are a stage of their own, side by side, and nothing depends on them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.agents.base import AgentResult, Context
from app.agents.compliance import Compliance
from app.agents.cost import Cost
from app.agents.security import Security
from app.analysis.base import Analysis
from app.domain.errors import Failure
from app.domain.run import StageResult
from app.domain.thought import Remark, Thought
from app.durable.inline import InlineSteps
from app.pipeline.remarking import commentators, remarked
from tests.builders import NoCompany, NoPrices, finding
from tests.fakes.thinker import Answering
from tests.unit.pipeline.test_runner import Watcher

SECURITY = Security((), lambda planned: Analysis(), lambda root, stack, found: tuple(found), tuple)
COST = Cost(NoPrices())
COMPLIANCE = Compliance(NoCompany(), lambda root, stack, found: tuple(found))
FOUND = finding()
CONTEXT = Context("r", "review", Path(), findings=(FOUND,))
SAID = {"remarks": [{"about": "n1", "kind": "matters", "text": "It holds orders."}]}


class Named(InlineSteps):
    """Keeps the names of its steps."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def parallel(self, steps: Sequence[tuple[str, Callable[[], Any]]]) -> list[Any]:
        self.names += [name for name, _ in steps]
        return super().parallel(steps)


class Broken:
    name = "cost"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def remark(self, context: Context) -> AgentResult:
        raise self.error


@pytest.mark.parametrize(
    ("command", "names"),
    [("review", ["security", "cost", "compliance"]), ("run", ["security", "cost", "compliance"]), ("cost", ["cost"])],
)
def test_who_speaks(command: str, names: list[str]) -> None:
    assert [agent.name for agent in commentators((SECURITY, COST, COMPLIANCE), command)] == names


def test_each_agent_speaks_in_a_step_of_its_own() -> None:
    steps = Named()
    context = replace(CONTEXT, thinker=Answering({"security": [SAID]}), thoughts=(Thought("architect", "d", "down"),))
    done = remarked(context, (SECURITY, COST), steps, Watcher())
    assert steps.names == ["remarks security", "remarks cost"]
    assert done.remarks == (Remark("security", "matters", "It holds orders.", FOUND.fingerprint),)
    assert [thought.agent for thought in done.thoughts] == ["architect", "security"]
    assert replace(done, thoughts=context.thoughts, remarks=()) == context, "nothing else changes"


class Seeing(Watcher):
    """Keeps whole rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[StageResult] = []

    def finished(self, result: StageResult) -> None:
        self.rows.append(result)


def test_an_observer_is_told_within_each_step() -> None:
    class Recorded(InlineSteps):
        """As after a crash: what was done is not done again."""

        def parallel(self, steps: Sequence[tuple[str, Callable[[], Any]]]) -> list[Any]:
            return [AgentResult() for _ in steps]

    watcher = Seeing()
    context = replace(CONTEXT, thinker=Answering({"security": [SAID]}))
    remarked(context, (SECURITY, COST), Recorded(), watcher)
    assert watcher.rows == []
    remarked(context, (SECURITY, COST), InlineSteps(), watcher)
    remarked(replace(context, thinker=Answering()), (SECURITY,), InlineSteps(), watcher)
    assert sorted((row.stage, row.status, row.why) for row in watcher.rows) == [
        ("remarks cost", "passed", "nothing to speak about"),
        ("remarks security", "not_run", "the service does not answer"),
        ("remarks security", "passed", "1 remark(s)"),
    ]


def test_without_a_model_there_is_no_step() -> None:
    steps = Named()
    assert remarked(CONTEXT, (SECURITY,), steps, Watcher()) is CONTEXT
    assert steps.names == []


@pytest.mark.parametrize(
    ("error", "why"),
    [(Failure("reading", "it is gone"), "reading: it is gone"), (KeyError("x"), "a bug in agents; please report it")],
)
def test_what_goes_wrong_is_told_and_nothing_else_happens(error: Exception, why: str) -> None:
    context = replace(CONTEXT, thinker=Answering({"security": [SAID]}))
    done = remarked(context, (Broken(error), SECURITY), InlineSteps(), Watcher())
    assert done.thoughts[0] == Thought("cost", "remarks", "down", why)
    assert len(done.remarks) == 1
