import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.event import Event, Ignored, Thread
from app.forges.github.events import header, parse
from tests.fakes.github import FakeGitHub
from tests.unit.forges.github.conftest import REPOSITORY

EXAMPLES = Path(__file__).parents[3] / "fixtures" / "github" / "webhooks.json.gz"
OWN = frozenset({"iac-agents[bot]"})
CREATED = "2026-01-02T03:04:05Z"


def read(event: str, payload: dict[str, Any], label: str = "agents") -> Event | Ignored:
    return parse({"x-github-event": event}, payload, OWN, label)


def issue(action: str, updated: str = CREATED, **more: Any) -> dict[str, Any]:
    described = {"number": 9, "title": "T", "body": None, "created_at": CREATED, "updated_at": updated}
    described |= {"labels": [{"name": "Agents"}], "state": "open"} | more.pop("issue", {})
    sender = {"login": "ada", "type": "User"}
    return {"action": action, "issue": described, "repository": {"full_name": "a/b"}, "sender": sender, **more}


def comment(body: str = "/agents plan", **more: Any) -> dict[str, Any]:
    said = {"id": 5, "body": body, "user": {"login": "ada", "type": "User"}, "created_at": CREATED}
    return issue("created", comment=said, **more)


def pull(action: str, **more: Any) -> dict[str, Any]:
    described = {
        "number": 7,
        "title": "T",
        "body": "B",
        "draft": False,
        "updated_at": CREATED,
        "head": {"sha": "c0ffee", "repo": {"id": 1}},
        "base": {"sha": "beef", "repo": {"id": 1}},
    } | more.pop("pull_request", {})
    sender = {"login": "ada", "type": "User"}
    return {"action": action, "pull_request": described, "repository": {"full_name": "a/b"}, "sender": sender, **more}


def event_of(found: Event | Ignored) -> Event:
    assert isinstance(found, Event), found
    return found


def test_all_webhook_examples_are_taken() -> None:
    examples = json.loads(gzip.decompress(EXAMPLES.read_bytes()))
    assert len(examples) == 329
    found: Counter[str] = Counter()
    for name, payload in examples:
        for label in ("agents", "bug"):
            parsed = parse({"X-GitHub-Event": name}, payload, OWN, label)
            found[parsed.kind if isinstance(parsed, Event) else "ignored"] += 1
            assert not isinstance(parsed, Ignored) or parsed.why
    assert set(found) == {"ignored", "comment", "issue_labelled", "pull_request", "pull_request_closed"}


def test_a_comment() -> None:
    found = event_of(read("issue_comment", comment()))
    assert found == Event(
        Thread("github", "a/b", 9), "comment", "ada", "comment/5", "/agents plan", "T", "", "5", at=CREATED
    )
    on_pull = event_of(read("issue_comment", comment(issue={"pull_request": {"url": "x"}})))
    assert on_pull.thread.pull_request


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (comment() | {"action": "edited"}, "comment edited"),
        (comment() | {"action": "deleted"}, "comment deleted"),
        (comment() | {"sender": {"login": "dependabot[bot]", "type": "Bot"}}, "a bot's comment"),
        (comment() | {"sender": {"login": "IaC-Agents[bot]", "type": "Bot"}}, "the bot's own comment"),
        (comment("<!-- agents key=living run=1 -->\n/agents plan"), "the bot's own comment"),
        (comment() | {"comment": {}}, "names no comment"),
    ],
)
def test_comments_that_start_nothing(payload: dict[str, Any], why: str) -> None:
    found = read("issue_comment", payload)
    assert isinstance(found, Ignored)
    assert why in found.why


def test_opened_and_labelled_together_are_one() -> None:
    label = {"name": "agents"}
    opened = event_of(read("issues", issue("opened")))
    labelled = event_of(read("issues", issue("labeled", "2026-01-02T03:04:14Z", label=label)))
    later = event_of(read("issues", issue("labeled", "2026-01-02T03:04:16Z", label=label)))
    assert (opened.kind, opened.key) == ("issue_labelled", "issue/9/created")
    assert labelled.key == opened.key
    assert later.key == "issue/9/labelled/2026-01-02T03:04:16Z"


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (issue("opened", issue={"labels": []}), "without the label agents"),
        (issue("labeled", label={"name": "bug"}), "another label"),
        (issue("edited"), "issue edited"),
        (issue("opened", issue={"state": "closed"}), "closed"),
        (issue("opened") | {"sender": {"login": "iac-agents[bot]", "type": "Bot"}}, "own"),
    ],
)
def test_issues_that_start_nothing(payload: dict[str, Any], why: str) -> None:
    found = read("issues", payload)
    assert isinstance(found, Ignored)
    assert why in found.why


