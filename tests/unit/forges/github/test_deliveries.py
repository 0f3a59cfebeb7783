from dataclasses import replace

from app.domain.event import Event
from app.forges.github.host import GitHubHost
from tests.fakes.github import FakeGitHub
from tests.fakes.github.state import iso
from tests.unit.forges.github.conftest import REPOSITORY

LONG_AGO = "2020-01-01T00:00:00Z"


def test_what_did_not_arrive_is_fetched_oldest_first(github: FakeGitHub, host: GitHubHost) -> None:
    number = github.issue(REPOSITORY, "T", labels=["agents"])
    first, _ = github.delivery("issues", REPOSITORY, number, status=502)
    github.delivery("issues", REPOSITORY, number, "edited", status=200)
    said = github.say(REPOSITORY, number, "/agents status")
    second, _ = github.delivery("issue_comment", REPOSITORY, number, "created", comment=said, status=0)
    third, _ = github.delivery("issues", REPOSITORY, number, "labeled", label="agents", status=500)
    github.delivery("issues", REPOSITORY, number, "labeled", label="agents", guid=third["X-GitHub-Delivery"])
    missed = host.missed(LONG_AGO)
    assert [guid for guid, _, _ in missed] == [first["X-GitHub-Delivery"], second["X-GitHub-Delivery"]]
    events = [host.parse(headers, payload) for _, headers, payload in missed]
    assert [event.kind for event in events if isinstance(event, Event)] == ["issue_labelled", "comment"]
    assert [host.delivery(headers) for _, headers, _ in missed] == [guid for guid, _, _ in missed]


def test_several_attempts_that_failed_are_one(github: FakeGitHub, host: GitHubHost) -> None:
    number = github.issue(REPOSITORY, "T", labels=["agents"])
    for _ in range(3):
        github.delivery("issues", REPOSITORY, number, guid="the-same", status=503)
    assert len(host.missed(LONG_AGO)) == 1


def test_the_past_and_other_events_are_left(github: FakeGitHub, host: GitHubHost) -> None:
    number = github.issue(REPOSITORY, "T", labels=["agents"])
    github.move_clock(-7200)
    github.delivery("issues", REPOSITORY, number, status=500)
    github.move_clock(7200)
    github.delivery("watch", REPOSITORY, number, status=500)
    assert host.missed("2020-01-01T00:00:00Z")
    recent = github.state_.deliveries[-1].at - 60
    assert host.missed(iso(recent)) == []


def test_many_deliveries_over_pages_and_faults(github: FakeGitHub, host: GitHubHost) -> None:
    number = github.issue(REPOSITORY, "T", labels=["agents"])
    github.delivery("issues", REPOSITORY, number, status=500)
    for _ in range(229):
        one = github.state_.deliveries[0]
        identity = github.state_.next_id()
        github.state_.deliveries.append(replace(one, id=identity, guid=str(identity), status=202))
    github.fault("GET", "/app/hook/deliveries.*cursor", "truncated", times=2)
    assert len(host.missed(LONG_AGO)) == 1
