"""Puts the webhook service together: hosts, store, engine, tools, and what looks after them."""

import logging
import os
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from app.bootstrap.hosts import open_hosts
from app.bootstrap.parts import Parts, now
from app.bootstrap.rules import known_rules, rule_of
from app.bootstrap.store import database_url
from app.bootstrap.thinking import service_reasoning
from app.bootstrap.working import WorkingFolder
from app.domain.allowlist import allows_repository, named_repositories
from app.domain.errors import AgentsError
from app.domain.event import Event
from app.durable.engine import Engine
from app.pipeline.meter import Meter
from app.pipeline.service.intake import intake
from app.pipeline.service.reconcile import Reconciler
from app.pipeline.service.site import Operator, Site
from app.pipeline.service.work import work
from app.processes.run import stop_all
from app.settings import Settings
from app.stores.artifacts import Artifacts
from app.stores.store import Store

LOG = logging.getLogger(__name__)
CRASH_AT = "AGENTS_CRASH_AT"
"""For tests alone: see ``app.durable.crash``."""


class BotService:
    """The running service, in one worker process."""

    def __init__(self, settings: Settings, meter: Meter) -> None:
        self.settings = settings
        self.draining = False
        self.hosts = open_hosts(settings)
        self.store = Store.open(database_url(settings))
        self._parts = Parts(settings, discreet=True)
        self._artifacts = Artifacts(settings.data_dir)
        self._working = WorkingFolder(settings.data_dir / "work")
        self._ending = threading.Event()
        self._keeper = threading.Thread(target=self._keep_house, name="keeper", daemon=True)
        site = self._site(meter)
        self._engine = Engine(
            self.store,
            partial(intake, site=site),
            partial(work, site=site),
            runs_at_once=settings.runs_at_once,
            step_timeout=settings.step_timeout,
            crash_at=os.environ.get(CRASH_AT, ""),
        )

    def _enqueue_work(self, run: str, thread: str) -> None:
        self._engine.enqueue_work(run, thread)

    def _site(self, meter: Meter) -> Site:
        settings = self.settings
        return Site(
            store=self.store,
            artifacts=self._artifacts,
            open=lambda forge, repository: self.hosts[forge].open(repository),
            tools=self._parts,
            operator=Operator(settings.label, settings.user_allowlist, settings.team_allowlist, settings.public_url),
            scratch=self._working.folder,
            enqueue=self._enqueue_work,
            meter=meter,
            rule_of=rule_of,
            known_rules=known_rules,
            reasoning=lambda run: service_reasoning(
                self._parts, self.store, self._artifacts.folder(run), meter.thought
            ),
        )

    # -- what the door asks ----------------------------------------------------------------------------------------

    def allowed(self, forge: str, repository: str) -> bool:
        """Whether the repository is served."""
        return allows_repository(forge, repository, self.settings.repo_allowlist)

    def enqueue(self, run: str, thread: str) -> None:
        """Have the run's intake done."""
        self._engine.enqueue_intake(run, thread)

    def probes(self) -> Mapping[str, Callable[[], str]]:
        """What the service stands on."""
        return {"tools": self._tools_missing} | {name: host.reachable for name, host in self.hosts.items()}

    def start(self) -> None:
        """Begin to work, with what an earlier process left."""
        self._working.open()
        self._engine.launch()
        self._parts.warm_up()
        self._keeper.start()

    def drain(self, timeout: float) -> None:
        """Take no more work; what is under way comes to the end of its step."""
        self.draining = True
        self._ending.set()
        if not self._engine.drain(timeout):
            LOG.info("drained before every step had ended; the next start goes on with the rest")

    def stop(self) -> None:
        """End."""
        self._ending.set()
        stop_all()
        if self._keeper.is_alive():
            self._keeper.join(timeout=5)  # it asks the engine
        self._engine.close()
        self._parts.close()
        self.store.close()
        for host in self.hosts.values():
            host.close()
        self._working.close()

    # -- what looks after it ---------------------------------------------------------------------------------------

    def _keep_house(self) -> None:
        """Learn who we are, look for what was missed, throw away what is old; at the start and every while."""
        met = False
        while not self._ending.is_set():
            try:
                met = met or self._meet()
                taken = self._reconciler().run()
                if taken:
                    LOG.info("found %d events that no delivery has told", taken)
                self._purge()
            except Exception:
                LOG.exception("looking for what was missed: a bug")
            self._ending.wait(self.settings.reconcile_interval)

    def _meet(self) -> bool:
        for name, host in self.hosts.items():
            wrong = host.reachable()
            if wrong:
                LOG.warning("%s: %s", name, wrong)
        return True

    def _reconciler(self) -> Reconciler:
        return Reconciler(
            hosts=self.hosts,
            store=self.store,
            take=self._take,
            allowed=self.allowed,
            named={name: named_repositories(name, self.settings.repo_allowlist) for name in self.hosts},
            label=self.settings.label,
            now=now,
            report=lambda where, error: LOG.warning("looking for what was missed in %s: %s", where, error),
            stopped=self._ending.is_set,
        )

    def _take(self, forge: str, delivery: str, event: Event) -> None:
        accepted = self.store.accept(forge, delivery, event)
        self._engine.enqueue_intake(accepted.run, event.thread.name)

    def _purge(self) -> None:
        purged = self.store.purge(now() - timedelta(days=self.settings.retention_days))
        self._engine.forget(purged.runs)
        self._artifacts.purge(purged.runs)

    def _tools_missing(self) -> str:
        try:
            isolation = self._parts.sandbox.isolation
            absent = self._parts.missing_tools
        except AgentsError as error:
            return f"{error}; {error.hint}"
        missing = [] if isolation != "none" else ["no sandbox: programs run without isolation"]
        missing += [f"{name} is not installed: run `agents tools install`" for name in absent]
        return "; ".join(missing)
