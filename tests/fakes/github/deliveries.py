"""Signed webhook deliveries, built from what the fake GitHub remembers."""

import hashlib
import hmac
import json
import uuid
from typing import Any

from tests.fakes.github.pulls import refresh
from tests.fakes.github.shapes import Shapes
from tests.fakes.github.state import Delivery, Repository, State, iso


def build(
    state: State,
    shapes: Shapes,
    secret: str,
    event: str,
    repository: str,
    number: int,
    action: str,
    *,
    comment: int = 0,
    label: str = "",
    actor: str = "",
    guid: str = "",
    status: int = 202,
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a delivery; it is kept as one that was answered with ``status``."""
    where = state.repositories[repository]
    refresh(state, where)
    payload = _payload(shapes, where, event, number, action, comment, label)
    thread = where.threads[number]
    said = next((one.author for one in thread.comments if one.id == comment), thread.author)
    payload["sender"] = shapes.user(actor or said)
    payload["installation"] = {"id": 1, "node_id": "I_1"}
    body = json.dumps(payload).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/fake",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": guid or str(uuid.uuid4()),
        "X-Hub-Signature-256": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}",
    }
    kept = {name: value for name, value in headers.items() if name != "User-Agent"}
    state.deliveries.append(
        Delivery(
            state.next_id(),
            headers["X-GitHub-Delivery"],
            event,
            action,
            kept,
            payload,
            status,
            state.now(),
            where.id,
        )
    )
    return headers, body


def _payload(
    shapes: Shapes, where: Repository, event: str, number: int, action: str, comment: int, label: str
) -> dict[str, Any]:
    thread = where.threads[number]
    payload: dict[str, Any] = {"action": action, "repository": shapes.repository(where)}
    if event == "pull_request":
        payload |= {"number": number, "pull_request": shapes.pull(where, thread)}
        if action == "synchronize":
            payload |= {"before": "0" * 40, "after": thread.head}
        return payload
    payload["issue"] = shapes.issue(where, thread)
    if event == "issue_comment":
        found = next(one for one in thread.comments if one.id == comment)
        payload["comment"] = shapes.comment(where, thread, found)
    if label:
        payload["label"] = shapes.label(where, label)
    return payload


def ping(secret: str, at: float) -> tuple[dict[str, str], bytes]:
    """What GitHub sends when the webhook is made."""
    body = json.dumps({"zen": "Keep it logically awesome.", "hook_id": 1, "hook": {"created_at": iso(at)}}).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-GitHub-Event": "ping", "X-GitHub-Delivery": str(uuid.uuid4())}
    return headers | {"X-Hub-Signature-256": f"sha256={signature}"}, body
