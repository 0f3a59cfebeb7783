"""``POST /webhooks/<forge>``: verified over the raw bytes, stored, put into the queue, and only then acknowledged."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import ClientDisconnected

from app.domain.event import Event, Ignored
from app.forges.base import Host
from app.web.answers import Refused
from app.web.metrics import Metrics
from app.web.service import Service

LIMIT = 25 * 1024 * 1024
"""Bytes: the most that GitHub delivers (25 MB)."""
DOING = "taking the delivery"
EVENT_HEADERS = {"github": "X-GitHub-Event", "gitlab": "X-Gitlab-Event"}
UNSTORABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""Escapes of characters that no database takes: NUL and halves of surrogate pairs."""

log = structlog.get_logger("app.web.webhooks")


class Headers(Mapping[str, str]):
    """A request's headers, found in any case."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._names = {name.lower(): name for name in headers}
        self._values = {name.lower(): value for name, value in headers.items()}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.values())

    def __len__(self) -> int:
        return len(self._values)


def webhooks(service: Service, metrics: Metrics) -> Blueprint:
    """The blueprint of the door for deliveries."""
    door = Blueprint("webhooks", __name__)

    @door.post("/webhooks/<forge>")
    def receive(forge: str) -> tuple[Response, int]:
        host = service.hosts.get(forge)
        if host is None:
            known = " and ".join(sorted(service.hosts)) or "no forge"
            raise Refused(404, DOING, f"the forge {forge!r} is not configured", f"configured: {known}; see doctor")
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(forge=forge):
            try:
                status, record, result = _taken(service, forge, host)
            except Refused as error:
                metrics.delivery(forge, error.result)
                log.warning("refused", status=error.status, wrong=error.wrong)
                raise
            metrics.delivery(forge, result)
            took = round((time.perf_counter() - started) * 1000, 1)
            log.info(result, milliseconds=took, **record)
        return jsonify(record), status

    return door


def _taken(service: Service, forge: str, host: Host) -> tuple[int, dict[str, Any], str]:
    """Status, answer and the word for the metrics."""
    if service.draining:
        raise Refused(503, DOING, "the service is about to end", "deliver it again", "unavailable")
    if request.mimetype != "application/json":
        wrong = f"the content type is {request.mimetype or 'missing'}"
        raise Refused(415, DOING, wrong, "set the webhook's content type to application/json", "wrong_type")
    headers = Headers(dict(request.headers))
    body = _body()
    if not host.verify(headers, body):
        hint = "the webhook's secret must be the one in the service's settings"
        raise Refused(403, DOING, "the signature is missing or wrong", hint, "forbidden")
    delivery = _delivery(forge, host, headers)
    with structlog.contextvars.bound_contextvars(delivery=delivery):
        event = _parsed(host, headers, _payload(body))
        if isinstance(event, Event) and not service.allowed(forge, event.thread.repository):
            event = Ignored("the repository is not on the list (AGENTS_REPO_ALLOWLIST)")
        if isinstance(event, Ignored):
            return 200, {"ignored": event.why}, "ignored"
        return _stored(service, forge, delivery, event)


def _body() -> bytes:
    """The raw bytes. A length that is declared too large is not waited for, an undeclared one is counted."""
    if (request.content_length or 0) > LIMIT:
        raise _too_large()
    request.max_content_length = LIMIT + 1  # a stream of unknown length is cut there, silently
    try:
        body = request.get_data(cache=False)
    except (ClientDisconnected, OSError) as error:
        raise Refused(400, DOING, "the payload ended early", "deliver it again", "malformed") from error
    if len(body) > LIMIT:
        raise _too_large()
    return body


def _too_large() -> Refused:
    hint = "let the webhook send fewer kinds of events"
    return Refused(413, DOING, "the payload is larger than 25 MB", hint, "too_large")


def _delivery(forge: str, host: Host, headers: Mapping[str, str]) -> str:
    delivery = host.delivery(headers)
    if not delivery:
        raise Refused(400, DOING, "the delivery has no id", "post what the forge posts, with its headers", "malformed")
    event = EVENT_HEADERS.get(forge)
    if event and not headers.get(event):
        raise Refused(400, DOING, f"the header {event} is missing", "post what the forge posts", "malformed")
    return delivery


def _payload(body: bytes) -> Mapping[str, object]:
    try:
        payload = json.loads(body)
        if UNSTORABLE.search(body):
            payload = _storable(payload)
    except (ValueError, RecursionError) as error:
        raise Refused(400, DOING, "the payload is not JSON", "post what the forge posts", "malformed") from error
    if not isinstance(payload, dict):
        raise Refused(400, DOING, "the payload is no JSON object", "post what the forge posts", "malformed")
    return payload


def _storable(value: object) -> object:
    """The same without characters that cannot be stored: a stranger may write them, the store must not fail."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value


def _parsed(host: Host, headers: Mapping[str, str], payload: Mapping[str, object]) -> Event | Ignored:
    """The event. A payload of a shape no one thought of is a bug of ours and no fault of the forge's."""
    try:
        return host.parse(headers, payload)
    except Exception:
        log.exception("bug: the delivery could not be read")
        return Ignored("the delivery could not be read; the reason is in the service's log")


def _stored(service: Service, forge: str, delivery: str, event: Event) -> tuple[int, dict[str, Any], str]:
    """Stored and queued, or neither is acknowledged: what is stored and not queued is queued by the next delivery."""
    try:
        accepted = service.store.accept(forge, delivery, event, datetime.now(UTC))
        service.enqueue(accepted.run, event.thread.name)
    except Exception as error:
        log.exception("the delivery could not be stored")
        raise Refused(503, DOING, "the store does not take it", "deliver it again", "unavailable") from error
    if accepted.duplicate:
        return 200, {"run": accepted.run, "duplicate": True}, "duplicate"
    return 202, {"run": accepted.run}, "accepted"
