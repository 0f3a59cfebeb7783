"""GitLab's deliveries as events. Pure: nothing here asks GitLab anything."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.event import Event, Ignored, PullRequestAction, Thread
from app.forges.gitlab.auth import lowered

FORGE = "gitlab"
OURS = "<!-- agents key="
"""What every comment of ours begins with (the marker)."""

BOT = re.compile(r"(project|group)_\d+_bot(_.*|\d*)|service_account_.*|(support|alert|security|ghost)[-_]?bot|ghost")
"""Users that GitLab makes for access tokens, service accounts and itself."""

SOON = 10.0
"""Seconds after an issue was made within which a label counts as given with it."""

Values = Mapping[str, Any]


def delivery_of(headers: Mapping[str, str]) -> str:
    """The delivery's id: the same when GitLab sends it again."""
    given = lowered(headers)
    names = ("webhook-id", "idempotency-key", "x-gitlab-event-uuid")
    return next((given[name] for name in names if given.get(name)), "")


def parse(payload: Mapping[str, object], own: str, label: str) -> Event | Ignored:
    """The delivery as an event. ``own`` is the bot's user name, ``label`` what makes an issue a request."""
    try:
        return _parse(payload, own, label)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Ignored(f"the payload has an odd shape ({type(error).__name__})")


def _parse(payload: Values, own: str, label: str) -> Event | Ignored:
    kind = payload.get("object_kind")
    readers = {"note": _note, "issue": _issue, "work_item": _issue, "merge_request": _merge_request}
    if kind not in readers:
        return Ignored(f"nothing is done for {kind!r}" if isinstance(kind, str) else "it is no event that is known")
    if own and payload["user"]["username"] == own:
        return Ignored("it is the bot's own doing")
    return readers[str(kind)](payload, label)


def _note(payload: Values, _label: str) -> Event | Ignored:
    note = payload["object_attributes"]
    place = {"Issue": "issue", "MergeRequest": "merge_request"}.get(note["noteable_type"])
    if place is None:
        return Ignored(f"comments on {note['noteable_type']} start nothing")
    why = _unwanted(note, payload)
    if why:
        return Ignored(why)
    about = payload[place]
    merge = place == "merge_request"
    return Event(
        thread=_thread(payload, about["iid"], merge),
        kind="comment",
        actor=payload["user"]["username"],
        key=f"comment/{int(note['id'])}",
        text=_text(note["note"]),
        title=_text(about["title"]),
        body=_text(about.get("description")),
        comment=str(int(note["id"])),
        head=_head(about) if merge else "",
        draft=_draft(about) if merge else False,
        fork=_fork(about) if merge else False,
        at=_text(note.get("created_at")),
    )


def _unwanted(note: Values, payload: Values) -> str:
    """Why a comment starts nothing, or nothing."""
    action = note.get("action") or ("create" if note.get("created_at") == note.get("updated_at") else "update")
    reasons = {
        "edited comments start nothing": action != "create",
        "GitLab wrote it itself": bool(note.get("system")),
        "it is the bot's own comment": _text(note["note"]).lstrip().startswith(OURS),
        "comments of bots start nothing": bool(BOT.fullmatch(payload["user"]["username"])),
        "comments on lines of code start nothing: write it in the merge request's thread": note.get("type")
        == "DiffNote",
        "it is an internal comment, and the bot's answers can be read by everyone": _hidden(note),
        "the issue is confidential, and the bot's answers can be read by everyone": _hidden(payload.get("issue") or {}),
    }
    return next((why for why, applies in reasons.items() if applies), "")


