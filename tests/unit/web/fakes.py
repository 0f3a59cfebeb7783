"""A service of plain values, so that the door can be looked at alone."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.event import Event, Ignored, Thread
from app.domain.job import Accepted, RunRow
from app.forges.base import Forge
from app.web.application import create_app
from app.web.metrics import Metrics
from app.web.service import Probe

SECRET = b"a secret of the webhook"


class FakeHost:
    """Signs as GitHub does; reads ``{"repository", "number", "comment"}``."""

    def __init__(self, name: str = "github") -> None:
        self.name = name
        self.parsed: list[Mapping[str, object]] = []
        self.left: int | None = 4321

    def delivery(self, headers: Mapping[str, str]) -> str:
        return headers.get("x-github-delivery", "")

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        return hmac.compare_digest(headers.get("X-Hub-Signature-256", ""), signature(body))

    def parse(self, headers: Mapping[str, str], payload: Mapping[str, object]) -> Event | Ignored:
        self.parsed.append(payload)
        if payload.get("odd"):
            raise KeyError("of a shape no one thought of")
        if headers["x-github-event"] != "issue_comment":
            return Ignored("the event is of no interest")
        thread = Thread(self.name, str(payload["repository"]), int(str(payload["number"])))
        return Event(thread, "comment", "ann", f"comment/{payload['comment']}", text=str(payload.get("text", "")))

    def open(self, repository: str) -> Forge:
        raise NotImplementedError

    def missed(self, since: str) -> Sequence[tuple[str, Mapping[str, str], Mapping[str, object]]]:
        return ()

    def reachable(self) -> str:
        return ""

    def budget(self) -> int | None:
        return self.left

    def close(self) -> None:
        pass


class FakeStore:
    """Keeps events in memory."""

    def __init__(self) -> None:
        self.down = False
        self.events: dict[str, Event] = {}
        self.known: dict[str, str] = {}
        self.rows: dict[str, RunRow] = {}

    def accept(self, forge: str, delivery: str, event: Event, now: datetime) -> Accepted:
        self._require()
        for key in (f"{forge}/{delivery}", f"{forge}/{event.thread.repository}/{event.key}"):
            if key in self.known:
                return Accepted(self.known[key], duplicate=True)
        run = f"20260101-000000-{len(self.events):04}"
        self.events[run] = event
        self.known |= {f"{forge}/{delivery}": run, f"{forge}/{event.thread.repository}/{event.key}": run}
        return Accepted(run)

    def run(self, run: str, /) -> RunRow | None:
        self._require()
        return self.rows.get(run)

    def counts(self) -> Mapping[str, int]:
        self._require()
        return {"queued": 3, "running": 1, "done": 9}

    def oldest_queued_seconds(self) -> float:
        return 2.5

    def healthy(self) -> bool:
        return not self.down

    def _require(self) -> None:
        if self.down:
            raise OSError("the disk is full")


class FakeService:
    """A service whose parts can be broken."""

    def __init__(self) -> None:
        self.hosts = {"github": FakeHost()}
        self.store = FakeStore()
        self.draining = False
        self.queued: list[tuple[str, str]] = []
        self.queue_down = False
        self.lookouts: dict[str, Probe] = {"tools": lambda: "", "github": self.hosts["github"].reachable}
        self.said: Callable[[str], None] = lambda _: None

    def allowed(self, forge: str, repository: str) -> bool:
        return repository.startswith("acme/")

    def enqueue(self, run: str, thread: str) -> None:
        if self.queue_down:
            raise OSError("the queue is gone")
        self.queued.append((run, thread))

    def probes(self) -> Mapping[str, Probe]:
        return self.lookouts

    def start(self) -> None:
        self.said("started")

    def drain(self, timeout: float) -> None:
        self.draining = True
        self.said(f"drained within {timeout:.0f}")

    def stop(self) -> None:
        self.said("stopped")


def signature(body: bytes) -> str:
    """As GitHub signs."""
    return "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()


def client(service: FakeService, metrics: Metrics | None = None) -> FlaskClient:
    """A client of the whole application; exceptions are answered as in service, not raised."""
    application = create_app(service, metrics)
    application.config["PROPAGATE_EXCEPTIONS"] = False
    return application.test_client()


def comment(**changes: Any) -> dict[str, Any]:
    """A payload that the fake host reads."""
    return {"repository": "acme/web", "number": 7, "comment": 1, "text": "/agents plan"} | changes


def headers(body: bytes, **changes: str | None) -> dict[str, str]:
    """The headers of a signed delivery; None leaves one out."""
    made = {
        "Content-Type": "application/json",
        "X-GitHub-Delivery": "d-1",
        "X-GitHub-Event": "issue_comment",
        "X-Hub-Signature-256": signature(body),
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in made.items() if value is not None}


def raw(payload: object) -> bytes:
    """A payload's bytes."""
    return json.dumps(payload).encode()


def said(response: TestResponse) -> Any:
    """The JSON of an answer."""
    return json.loads(response.data)
