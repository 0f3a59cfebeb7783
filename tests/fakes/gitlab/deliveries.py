"""Webhook deliveries made from the fake's own state, so that what it says and what its API says agree."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any

from tests.fakes.gitlab.state import Project, State, shown

HEADERS = {"note": "Note Hook", "issue": "Issue Hook", "merge_request": "Merge Request Hook"}


def headers_for(kind: str, body: bytes, secret: str, delivery: str = "") -> dict[str, str]:
    """What GitLab sends with a delivery; a secret that begins with ``whsec_`` signs it, another is sent as it is."""
    identity = delivery or str(uuid.uuid4())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "GitLab/18.9.0",
        "X-Gitlab-Event": HEADERS.get(kind, f"{kind.title()} Hook"),
        "X-Gitlab-Instance": "https://gitlab.example",
        "X-Gitlab-Webhook-UUID": "6f7c0a4e-0000-4000-8000-000000000001",
        "X-Gitlab-Event-UUID": str(uuid.uuid4()),
        "Idempotency-Key": identity,
        "webhook-id": identity,
    }
    if not secret.startswith("whsec_"):
        return headers | {"X-Gitlab-Token": secret}
    moment = str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{identity}.{moment}.".encode() + body, hashlib.sha256).digest()
    return headers | {"webhook-timestamp": moment, "webhook-signature": f"v1,{base64.b64encode(digest).decode()}"}


def note_payload(state: State, project: Project, thread: dict[str, Any], note: dict[str, Any]) -> dict[str, Any]:
    """A comment on an issue or merge request."""
    merge = "source_branch" in thread
    return {
        **_envelope(state, project, "note", note["author"]["username"]),
        "event_type": "note",
        "project_id": project.id,
        "object_attributes": {
            "id": note["id"],
            "note": note["body"],
            "noteable_type": "MergeRequest" if merge else "Issue",
            "noteable_id": thread["id"],
            "project_id": project.id,
            "author_id": note["author"]["id"],
            "created_at": note["created_at"],
            "updated_at": note["updated_at"],
            "type": note["type"],
            "system": note["system"],
            "internal": note["internal"],
            "action": "create" if note["created_at"] == note["updated_at"] else "update",
            "url": f"{thread['web_url']}#note_{note['id']}",
        },
        ("merge_request" if merge else "issue"): _merge(thread) if merge else _issue(thread),
    }


def issue_payload(
    state: State, project: Project, issue: dict[str, Any], action: str, added: tuple[str, ...], actor: str
) -> dict[str, Any]:
    """An issue opened or changed; ``added`` are labels that the change brought."""
    labels = [{"id": number, "title": label} for number, label in enumerate(issue["labels"], 1)]
    changes = {}
    if added:
        before = [label for label in labels if label["title"] not in added]
        changes = {"labels": {"previous": before, "current": labels}}
    return {
        **_envelope(state, project, "issue", actor or issue["author"]["username"]),
        "event_type": "issue",
        "object_attributes": {**_issue(issue), "action": action, "labels": labels},
        "labels": labels,
        "changes": changes,
    }


def merge_payload(
    state: State, project: Project, merge: dict[str, Any], action: str, actor: str, oldrev: str, ready: bool
) -> dict[str, Any]:
    """A merge request opened, changed, closed."""
    extra: dict[str, Any] = {"action": action}
    if oldrev:
        extra["oldrev"] = oldrev
    return {
        **_envelope(state, project, "merge_request", actor or merge["author"]["username"]),
        "event_type": "merge_request",
        "object_attributes": {**_merge(merge), **extra},
        "labels": [],
        "changes": {"draft": {"previous": True, "current": False}} if ready else {},
    }


def packed(payload: dict[str, Any]) -> bytes:
    """The raw bytes."""
    return json.dumps(payload, ensure_ascii=False).encode()


def _envelope(state: State, project: Project, kind: str, actor: str) -> dict[str, Any]:
    person = state.people[actor]
    return {
        "object_kind": kind,
        "user": {"id": person.id, "name": actor.title(), "username": actor, "email": "[REDACTED]"},
        "project": {
            "id": project.id,
            "name": project.path.rpartition("/")[2],
            "path_with_namespace": project.path,
            "default_branch": project.default_branch,
            "web_url": f"https://gitlab.example/{project.path}",
        },
    }


def _issue(issue: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shown(issue).items() if key not in {"author", "labels", "web_url"}}


def _merge(merge: dict[str, Any]) -> dict[str, Any]:
    left = {key: value for key, value in shown(merge).items() if key not in {"author", "labels", "sha", "diff_refs"}}
    return {**left, "last_commit": {"id": merge["sha"], "message": "a commit"}}
