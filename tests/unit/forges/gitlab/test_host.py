"""GitLab as a whole."""

import json

import pytest
import responses

from app.domain.errors import UsageFailure
from app.domain.event import Ignored
from app.forges.base import Forge, Host
from app.forges.gitlab.client import Client
from app.forges.gitlab.host import GitLabHost
from tests.unit.forges.gitlab.conftest import API


def host(own: str = "") -> GitLabHost:
    client = Client("https://git.example", "t0ken", 0, sleep=lambda _: None)
    return GitLabHost(client, ["s1"], "agents", own, now=lambda: 0.0)


def opened(made: Host) -> Forge:
    return made.open("a/b/c")


def test_it_is_a_host_and_opens_a_forge() -> None:
    made = host()
    forge = opened(made)
    assert (made.name, forge.name, forge.repository, forge.comment_limit) == ("gitlab", "gitlab", "a/b/c", 1_000_000)


def test_bad_secrets_stop_the_start() -> None:
    with pytest.raises(UsageFailure, match="AGENTS_GITLAB_WEBHOOK_SECRET"):
        GitLabHost.make("https://git.example", "t", ["whsec_%%%"], "agents", 1.0)


def test_who_the_bot_is_is_asked_once(answers: responses.RequestsMock) -> None:
    answers.get(f"{API}/user", json={"username": "our-bot"})
    made = host()
    assert made.own() == made.own() == "our-bot"
    assert len(answers.calls) == 1


def test_parsing_asks_nothing(answers: responses.RequestsMock) -> None:
    assert isinstance(host().parse({}, {"object_kind": "push"}), Ignored)
    assert host().delivery({"Idempotency-Key": "i"}) == "i"
    assert host().verify({"X-Gitlab-Token": "s1"}, b"{}")
    assert not host().verify({"X-Gitlab-Token": "s2"}, b"{}")
    assert not answers.calls


def test_a_token_that_cannot_look_at_itself_may_still_serve(answers: responses.RequestsMock) -> None:
    answers.get(f"{API}/user", json={"username": "our-bot"})
    answers.get(f"{API}/personal_access_tokens/self", status=404)
    assert host().reachable() == ""


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [(401, {"message": "401 Unauthorized"}, "AGENTS_GITLAB_TOKEN"), (502, {}, "502"), (200, "x", "no JSON")],
)
def test_what_is_wrong_is_said(answers: responses.RequestsMock, status: int, body: object, said: str) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    answers.get(f"{API}/user", status=status, body=text)
    assert said in host().reachable()
    assert len(answers.calls) == 1


def test_nothing_is_known_of_missed_deliveries_or_the_budget() -> None:
    assert host().missed("2026-01-01T00:00:00Z") == ()
    assert host().budget() is None
