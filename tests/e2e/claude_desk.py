"""Architect and developer at work with a model behind the real SDK, the real loop, tools and checks.

Nothing is pushed or documented, so that many scripts can be tried in little time; what the same files came to in the
simulator and the scanners is remembered.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from app import bootstrap
from app.agents.architect import Architect
from app.agents.architect import Bench as DesignBench
from app.agents.base import Agent, AgentResult, Context
from app.agents.developer import Developer
from app.analysis.widening import widened
from app.bootstrap.parts import Parts
from app.bootstrap.thinking import Claude, Door
from app.domain.artifact import Artifact
from app.domain.policy import Policy, ReasonerPolicy
from app.domain.request import Request, Revision
from app.domain.run import StageResult
from app.domain.thought import Thought, Usage
from app.durable.inline import InlineSteps
from app.knowledge.catalogue.registry import SERVICES
from app.pipeline.checking import Checks
from app.pipeline.proving import Prover
from app.pipeline.runner import Runner
from app.reasoning.model.tools import repository_summary
from app.settings import read_settings
from app.stores.store import Store
from app.toolchains.terraform.guard import guard
from tests.fakes.messages_api import KEY, Json, Stub

RECORDING = "reasoner.jsonl"
NO_TOOLS = {"AGENTS_CACHE_DIR": os.devnull}
"""No scanner beside the house's own: it takes longest to start, and nothing of a model depends on it."""


class Remembered:
    """A checking agent that looks at the same files once."""

    def __init__(self, agent: Agent) -> None:
        self.name, self.reads, self.writes = agent.name, agent.reads, agent.writes
        self._agent = agent
        self._known: dict[str, AgentResult] = {}

    def run(self, context: Context) -> AgentResult:
        """As the agent's."""
        files = repr([(one.path, one.content) for one in context.artifacts])
        key = hashlib.sha256(files.encode()).hexdigest()
        if key not in self._known:
            self._known[key] = self._agent.run(context)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Side:
    """What was made of a request."""

    request: Request
    artifacts: tuple[Artifact, ...]

    @property
    def files(self) -> dict[str, str]:
        """Path to text."""
        return {artifact.path: artifact.content for artifact in self.artifacts}

    @property
    def open(self) -> tuple[str, ...]:
        """What nobody understood."""
        return self.request.not_understood


@dataclass(frozen=True, slots=True)
class Done:
    """Both results, what was asked, and everything that was sent and recorded."""

    floor: Side
    result: Side
    thoughts: tuple[Thought, ...]
    stub: Stub
    recorded: str

    @property
    def usage(self) -> Usage:
        """All tasks together."""
        return sum((thought.usage for thought in self.thoughts), Usage())

    @property
    def kept(self) -> bool:
        """Whether anything of the model's was used."""
        return any(thought.kept for thought in self.thoughts)

    def ended(self, task: str) -> str:
        """How a task ended, empty where it was not given."""
        return next((thought.ended for thought in self.thoughts if thought.task == task), "")

    @property
    def sent(self) -> str:
        """Every byte of every request."""
        return "\n".join(seen.raw.decode() for seen in self.stub.seen)


class Desk:
    """The real parts, but for the memory of the checks."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        team = parts.team
        self._orchestrator = team.orchestrator
        reasoner = team.orchestrator._reasoner
        write, repair, form = team.developer._write, team.developer._repair, team.developer._form
        plain = Developer(write, repair)
        checks = Checks(
            plain,
            cast("Any", Remembered(team.tester)),
            cast("Any", Remembered(team.security)),
            team.cost,
            team.compliance,
        )
        prove = Prover(checks, InlineSteps(), guard, widened)
        bench = DesignBench(SERVICES, lambda context: plain.run(context).artifacts, prove, repository_summary)
        self._alone = (Architect(reasoner), plain)
        self._both = (Architect(reasoner, bench), Developer(write, repair, prove, form))

    def think(
        self,
        root: Path,
        text: str,
        script: Callable[[Json], Any],
        folder: Path,
        more: Mapping[str, str] | None = None,
        revisions: Sequence[str] = (),
        keep_back: Sequence[str] = (),
    ) -> Done:
        """One request in the checkout at ``root``, by rule and with a model that answers by the script."""
        policy = Policy(reasoner=ReasonerPolicy(keep_back=tuple(keep_back)))
        start = Context(
            "run",
            "run",
            root,
            text=text,
            policy=policy,
            revisions=tuple(Revision(one, "2026-01-01") for one in revisions),
            conventions=self._parts.conventions(root),
        )
        floor = self._walked(start, self._alone)
        with Stub(script) as stub, ExitStack() as stack:
            thinker = _claude(self._parts, stub, folder, more or {}, stack).begin("run", "a/b", policy, root).thinker
            result = self._walked(replace(start, thinker=thinker, hopeful=True), self._both)
            recording = folder / RECORDING
            recorded = recording.read_text("utf-8") if recording.exists() else ""
        return Done(_side(floor), _side(result), result.thoughts, stub, recorded)

    def _walked(self, start: Context, agents: tuple[Architect, Developer]) -> Context:
        runner = Runner(start, InlineSteps(), _Unwatched())
        for agent in (self._orchestrator, *agents):
            runner.walk((agent,))
        return runner.context


class _Unwatched:
    def started(self, stage: str) -> None:
        """Nothing."""

    def finished(self, result: StageResult) -> None:
        """Nothing."""


def _side(context: Context) -> Side:
    assert context.request is not None
    return Side(context.request, context.artifacts)


def environment(stub: Stub, **more: str) -> dict[str, str]:
    """The variables that lead to the stub."""
    return {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": stub.url, **more}


def _claude(parts: Parts, stub: Stub, folder: Path, more: Mapping[str, str], stack: ExitStack) -> Claude:
    settings = read_settings(environment(stub, AGENTS_DATA_DIR=str(folder / "data"), **more))
    given = SimpleNamespace(settings=settings, costing=parts.costing)

    def opened(kept: ExitStack) -> Store:
        return kept.enter_context(bootstrap.open_store(settings))

    return Claude(cast("Parts", given), Door(folder / RECORDING, opened), stack)


@contextmanager
def desk() -> Iterator[Desk]:
    """With the parts of the house alone; the embedded core."""
    with ExitStack() as stack:
        parts = Parts(read_settings({"AGENTS_TERRAFORM": "embedded", **NO_TOOLS}))
        stack.callback(parts.close)
        yield Desk(parts)