def _issue(payload: Values, label: str) -> Event | Ignored:
    issue = payload["object_attributes"]
    action = issue.get("action")
    labels = payload.get("labels") or issue.get("labels") or ()
    if action not in {"open", "update"}:
        return Ignored(f"an issue's {action!r} starts nothing")
    if action == "open" and not _holds(labels, label):
        return Ignored(f"the issue has no label {label}")
    if action == "update" and not _label_came(payload, label):
        return Ignored(f"the label {label} was not added")
    if _hidden(issue):
        return Ignored("the issue is confidential, and the bot's answers can be read by everyone")
    number = int(issue["iid"])
    return Event(
        thread=_thread(payload, number, pull_request=False),
        kind="issue_labelled",
        actor=payload["user"]["username"],
        key=f"issue/{number}/{_when(issue)}",
        title=_text(issue["title"]),
        body=_text(issue.get("description")),
        at=_text(issue.get("updated_at") or issue.get("created_at")),
    )


def _when(issue: Values) -> str:
    """``created``, or the moment of a later label."""
    made, changed = _text(issue.get("created_at")), _text(issue.get("updated_at"))
    if issue.get("action") == "open" or not changed or made == changed:
        return "created"
    seconds = (_moment(changed) - _moment(made)).total_seconds()
    return "created" if abs(seconds) <= SOON else changed


def _merge_request(payload: Values, _label: str) -> Event | Ignored:
    merge = payload["object_attributes"]
    action = _action(payload)
    if not action:
        return Ignored(f"a merge request's {merge.get('action')!r} that brings no commits starts nothing")
    number, head = int(merge["iid"]), _head(merge)
    closed = action == "closed"
    at = _text(merge.get("updated_at"))
    # The same commit can be pushed, closed and reopened many times, but a merge request is opened once.
    again = "" if action == "opened" else f"/{at}"
    named: PullRequestAction = "" if action == "closed" else action
    return Event(
        thread=_thread(payload, number, pull_request=True),
        kind="pull_request_closed" if closed else "pull_request",
        actor=payload["user"]["username"],
        key=f"pull/{number}/{head}/{action}{again}",
        title=_text(merge["title"]),
        body=_text(merge.get("description")),
        action=named,
        head=head,
        draft=_draft(merge),
        fork=_fork(merge),
        at=at,
    )


def _action(payload: Values) -> Any:
    """What happened to a merge request in the words of ``Event``, ``closed``, or empty."""
    merge = payload["object_attributes"]
    action = merge.get("action")
    if action == "update":
        if merge.get("oldrev"):
            return "synchronised"
        return "ready" if _became_ready(payload.get("changes") or {}) else ""
    return {"open": "opened", "reopen": "reopened", "close": "closed", "merge": "closed"}.get(str(action), "")


def _became_ready(changes: Values) -> bool:
    for name in ("draft", "work_in_progress"):
        change = changes.get(name)
        if change and change.get("previous") and not change.get("current"):
            return True
    return False


def _label_came(payload: Values, label: str) -> bool:
    change = (payload.get("changes") or {}).get("labels") or {}
    return _holds(change.get("current") or (), label) and not _holds(change.get("previous") or (), label)


def _holds(labels: Any, label: str) -> bool:
    return any(str(entry["title"]).casefold() == label.casefold() for entry in labels)


def _thread(payload: Values, number: Any, pull_request: bool) -> Thread:
    return Thread(FORGE, str(payload["project"]["path_with_namespace"]), int(number), pull_request)


def _head(merge: Values) -> str:
    return _text((merge.get("last_commit") or {}).get("id"))


def _draft(merge: Values) -> bool:
    return bool(merge.get("draft") or merge.get("work_in_progress"))


def _fork(merge: Values) -> bool:
    """Where it is unclear it counts as a fork: nothing is pushed then."""
    source, target = merge.get("source_project_id"), merge.get("target_project_id")
    return source is None or source != target


def _hidden(thing: Values) -> bool:
    return bool(thing.get("confidential") or thing.get("internal"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(text: str) -> datetime:
    """GitLab writes both ``2026-01-01T00:00:00Z`` and ``2026-01-01 00:00:00 UTC``."""
    return datetime.fromisoformat(text.replace(" UTC", "+00:00"))