@pytest.mark.parametrize(
    ("action", "kind", "word", "key"),
    [
        ("opened", "pull_request", "opened", "pull/7/c0ffee/opened"),
        ("synchronize", "pull_request", "synchronised", f"pull/7/c0ffee/synchronised/{CREATED}"),
        ("reopened", "pull_request", "reopened", f"pull/7/c0ffee/reopened/{CREATED}"),
        ("ready_for_review", "pull_request", "ready", f"pull/7/c0ffee/ready/{CREATED}"),
        ("closed", "pull_request_closed", "", f"pull/7/c0ffee/closed/{CREATED}"),
    ],
)
def test_pull_requests(action: str, kind: str, word: str, key: str) -> None:
    found = event_of(read("pull_request", pull(action)))
    assert (found.kind, found.action, found.key, found.head) == (kind, word, key, "c0ffee")
    assert found.thread == Thread("github", "a/b", 7, pull_request=True)


def test_forks_and_drafts_are_told() -> None:
    fork = {"head": {"sha": "c0ffee", "repo": {"id": 2}}, "draft": True}
    gone = {"head": {"sha": "c0ffee", "repo": None}}
    assert not event_of(read("pull_request", pull("opened"))).fork
    assert event_of(read("pull_request", pull("opened", pull_request=fork))).fork
    assert event_of(read("pull_request", pull("opened", pull_request=fork))).draft
    assert event_of(read("pull_request", pull("opened", pull_request=gone))).fork


def test_other_bots_open_pull_requests_and_ours_do_not_count() -> None:
    other = pull("opened") | {"sender": {"login": "dependabot[bot]", "type": "Bot"}}
    ours = pull("synchronize") | {"sender": {"login": "iac-agents[bot]", "type": "Bot"}}
    assert isinstance(read("pull_request", other), Event)
    assert isinstance(read("pull_request", ours), Ignored)
    assert isinstance(read("pull_request", ours | {"action": "closed"}), Event)


@pytest.mark.parametrize("event", ["ping", "push", "pull_request_review_comment", ""])
def test_other_events_are_ignored_with_a_reason(event: str) -> None:
    found = read(event, pull("created"))
    assert isinstance(found, Ignored)
    assert found.why


NAMES = st.sampled_from(["action", "issue", "comment", "repository", "sender", "login", "labels", "head", "number"])
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("opened"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES | st.just("full_name"), inner, max_size=5),
    max_leaves=15,
)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["issues", "issue_comment", "pull_request"]), st.dictionaries(NAMES, ODD, max_size=6))
def test_odd_payloads_never_raise(event: str, payload: dict[str, Any]) -> None:
    whole = payload | {"repository": {"full_name": "a/b"}}
    assert isinstance(parse({"X-GitHub-Event": event}, whole, OWN, "agents"), Event | Ignored)


def test_headers_are_found_in_any_case() -> None:
    assert header({"x-GITHUB-delivery": "1"}, "X-GitHub-Delivery") == "1"
    assert header({}, "X-GitHub-Delivery") == ""


def test_the_fakes_deliveries_are_understood(github: FakeGitHub) -> None:
    number = github.issue(REPOSITORY, "T", labels=["agents"])
    said = github.say(REPOSITORY, number, "/agents help", "eve")
    built = github.delivery("issue_comment", REPOSITORY, number, "created", comment=said)
    found = event_of(parse(built[0], json.loads(built[1]), OWN, "agents"))
    assert (found.actor, found.text, found.thread.name) == ("eve", "/agents help", "github/acme/web#1")
    opened = github.delivery("issues", REPOSITORY, number, "opened")
    labelled = github.delivery("issues", REPOSITORY, number, "labeled", label="agents")
    keys = {event_of(parse(head, json.loads(body), OWN, "agents")).key for head, body in (opened, labelled)}
    assert keys == {"issue/1/created"}
