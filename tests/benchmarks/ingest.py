"""How fast deliveries are acknowledged: stored and queued, against a bare door that only looks at the signature.

Both run in the product's own server (gunicorn, threads); the bare one is what any receiver does at least. The clients
are threads of this process with kept connections, so that both sides share the machine as they do for both doors.
"""

import hashlib
import hmac
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, request

from app.durable.engine import Engine
from app.forges.github.host import GitHubHost
from app.stores.store import Store
from app.web.logs import set_up_logging
from app.web.metrics import Metrics
from app.web.server import Address, Server

if TYPE_CHECKING:
    from app.forges.base import Host

SECRET = "a-secret-of-the-webhook"
CLIENTS = 8
DELIVERIES = 1000
SIZE = 13_000
"""Bytes of an ``issue_comment`` delivery as GitHub sends it."""
TIMED_OUT = 60


class Door:
    """The service without its work: deliveries are verified, parsed, stored, queued; the intakes do nothing."""

    def __init__(self, folder: Path) -> None:
        self.hosts: Mapping[str, Host] = {
            "github": GitHubHost.make(api_url="http://127.0.0.1:9", token="none", secrets=(SECRET,), login="agents")
        }
        self.draining = False
        self.store = Store.open(f"sqlite:///{folder / 'agents.db'}")
        self._engine = Engine(self.store, self._nothing, self._nothing)

    def _nothing(self, run: str, _steps: object) -> None:
        self.store.finish(run, "done")

    def allowed(self, _forge: str, repository: str) -> bool:
        """Everything."""
        return bool(repository)

    def enqueue(self, run: str, thread: str) -> None:
        """As in service."""
        self._engine.enqueue_intake(run, thread)

    def probes(self) -> Mapping[str, Callable[[], str]]:
        """None."""
        return {}

    def start(self) -> None:
        """As in service."""
        self._engine.launch()

    def drain(self, timeout: float) -> None:
        """As in service."""
        self._engine.drain(timeout)

    def stop(self) -> None:
        """As in service."""
        self._engine.close()
        self.store.close()


class Bare(Server):
    """The same server with a door that looks at the signature and says yes."""

    def load(self, tell: int) -> Flask:
        """Verify, nothing else."""
        del tell
        application = Flask(__name__)

        @application.post("/webhooks/github")
        def receive() -> tuple[Response, int]:
            body = request.get_data(cache=False)
            right = hmac.compare_digest(request.headers.get("X-Hub-Signature-256", ""), _signature(body))
            return jsonify({"run": "none"}), 202 if right else 403

        return application


def measure() -> list[str]:
    """Requests a second, half and 99 of 100 acknowledged within; the ratio is the figure."""
    bare, _ = _figures("bare")
    rate, lines = _figures("agents")
    return [f"bare: {bare:.0f}/s", *lines, f"stored and queued / only verified = {rate / bare:.2f}"]


def _figures(mode: str) -> tuple[float, list[str]]:
    with tempfile.TemporaryDirectory() as folder, _serving(mode, folder) as where:
        _post_all(where, "warm", 200)
        started = time.perf_counter()
        took = _post_all(where, "measured", DELIVERIES)
        rate = DELIVERIES / (time.perf_counter() - started)
        lines = [_shown(f"{CLIENTS} clients, {DELIVERIES} deliveries", took, rate)]
        if mode == "agents":
            lines.append(_settled(where))
            lines.append(_paced(where))
            lines.append(_copies(where))
    return rate, lines


def _shown(what: str, took: list[float], rate: float) -> str:
    cuts = statistics.quantiles(took, n=100)
    return f"{what}: {rate:.0f}/s, p50 {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms"


def _settled(where: tuple[str, int]) -> str:
    """Wait until every intake is done."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection(*where, timeout=TIMED_OUT)
    while True:
        connection.request("GET", "/metrics")
        if b'agents_runs_active{state="queued"} 0.0' in connection.getresponse().read():
            connection.close()
            return f"the queue was empty {time.perf_counter() - started:.1f} s later"
        time.sleep(0.2)


def _paced(where: tuple[str, int]) -> str:
    """500 in 10 seconds, as a busy organisation sends them."""
    started = time.perf_counter()
    took: list[float] = []
    for burst in range(50):
        time.sleep(max(0.0, started + burst / 5 - time.perf_counter()))
        took += _post_all(where, f"paced{burst}", 10)
    return _shown("500 deliveries in 10 s", took, 500 / (time.perf_counter() - started))


def _copies(where: tuple[str, int]) -> str:
    """100 copies of one delivery at once."""
    body = _body("copies", 0)
    runs: list[str] = []

    def send() -> None:
        connection = http.client.HTTPConnection(*where, timeout=TIMED_OUT)
        runs.append(json.loads(_post(connection, body, "copies-0")[1])["run"])
        connection.close()

    _together([send] * 100)
    return f"100 copies at once: {len(set(runs))} run"


def _post_all(where: tuple[str, int], name: str, count: int) -> list[float]:
    """Seconds of each; every one must be acknowledged."""
    bodies = [_body(name, number) for number in range(count)]
    took: list[float] = []

    def client(first: int) -> None:
        connection = http.client.HTTPConnection(*where, timeout=TIMED_OUT)
        for number in range(first, count, CLIENTS):
            started = time.perf_counter()
            status, answer = _post(connection, bodies[number], f"{name}-{number}")
            took.append(time.perf_counter() - started)
            if status != 202:
                raise AssertionError(f"{status}: {answer!r}")
        connection.close()

    _together([lambda first=first: client(first) for first in range(min(CLIENTS, count))])  # type: ignore[misc]
    if len(took) != count:
        raise AssertionError(f"{len(took)} of {count} were acknowledged")
    return took


def _together(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _post(connection: http.client.HTTPConnection, body: bytes, delivery: str) -> tuple[int, bytes]:
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "issue_comment",
        "X-GitHub-Delivery": delivery,
        "X-Hub-Signature-256": _signature(body),
    }
    connection.request("POST", "/webhooks/github", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def _body(name: str, number: int) -> bytes:
    person = {"login": "ann", "type": "User"}
    comment = int(hashlib.sha256(f"{name}-{number}".encode()).hexdigest()[:12], 16)
    payload = {
        "action": "created",
        "comment": {"id": comment, "body": "/agents plan", "user": person, "created_at": "2026-01-01T00:00:00Z"},
        "issue": {"number": number % 50 + 1, "title": "A change", "body": "", "pull_request": {}},
        "repository": {"full_name": "acme/web"},
        "sender": person,
    }
    return json.dumps(payload | {"fill": "x" * (SIZE - len(json.dumps(payload)))}).encode()


def _signature(body: bytes) -> str:
    return "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


@contextmanager
def _serving(mode: str, folder: str) -> Iterator[tuple[str, int]]:
    words = [sys.executable, "-m", "tests.benchmarks.ingest", mode, folder]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        if process.stdout is None:
            raise AssertionError
        address = urlsplit(process.stdout.readline().strip())
        try:
            yield str(address.hostname), int(cast("int", address.port))
        finally:
            process.terminate()


def _make(folder: Path) -> Callable[[Metrics], Door]:
    return lambda _: Door(folder)


def _say(address: Address) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def main() -> None:
    """One of the two doors, as a process."""
    mode, folder = sys.argv[1:]
    set_up_logging("json")
    server = (Bare if mode == "bare" else Server)(_make(Path(folder)), _say, drain_seconds=1)
    server.serve("127.0.0.1", 0)


if __name__ == "__main__":
    main()
