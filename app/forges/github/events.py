"""GitHub's deliveries as events: pure, and calm about payloads of any shape."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.domain.event import Event, Ignored, PullRequestAction, Thread

MARKER = "<!-- agents key="
"""How every comment of ours begins."""
AT_ONCE = 10.0
"""Seconds between an issue's creation and an update that still belongs to it: labels chosen in the form."""
ACTIONS: Mapping[str, PullRequestAction] = {
    "opened": "opened",
    "synchronize": "synchronised",
    "reopened": "reopened",
    "ready_for_review": "ready",
}


def parse(
    headers: Mapping[str, str], payload: Mapping[str, object], own: frozenset[str], label: str
) -> Event | Ignored:
    """What the delivery says. ``own`` are the bot's logins, ``label`` the label that makes an issue a request."""
    kind = header(headers, "X-GitHub-Event")
    read = _READERS.get(kind)
    if read is None:
        return Ignored(f"no interest in {kind or 'deliveries without an event'}")
    if not _text(payload, "repository", "full_name"):
        return Ignored("the delivery names no repository")
    return read(payload, own, label)


def header(headers: Mapping[str, str], name: str) -> str:
    """A header's value whatever the case of its name, or empty."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


def _comment(payload: Mapping[str, object], own: frozenset[str], _label: str) -> Event | Ignored:
    action, actor, body = _text(payload, "action"), _text(payload, "sender", "login"), _text(payload, "comment", "body")
    number, comment = _number(payload, "issue", "number"), _number(payload, "comment", "id")
    if action != "created":
        return Ignored(f"comment {action or 'changed'}: only new comments count")
    if _is_own(actor, own) or _is_own(_text(payload, "comment", "user", "login"), own) or MARKER in body:
        return Ignored("the bot's own comment")
    if "Bot" in {_text(payload, "sender", "type"), _text(payload, "comment", "user", "type")}:
        return Ignored("a bot's comment")
    if not (number and comment and actor):
        return Ignored("the delivery names no comment")
    return Event(
        thread=_thread(payload, number, pull_request=_at(payload, "issue", "pull_request") is not None),
        kind="comment",
        actor=actor,
        key=f"comment/{comment}",
        text=body,
        title=_text(payload, "issue", "title"),
        body=_text(payload, "issue", "body"),
        comment=str(comment),
        draft=_at(payload, "issue", "draft") is True,
        at=_text(payload, "comment", "created_at"),
    )


def _issue(payload: Mapping[str, object], own: frozenset[str], label: str) -> Event | Ignored:
    action, actor, number = (
        _text(payload, "action"),
        _text(payload, "sender", "login"),
        _number(payload, "issue", "number"),
    )
    why = _issue_ignored(payload, action, label)
    if why:
        return Ignored(why)
    if not (number and actor):
        return Ignored("the delivery names no issue")
    if _is_own(actor, own):
        return Ignored("the bot's own doing")
    updated = _text(payload, "issue", "updated_at")
    at_creation = action == "opened" or _together(_text(payload, "issue", "created_at"), updated)
    return Event(
        thread=_thread(payload, number, pull_request=False),
        kind="issue_labelled",
        actor=actor,
        key=f"issue/{number}/created" if at_creation else f"issue/{number}/labelled/{updated}",
        title=_text(payload, "issue", "title"),
        body=_text(payload, "issue", "body"),
        at=updated,
    )


def _issue_ignored(payload: Mapping[str, object], action: str, label: str) -> str:
    if action not in {"opened", "labeled"}:
        return f"issue {action or 'changed'}: starts nothing"
    if action == "labeled" and _text(payload, "label", "name").lower() != label.lower():
        return f"another label than {label}"
    if action == "opened" and label.lower() not in _labels(payload):
        return f"an issue without the label {label}"
    if _text(payload, "issue", "state") == "closed":
        return "the issue is closed"
    return "a pull request with the label" if _at(payload, "issue", "pull_request") else ""


def _pull_request(payload: Mapping[str, object], own: frozenset[str], _label: str) -> Event | Ignored:
    action, actor = _text(payload, "action"), _text(payload, "sender", "login")
    number = _number(payload, "pull_request", "number") or _number(payload, "number")
    head, at = _text(payload, "pull_request", "head", "sha"), _text(payload, "pull_request", "updated_at")
    if action != "closed" and action not in ACTIONS:
        return Ignored(f"pull request {action or 'changed'}: starts nothing")
    if not (number and actor and head):
        return Ignored("the delivery names no pull request")
    if action != "closed" and _is_own(actor, own):
        return Ignored("the bot's own pull request or push")
    word = ACTIONS.get(action, "")
    key = f"pull/{number}/{head}/{word or 'closed'}"
    return Event(
        thread=_thread(payload, number, pull_request=True),
        kind="pull_request" if word else "pull_request_closed",
        actor=actor,
        key=key if word == "opened" else f"{key}/{at}",  # a branch may be pushed back to where it was
        title=_text(payload, "pull_request", "title"),
        body=_text(payload, "pull_request", "body"),
        action=word,
        head=head,
        draft=_at(payload, "pull_request", "draft") is True,
        fork=_is_fork(payload),
        at=at,
    )


def _review_comment(_payload: Mapping[str, object], _own: frozenset[str], _label: str) -> Ignored:
    return Ignored("a comment on lines: commands are read in the conversation only")


Reader = Callable[[Mapping[str, object], frozenset[str], str], Event | Ignored]
_READERS: Mapping[str, Reader] = {
    "issue_comment": _comment,
    "issues": _issue,
    "pull_request": _pull_request,
    "pull_request_review_comment": _review_comment,
}


def _thread(payload: Mapping[str, object], number: int, *, pull_request: bool) -> Thread:
    return Thread("github", _text(payload, "repository", "full_name"), number, pull_request)


def _is_own(login: str, own: frozenset[str]) -> bool:
    return login.lower() in {name.lower() for name in own}


def _is_fork(payload: Mapping[str, object]) -> bool:
    """Whether the head lives elsewhere; a head whose repository is gone was a fork's."""
    base = _at(payload, "pull_request", "base", "repo", "id")
    return bool(_at(payload, "pull_request", "head", "repo", "id") != base)


def _labels(payload: Mapping[str, object]) -> set[str]:
    found = _at(payload, "issue", "labels")
    return {_text(one, "name").lower() for one in found} if isinstance(found, list) else set()


def _together(created: str, updated: str) -> bool:
    try:
        passed = datetime.fromisoformat(updated) - datetime.fromisoformat(created)
        return abs(passed.total_seconds()) <= AT_ONCE
    except (ValueError, TypeError):
        return False


def _at(value: Any, *keys: str) -> Any:
    """What lies at a path of keys, or None."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _text(value: Any, *keys: str) -> str:
    found = _at(value, *keys)
    return found if isinstance(found, str) else ""


def _number(value: Any, *keys: str) -> int:
    found = _at(value, *keys)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0
