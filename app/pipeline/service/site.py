"""What the service's use cases work with, put together by the composition root."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.agents.base import Agent
from app.agents.developer import Repairer
from app.domain.finding import Finding
from app.domain.override import Override
from app.domain.plan import StackResult
from app.domain.policy import Policy
from app.domain.repo import Conventions
from app.domain.stack import Stack
from app.forges.base import Forge
from app.pipeline.explain import LookUp
from app.pipeline.fix import Check, Fixed
from app.pipeline.inspect import Subject
from app.pipeline.meter import Meter
from app.pipeline.review import Before
from app.pipeline.team import Team
from app.pipeline.thinking import Reasoning, offline
from app.stores.artifacts import Artifacts
from app.stores.store import Store

Act = Callable[[Path, Sequence[Stack]], tuple[StackResult, ...]]


class Tools(Protocol):
    """The agents and what runs stacks."""

    @property
    def team(self) -> Team:
        """The agents."""
        ...

    def find(self, root: Path, policy: Policy) -> tuple[Stack, ...]:
        """The stacks below ``root``."""
        ...

    def changed(self, root: Path, base: Path, paths: Sequence[str], policy: Policy) -> tuple[Stack, ...]:
        """The stacks that a change touches."""
        ...

    def deploy(self, subject: Subject, act: Act) -> tuple[StackResult, ...]:
        """Run ``act`` on the subject's stacks; deleted ones where they still exist."""
        ...

    def plan(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Format, lint, validate, plan."""
        ...

    def check(self, root: Path, stacks: Sequence[Stack]) -> tuple[Finding, ...]:
        """The static checks."""
        ...

    def look(self, subject: Subject, agents: Sequence[Agent]) -> Before:
        """What a subject's base has already, as these agents see it."""
        ...

    def conventions(self, root: Path) -> Conventions:
        """What the repository's own code does."""
        ...

    @property
    def mend(self) -> Repairer:
        """Mechanical repairs."""
        ...

    def fix(self, root: Path, stacks: Sequence[Stack], rules: Sequence[str], check: Check, scratch: Path) -> Fixed:
        """Repair findings of rules in place, those that ``check`` finds."""
        ...

    def save(self, root: Path, stacks: Sequence[Stack], scratch: Path) -> Fixed:
        """Apply the safe savings in place."""
        ...


@dataclass(frozen=True, slots=True)
class Operator:
    """What the operator decided: the issue label, whose commands count, where run pages are.

    ``passing`` says that the store is gone after this one event, so that nothing is done that may be done only once:
    no welcome, no answer to people without a role. ``only_page`` is then the page of the one run there is. ``drafts``
    starts on drafts whatever the policy says, where nobody tells us that one has become ready.
    """

    label: str = "agents"
    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    address: str = ""
    override: Override = field(default_factory=Override)
    passing: bool = False
    only_page: str = ""
    drafts: bool = False

    def page(self, run: str) -> str:
        """The run's page, or empty where the service has no public address."""
        return self.only_page or (f"{self.address}/runs/{run}" if self.address else "")


@dataclass(frozen=True, slots=True)
class Site:
    """Everything at hand.

    ``open`` takes a forge's name and a repository, ``enqueue`` a run and its thread's name; ``rule_of`` tells of a
    rule; ``reasoning`` is who thinks in a run, closed at its end.
    """

    store: Store
    artifacts: Artifacts
    open: Callable[[str, str], Forge]
    tools: Tools
    operator: Operator
    scratch: Callable[[], AbstractContextManager[Path]]
    enqueue: Callable[[str, str], None]
    meter: Meter
    rule_of: LookUp
    known_rules: Callable[[], Iterable[str]]
    reasoning: Callable[[str], AbstractContextManager[Reasoning]] = offline
