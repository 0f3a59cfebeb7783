"""What one run of work has at hand while it is carried out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Lock
from time import monotonic

from app.domain.command import Command
from app.domain.errors import AgentsError, Failure
from app.domain.job import RunRow, ThreadMemory
from app.domain.publication import PullRequest
from app.domain.run import StageResult
from app.forges.base import Forge
from app.pipeline.service.desk import Desk
from app.pipeline.service.facts import Facts, gather, refusal_of
from app.pipeline.service.site import Site
from app.pipeline.steps import StepRunner
from app.pipeline.thinking import Barred, Offline, Reasoning
from app.workspace import Workspace

FORK = "a fork's pull request: what strangers send in is neither handed on to a model nor paid for"
PROGRESS_INTERVAL = 5.0
"""Seconds between two edits that only show progress: forges count them as content."""


Show = Callable[[tuple[StageResult, ...], tuple[str, ...]], None]


class Narrator:
    """The pipeline's ``Observer``: keeps each stage in the store and shows progress in the living comment.

    ``show`` is given the stages that have ended and those that run.
    """

    def __init__(
        self, keep: Callable[[StageResult], None], show: Callable[[tuple[StageResult, ...], tuple[str, ...]], None]
    ) -> None:
        self._keep = keep
        self._show = show
        self._ended: dict[str, StageResult] = {}
        self._running: list[str] = []
        self._shown = monotonic()
        self._quiet = False
        self._lock = Lock()

    def end(self) -> None:
        """Show no more progress: a stage that was given up may come to its end after the report."""
        with self._lock:
            self._quiet = True

    def started(self, stage: str) -> None:
        """A stage begins."""
        with self._lock:
            self._running.append(stage)
            self._maybe_show()

    def finished(self, result: StageResult) -> None:
        """A stage has ended."""
        with self._lock:
            if result.stage in self._running:
                self._running.remove(result.stage)
            self._ended[result.stage] = result
            self._keep(result)
            self._maybe_show()

    def _maybe_show(self) -> None:
        if self._quiet or monotonic() - self._shown < PROGRESS_INTERVAL:
            return
        self._shown = monotonic()
        try:
            self._show(tuple(self._ended.values()), tuple(self._running))
        except AgentsError:
            return  # the next edit or the final report says it


@dataclass(slots=True)
class Session:
    """One run. ``folder`` is its private scratch folder; ``notes`` are shown at the end of the report.

    ``made`` is the pull request that the run opened or brought up to date; ``change`` the checkout of a person's change
    and the commit it is compared with; ``announced`` the commit that was shown a running check; ``reasoning`` is who
    thinks.
    """

    row: RunRow
    facts: Facts
    forge: Forge
    site: Site
    steps: StepRunner
    desk: Desk
    narrator: Narrator
    folder: Path
    notes: list[str] = field(default_factory=list)
    made: PullRequest | None = None
    change: tuple[Path, str] | None = None
    announced: str = ""
    reasoning: Reasoning = field(default_factory=Offline)

    @property
    def head(self) -> str:
        """The commit that the run made or looked at, or empty."""
        pull = self.made or self.facts.pull
        return pull.head if pull else ""

    @property
    def pull(self) -> PullRequest:
        """The pull request that the run is about; only asked for where there is one."""
        assert self.facts.pull is not None  # noqa: S101 - commands of pull requests are refused elsewhere
        return self.facts.pull

    @property
    def day(self) -> date:
        """The day that counts for waivers and documents: the run's first, however long it takes."""
        return date.fromisoformat(self.row.created[:10])

    @property
    def repository(self) -> str:
        """The repository's name with its forge's, for the accounts of what thinking costs."""
        thread = self.row.event.thread
        return f"{thread.forge}/{thread.repository}"

    @property
    def reviewing(self) -> Reasoning:
        """Who thinks about the pull request."""
        barred = self.facts.fork and self.reasoning.hopeful
        return Barred(self.reasoning.asked, FORK) if barred else self.reasoning

    def memory(self) -> ThreadMemory:
        """What is remembered of the thread."""
        return self.steps.step("memory", lambda: self.site.store.thread(self.row.event.thread.name))

    def advance(self, head: str) -> None:
        """Let the commands that follow look at what was pushed on the pull request."""
        if self.facts.pull:
            self.facts = replace(self.facts, pull=replace(self.facts.pull, head=head))

    def require_allowed(self, command: Command) -> None:
        """Ask the forge again, right before anything is pushed; raises ``AgentsError`` where it says no by now."""
        event = self.row.event
        facts = gather(self.forge, event, self.site.operator)
        facts.rules()
        no = refusal_of(command, event, facts)
        if no:
            raise Failure("pushing", no.why, no.hint)

    def push(self, workspace: Workspace, command: Command, expected: str) -> None:
        """Push on top of ``expected``, if that is still allowed."""

        def work() -> None:
            self.require_allowed(command)
            workspace.push(expected, self.forge.credentials())

        self.steps.step("push", work)
