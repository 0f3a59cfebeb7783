"""GitLab's deliveries as events."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.event import Event, Ignored
from app.forges.gitlab.events import delivery_of, parse

OWN, LABEL = "agents-bot", "agents"
MADE = "2026-01-01T10:00:00Z"
HEAD = "a" * 40


def note(**changes: Any) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "object_kind": "note",
        "user": {"username": "ada"},
        "project": {"path_with_namespace": "acme/platform/web"},
        "object_attributes": {
            "id": 77,
            "note": "/agents plan",
            "noteable_type": "MergeRequest",
            "action": "create",
            "type": None,
            "system": False,
            "created_at": MADE,
            "updated_at": MADE,
        },
        "merge_request": {
            "iid": 5,
            "title": "A change",
            "description": None,
            "source_project_id": 1,
            "target_project_id": 1,
            "last_commit": {"id": HEAD},
            "draft": True,
        },
    }
    return merged(payload, changes)


def issue(**changes: Any) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "object_kind": "issue",
        "user": {"username": "ada"},
        "project": {"path_with_namespace": "acme/web"},
        "object_attributes": {
            "id": 901,
            "iid": 9,
            "title": "A site",
            "description": "with a CDN",
            "action": "open",
            "created_at": MADE,
            "updated_at": MADE,
        },
        "labels": [{"title": "Agents"}, {"title": "other"}],
        "changes": {},
    }
    return merged(payload, changes)


def merge(**changes: Any) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "object_kind": "merge_request",
        "user": {"username": "ada"},
        "project": {"path_with_namespace": "acme/web"},
        "object_attributes": {
            "iid": 7,
            "title": "A change",
            "description": "Body",
            "action": "open",
            "source_project_id": 1,
            "target_project_id": 1,
            "last_commit": {"id": HEAD},
            "work_in_progress": False,
            "updated_at": MADE,
        },
        "changes": {},
    }
    return merged(payload, changes)


def merged(payload: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """``what`` replaces a part, ``attributes`` some of ``object_attributes``."""
    made = copy.deepcopy(payload)
    made["object_attributes"] |= changes.pop("attributes", {})
    return made | changes


def event_of(payload: dict[str, Any]) -> Event:
    event = parse(payload, OWN, LABEL)
    assert isinstance(event, Event), event
    return event


def test_a_comment_on_a_merge_request() -> None:
    event = event_of(note())
    assert event.thread.name == "gitlab/acme/platform/web!5"
    assert (event.kind, event.actor, event.key, event.text) == ("comment", "ada", "comment/77", "/agents plan")
    assert (event.title, event.body, event.comment, event.head) == ("A change", "", "77", HEAD)
    assert (event.draft, event.fork, event.at) == (True, False, MADE)


def test_a_comment_on_an_issue() -> None:
    event = event_of(note(attributes={"noteable_type": "Issue"}, issue={"iid": 3, "title": "T", "description": "D"}))
    assert event.thread.name == "gitlab/acme/platform/web#3"
    assert (event.title, event.body, event.head, event.draft, event.fork) == ("T", "D", "", False, False)


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (note(attributes={"action": "update"}), "edited"),
        (note(attributes={"action": None, "updated_at": "2026-01-01T10:00:01Z"}), "edited"),
        (note(attributes={"system": True}), "GitLab wrote"),
        (note(attributes={"noteable_type": "Commit"}), "Commit"),
        (note(attributes={"type": "DiffNote"}), "lines of code"),
        (note(attributes={"internal": True}), "internal"),
        (note(attributes={"note": "\n<!-- agents key=living run=1 -->\n/agents plan"}), "bot's own comment"),
        (note(user={"username": OWN}), "own doing"),
        (note(user={"username": "project_12_bot_3f2a"}), "bots"),
        (note(user={"username": "group_12_bot"}), "bots"),
        (note(user={"username": "project_12_bot1"}), "bots"),
        (note(user={"username": "service_account_group_9_ab"}), "bots"),
        (note(attributes={"noteable_type": "Issue"}, issue={"iid": 3, "title": "T", "confidential": True}), "confid"),
        (issue(attributes={"confidential": True}), "confidential"),
        (issue(labels=[]), "no label"),
        (issue(attributes={"action": "close"}), "close"),
        (issue(attributes={"action": "update"}), "not added"),
        (merge(attributes={"action": "update"}), "no commits"),
        (merge(attributes={"action": "approved"}), "no commits"),
        (merge(user={"username": OWN}), "own doing"),
        ({"object_kind": "push"}, "push"),
        ({"object_kind": 3}, "known"),
        ({}, "known"),
        ({"object_kind": "note"}, "odd shape"),
        ({"object_kind": "issue", "user": {"username": "ada"}, "object_attributes": []}, "odd shape"),
    ],
)
def test_what_starts_nothing(payload: dict[str, Any], why: str) -> None:
    ignored = parse(payload, OWN, LABEL)
    assert isinstance(ignored, Ignored)
    assert why in ignored.why


def test_people_with_bot_in_their_name_are_people() -> None:
    for name in ("robot", "bottger", "project_bot_fan", "my_project_12_bot"):
        event_of(note(user={"username": name}))


def test_an_old_gitlab_gives_comments_no_action() -> None:
    event_of(note(attributes={"action": None}))


def test_a_comment_that_quotes_the_marker_is_a_comment() -> None:
    event_of(note(attributes={"note": "/agents plan\n\n> <!-- agents key=living run=1 -->"}))


def labelled(at: str) -> dict[str, Any]:
    now, before = [{"title": "agents"}, {"title": "x"}], [{"title": "x"}]
    return issue(
        attributes={"action": "update", "updated_at": at}, changes={"labels": {"previous": before, "current": now}}
    )


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (issue(), "issue/9/created"),
        (labelled("2026-01-01T10:00:09Z"), "issue/9/created"),
        (labelled("2026-01-01 10:00:09 UTC"), "issue/9/created"),
        (labelled("2026-01-01T10:05:00Z"), "issue/9/2026-01-01T10:05:00Z"),
    ],
)
def test_an_issue_with_the_label(payload: dict[str, Any], key: str) -> None:
    event = event_of(payload)
    assert (event.kind, event.key, event.title, event.body) == ("issue_labelled", key, "A site", "with a CDN")
    assert event.thread.name == "gitlab/acme/web#9"


@pytest.mark.parametrize(
    ("payload", "kind", "action", "key"),
    [
        (merge(), "pull_request", "opened", f"pull/7/{HEAD}/opened"),
        (
            merge(attributes={"action": "update", "oldrev": "b" * 40}),
            "pull_request",
            "synchronised",
            f"pull/7/{HEAD}/synchronised/{MADE}",
        ),
        (merge(attributes={"action": "reopen"}), "pull_request", "reopened", f"pull/7/{HEAD}/reopened/{MADE}"),
        (
            merge(attributes={"action": "update"}, changes={"draft": {"previous": True, "current": False}}),
            "pull_request",
            "ready",
            f"pull/7/{HEAD}/ready/{MADE}",
        ),
        (merge(attributes={"action": "close"}), "pull_request_closed", "", f"pull/7/{HEAD}/closed/{MADE}"),
        (merge(attributes={"action": "merge"}), "pull_request_closed", "", f"pull/7/{HEAD}/closed/{MADE}"),
    ],
)
def test_merge_requests(payload: dict[str, Any], kind: str, action: str, key: str) -> None:
    event = event_of(payload)
    assert (event.kind, event.action, event.key, event.head) == (kind, action, key, HEAD)
    assert event.thread.name == "gitlab/acme/web!7"


def test_becoming_a_draft_starts_nothing() -> None:
    changes = {"draft": {"previous": False, "current": True}}
    assert isinstance(parse(merge(attributes={"action": "update"}, changes=changes), OWN, LABEL), Ignored)


@pytest.mark.parametrize(
    ("attributes", "fork"),
    [({}, False), ({"source_project_id": 2}, True), ({"source_project_id": None, "target_project_id": None}, True)],
)
def test_forks(attributes: dict[str, Any], fork: bool) -> None:
    assert event_of(merge(attributes=attributes)).fork is fork


def test_merge_requests_of_other_bots_are_looked_at() -> None:
    event_of(merge(user={"username": "project_3_bot_renovate"}))


@pytest.mark.parametrize(
    ("headers", "delivery"),
    [
        ({"Webhook-Id": "a", "Idempotency-Key": "b"}, "a"),
        ({"Idempotency-Key": "b", "X-Gitlab-Event-UUID": "c"}, "b"),
        ({"X-Gitlab-Event-UUID": "c"}, "c"),
        ({}, ""),
    ],
)
def test_the_delivery_s_id(headers: dict[str, str], delivery: str) -> None:
    assert delivery_of(headers) == delivery


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([note(), issue(), merge()]), st.data())
def test_odd_payloads_never_raise(payload: dict[str, Any], data: st.DataObject) -> None:
    made = copy.deepcopy(payload)
    part = data.draw(st.sampled_from([made, made["object_attributes"], made["project"], made["user"]]))
    part[data.draw(st.sampled_from(sorted(part)))] = data.draw(JSON)
    assert isinstance(parse(made, OWN, LABEL), Event | Ignored)
