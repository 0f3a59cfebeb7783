"""Puts together who thinks: a model behind its wire, what it may spend, its recording, and what it may look up.

Nothing of it is loaded where nobody asks for a model.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bootstrap.parts import Parts, run_folder, scratch
from app.domain.errors import AgentsError, UsageFailure
from app.domain.policy import Policy, ReasonerPolicy
from app.domain.thought import Thought
from app.pipeline.thinking import Begun, Offline, Reasoning
from app.reasoning.base import Model, Task, Thinker, Tool
from app.settings import Settings, require_key

if TYPE_CHECKING:
    from app.reasoning.model.limits import Limits
    from app.stores.store import Store

NAME = "claude"
RECORDING = "reasoner.jsonl"
FORBIDDEN = "`reasoner: offline` in .agents.yml"
FORGETFUL = "`reasoner.budget.month` in .agents.yml cannot be kept where nothing is remembered from one job to the next"
SHARE = 1 / 3
"""Of the time that a step of the service has, a model's: the checks of its answers need the rest."""
KEYLESS = "there is no ANTHROPIC_API_KEY here; jobs for forks and for Dependabot are given no secrets"

OpenStore = Callable[[ExitStack], "Store"]
"""Opens the store that keeps what was spent, and closes it with the stack; raises ``AgentsError``."""
Tell = Callable[[str, Thought], None]
"""Told of each task given to a model: the repository, and what became of it."""


@dataclass(frozen=True, slots=True)
class Door:
    """How one way in has a model asked.

    ``recording`` is the run's file, and ``resume`` says that an earlier part of the same run may have begun it.
    ``consent`` says that whoever set the key speaks for the repository; otherwise its policy must ask. ``passing`` says
    that the store is gone after this one job. ``seconds`` are the most for a task, whatever the settings say.
    """

    recording: Path
    store: OpenStore
    consent: bool = True
    passing: bool = False
    resume: bool = False
    tell: Tell | None = None
    seconds: float = math.inf


class Claude:
    """A ``Reasoning`` with Claude, live or from a recording. What it opens is closed with ``stack``."""

    hopeful = True

    def __init__(self, parts: Parts, door: Door, stack: ExitStack, replay: Path | None = None, asked: str = "") -> None:
        self.asked = asked or parts.settings.reasoner
        self._parts = parts
        self._door = door
        self._stack = stack
        self._replay = replay
        self._model: tuple[Model, Limits] | None = _replayed(replay) if replay else None

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:
        """The thinker, or why the policy or the limits of the door allow none."""
        rules = policy.reasoner
        if rules.use == "offline":
            return Begun(why=FORBIDDEN)
        if not self._door.consent and rules.use != NAME:
            return Begun()  # nobody there has asked for it
        if rules.month is not None and self._door.passing:
            return Begun(why=FORGETFUL)
        path = self._replay or self._door.recording
        try:
            self._model = self._model or self._live(run, repository, rules, path)
        except AgentsError as error:
            return Begun(why="; ".join(filter(None, (error.wrong, error.hint))))
        thinker = self._thinker(self._model, repository, rules, root)
        return Begun(thinker, recording=str(path.absolute()), replayed=self._replay is not None)

    def _live(self, run: str, repository: str, rules: ReasonerPolicy, path: Path) -> "tuple[Model, Limits]":
        """Claude, one for all that a run asks: within the limits, and recorded."""
        from app.agents.prompts import prompt_versions  # noqa: PLC0415 - only where a model is asked
        from app.reasoning.claude import ClaudeModel  # noqa: PLC0415 - as above
        from app.reasoning.model.limits import Limits  # noqa: PLC0415 - as above
        from app.reasoning.model.metered import Metered  # noqa: PLC0415 - as above
        from app.reasoning.model.recording import Recorder  # noqa: PLC0415 - as above
        from app.stores.spending import Allowance  # noqa: PLC0415 - as above

        settings = self._parts.settings
        claude = ClaudeModel.make(settings)
        self._stack.callback(claude.close)
        usd = min(one for one in (settings.reasoner_usd, rules.run) if one is not None)
        month = min(one for one in (settings.reasoner_month_usd, rules.month) if one is not None)
        allowance = Allowance(usd, settings.reasoner_tokens, month)
        purse = self._door.store(self._stack).purse(run, repository, allowance)
        limits = Limits(settings.reasoner_turns, min(settings.reasoner_seconds, self._door.seconds))
        return Recorder(Metered(claude, purse), path, prompt_versions(), limits, resume=self._door.resume), limits

    def _thinker(self, made: "tuple[Model, Limits]", repository: str, rules: ReasonerPolicy, root: Path) -> Thinker:
        from app.bootstrap.rules import known_rules  # noqa: PLC0415 - only where a model is asked
        from app.knowledge.catalogue.registry import SERVICES  # noqa: PLC0415 - as above
        from app.reasoning.model.thinker import ModelThinker  # noqa: PLC0415 - as above
        from app.reasoning.model.tools import look_ups  # noqa: PLC0415 - as above

        model, limits = made
        tools = look_ups(root, rules.keep_back, SERVICES, known_rules, lambda: self._parts.costing.book)
        thinker = ModelThinker(model, tools, limits)
        return Told(thinker, repository, self._door.tell) if self._door.tell else thinker


