"""``GET /metrics``: what Prometheus asks for.

Counters and histograms are counted where things happen. One worker keeps them in memory; several share files in the
folder that ``PROMETHEUS_MULTIPROC_DIR`` names, so that any worker answers for all of them. What the store knows (runs
by state, the age of the queue) is read from it when asked, and is the same whichever worker or machine answers.
"""

import os
from collections.abc import Iterator, Mapping, Sequence

import structlog
from flask import Blueprint, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app import __version__
from app.domain.thought import Thought
from app.forges.base import Host
from app.web.measures import (
    BUILD,
    DELIVERIES,
    FORGE_BUDGET,
    MODEL_REQUESTS,
    MODEL_TOKENS,
    MODEL_USD,
    QUEUE_AGE,
    RUN_SECONDS,
    RUNS,
    RUNS_ACTIVE,
    STAGE_SECONDS,
    STORE_UP,
    TOOL_FAILURES,
    Measure,
)
from app.web.service import RunStore

SHARED = "PROMETHEUS_MULTIPROC_DIR"
STAGE_BUCKETS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900)
RUN_BUCKETS = (1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1800)
ACTIVE = ("queued", "running")
BILLED = ("input", "output", "cache_write", "cache_read")

log = structlog.get_logger("app.web.metrics")


def _asked(measure: Measure) -> tuple[str, str, tuple[str, ...]]:
    return measure.name, measure.text, tuple(measure.labels)


class Metrics:
    """The counters of one process (or of all that share a folder). A ``Meter`` of the pipeline."""

    def __init__(self) -> None:
        self._shared = os.environ.get(SHARED, "")
        self.registry = CollectorRegistry()
        self._deliveries = Counter(*_asked(DELIVERIES), registry=self.registry)
        self._runs = Counter(*_asked(RUNS), registry=self.registry)
        self._stages = Histogram(*_asked(STAGE_SECONDS), registry=self.registry, buckets=STAGE_BUCKETS)
        self._seconds = Histogram(*_asked(RUN_SECONDS), registry=self.registry, buckets=RUN_BUCKETS)
        self._tools = Counter(*_asked(TOOL_FAILURES), registry=self.registry)
        self._requests = Counter(*_asked(MODEL_REQUESTS), registry=self.registry)
        self._tokens = Counter(*_asked(MODEL_TOKENS), registry=self.registry)
        self._usd = Counter(*_asked(MODEL_USD), registry=self.registry)

    def delivery(self, forge: str, result: str) -> None:
        """A delivery was answered."""
        self._deliveries.labels(forge, result).inc()

    def stage(self, stage: str, status: str, seconds: float) -> None:
        """A stage has ended."""
        self._stages.labels(stage, status).observe(seconds)

    def run(self, outcome: str, seconds: float) -> None:
        """A run has ended; ``seconds`` since it started."""
        self._runs.labels(outcome).inc()
        self._seconds.observe(seconds)

    def tool_failure(self, tool: str) -> None:
        """A tool could not do its work."""
        self._tools.labels(tool).inc()

    def thought(self, repository: str, thought: Thought) -> None:
        """A model was asked about a repository."""
        usage = thought.usage
        self._requests.labels(repository, thought.ended).inc(usage.requests)
        for kind in BILLED:
            self._tokens.labels(repository, kind).inc(getattr(usage, f"{kind}_tokens"))
        self._usd.labels(repository).inc(float(usage.usd))

    def shown(self, now: Collector) -> bytes:
        """Everything in Prometheus' text form, with what ``now`` reads."""
        registry = CollectorRegistry()
        if self._shared:
            MultiProcessCollector(registry, self._shared)  # type: ignore[no-untyped-call]
        else:
            registry.register(self.registry)
            ProcessCollector(registry=registry)
        registry.register(now)
        return generate_latest(registry)


class Present(Collector):
    """What is so at this moment, read from the store and the forges when asked."""

    def __init__(self, store: RunStore, hosts: Mapping[str, Host]) -> None:
        self._store = store
        self._hosts = hosts

    def describe(self) -> Iterator[Metric]:
        """Nothing: the registry then does not ask the store when this is registered."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """The gauges; those of the store are left out where it does not answer."""
        yield _gauge(BUILD, [((__version__,), 1.0)])
        yield from self._of_the_store()
        budgets = [((name,), float(left)) for name, host in self._hosts.items() if (left := _budget(host)) is not None]
        yield _gauge(FORGE_BUDGET, budgets)

    def _of_the_store(self) -> Iterator[Metric]:
        try:
            counts = self._store.counts()
            age = self._store.oldest_queued_seconds()
        except Exception:
            log.exception("the store could not be read for the metrics")
            yield _gauge(STORE_UP, [((), 0.0)])
            return
        yield _gauge(STORE_UP, [((), 1.0)])
        active = [((state,), float(counts.get(state, 0))) for state in ACTIVE]
        yield _gauge(RUNS_ACTIVE, active)
        waits = [((), float(age or 0.0))]
        yield _gauge(QUEUE_AGE, waits)


def _gauge(measure: Measure, values: Sequence[tuple[tuple[str, ...], float]]) -> Metric:
    family = GaugeMetricFamily(measure.name, measure.text, labels=tuple(measure.labels))
    for at, value in values:
        family.add_metric(at, value)
    return family


def _budget(host: Host) -> int | None:
    try:
        return host.budget()
    except Exception:
        log.exception("a forge's budget could not be read")
        return None


def metrics_page(metrics: Metrics, present: Collector) -> Blueprint:
    """The blueprint of ``/metrics``."""
    door = Blueprint("metrics", __name__)

    @door.get("/metrics")
    def show() -> Response:
        return Response(metrics.shown(present), content_type=CONTENT_TYPE_LATEST)

    return door
