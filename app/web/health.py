"""``GET /healthz`` and ``GET /readyz``: alive, and able to do its work."""

import threading
import time
from collections.abc import Callable

import structlog
from flask import Blueprint, Response, jsonify

from app.web.service import Probe, Service

FRESH_SECONDS = 30.0
"""How long an answer of a tool or a forge counts."""
STORE_FRESH_SECONDS = 1.0
PATIENCE_SECONDS = 2.0
"""How long a request waits for probes; what has not answered by then is not ready."""
WAITING = 2
"""Requests that may wait for probes at once; more of them are told the last answers, so that threads stay free."""

log = structlog.get_logger("app.web.health")


class Watch:
    """One probe with its last answer. One look at a time, in a thread of its own: a slow forge holds up no one."""

    def __init__(
        self, name: str, probe: Probe, fresh: float = FRESH_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._probe = probe
        self._fresh = fresh
        self._clock = clock
        self._lock = threading.Lock()
        self._looking: threading.Event | None = None
        self._wrong = "not looked at yet"
        self._at = float("-inf")

    def look(self) -> threading.Event | None:
        """Begin a look where the last answer is too old; returns what is set at its end, or None where it is fresh."""
        with self._lock:
            if self._looking is None and self._clock() - self._at < self._fresh:
                return None
            if self._looking is None:
                self._looking = threading.Event()
                threading.Thread(target=self._ask, args=(self._looking,), daemon=True, name="probe").start()
            return self._looking

    def wrong(self) -> str:
        """Empty where it is well, else what is wrong."""
        with self._lock:
            late = self._looking is not None and self._clock() - self._at >= self._fresh
            return f"no answer within {PATIENCE_SECONDS:.0f} s" if late else self._wrong

    def _ask(self, done: threading.Event) -> None:
        try:
            wrong = self._probe()
        except Exception as error:
            log.exception("a probe could not look", probe=self._name)
            wrong = f"it could not be looked at ({type(error).__name__})"
        with self._lock:
            self._wrong, self._at, self._looking = wrong, self._clock(), None
        done.set()


class Readiness:
    """What the service stands on, looked at when asked for."""

    def __init__(self, service: Service) -> None:
        self._watches = {"store": Watch("store", lambda: _store_wrong(service), STORE_FRESH_SECONDS)}
        self._watches |= {name: Watch(name, probe) for name, probe in service.probes().items()}
        self._waiting = threading.BoundedSemaphore(WAITING)

    def parts(self) -> dict[str, str]:
        """Each part, with what is wrong or empty."""
        looking = [begun for watch in self._watches.values() if (begun := watch.look()) is not None]
        if looking and self._waiting.acquire(blocking=False):
            try:
                until = time.monotonic() + PATIENCE_SECONDS
                for begun in looking:
                    begun.wait(max(0.0, until - time.monotonic()))
            finally:
                self._waiting.release()
        return {name: watch.wrong() for name, watch in self._watches.items()}


def _store_wrong(service: Service) -> str:
    return "" if service.store.healthy() else "it does not answer"


def health(service: Service) -> Blueprint:
    """The blueprint of both pages."""
    door = Blueprint("health", __name__)
    readiness = Readiness(service)

    @door.get("/healthz")
    def alive() -> Response:
        return jsonify({"alive": True})

    @door.get("/readyz")
    def ready() -> tuple[Response, int]:
        parts = readiness.parts()
        if service.draining:
            parts["service"] = "it is about to end"
        fine = not any(parts.values())
        shown = {name: {"ok": not wrong, "wrong": wrong} for name, wrong in parts.items()}
        return jsonify({"ready": fine, "parts": shown}), 200 if fine else 503

    return door