class Told:
    """A thinker that tells of every task: within the step that asks, so that a run that is taken up again tells none
    twice."""

    def __init__(self, thinker: Thinker, repository: str, tell: Tell) -> None:
        self.name = thinker.name
        self.id = thinker.id
        self.tools: tuple[Tool, ...] = thinker.tools
        self._thinker = thinker
        self._repository = repository
        self._tell = tell

    def think(self, task: Task[Any]) -> Thought:
        """As the thinker's."""
        thought = self._thinker.think(task)
        self._tell(self._repository, thought)
        return thought


def _replayed(path: Path) -> "tuple[Model, Limits]":
    from app.agents.prompts import prompt_versions  # noqa: PLC0415 - only where a recording is replayed
    from app.reasoning.model.replay import Replayer  # noqa: PLC0415 - as above

    replayer = Replayer.open(path, prompt_versions())
    return replayer, replayer.limits


def repository_name(folder: Path) -> str:
    """A repository of a terminal's, in the accounts of what asking costs."""
    return str(folder.resolve())


def chosen(settings: Settings, asked: str) -> Settings:
    """The settings with what is asked for here (``auto``: nothing else) instead of the operator's."""
    return settings if asked == "auto" else settings.model_copy(update={"reasoner": asked})


@contextmanager
def reasoning(parts: Parts, asked: str, folder: Path, replay: Path | None = None) -> Iterator[Reasoning]:
    """Who thinks in a command of a terminal, where ``asked`` is its option and ``folder`` takes the recording.

    Raises ``UsageFailure`` where Claude is asked for by its name and cannot be (no key, settings that its model does
    not take), or where the recording to replay is none.
    """
    settings = chosen(parts.settings, asked)
    if replay and asked == "offline":
        wrong = "`--reasoner offline` asks nobody, a replay has a model's answers"
        raise UsageFailure("replaying a run", wrong, "leave one of both out")
    if not replay:
        require_key(settings)
        if settings.thinks_with == "offline":
            yield Offline(settings.reasoner)
            return
        if settings.reasoner == NAME:
            from app.reasoning.claude_request import manner  # noqa: PLC0415 - only where a model is asked

            manner(settings)
    with ExitStack() as stack:
        door = Door(folder / RECORDING, lambda kept: _opened(settings, kept))
        yield Claude(parts, door, stack, replay, settings.reasoner)


def _opened(settings: Settings, stack: ExitStack) -> "Store":
    from app.bootstrap.store import open_store  # noqa: PLC0415 - only where a model is asked

    return stack.enter_context(open_store(settings))


@contextmanager
def job_reasoning(parts: Parts, run: str, store: "Store | None" = None) -> Iterator[Reasoning]:
    """Who thinks in a job of CI; where Claude is asked for and there is no key, nobody, and why.

    The recording goes where nobody looks for code; ``store`` is the job's own, where it has one.
    """
    settings = parts.settings
    if settings.thinks_with == "offline":
        yield Offline(settings.reasoner)
    elif not settings.anthropic_api_key:
        yield Offline(settings.reasoner, KEYLESS)
    else:
        recording = run_folder(parts, run) / RECORDING
        door = Door(recording, lambda kept: store or _forgotten(kept), passing=True, resume=True)
        with ExitStack() as stack:
            yield Claude(parts, door, stack)


def _forgotten(stack: ExitStack) -> "Store":
    """A store that is gone with the job."""
    from app.stores.store import Store  # noqa: PLC0415 - only where a model is asked

    store = Store.open(f"sqlite:///{stack.enter_context(scratch()) / 'agents.db'}")
    stack.callback(store.close)
    return store


@contextmanager
def service_reasoning(parts: Parts, store: "Store", folder: Path, tell: Tell) -> Iterator[Reasoning]:
    """Who thinks in a run of the service, whose files are in ``folder``: Claude where a repository's policy asks."""
    if parts.settings.thinks_with == "offline":
        yield Offline(parts.settings.reasoner)
        return
    with ExitStack() as stack:
        seconds = parts.settings.step_timeout * SHARE
        recording = folder / RECORDING
        door = Door(recording, lambda _: store, consent=False, resume=True, tell=tell, seconds=seconds)
        yield Claude(parts, door, stack)
