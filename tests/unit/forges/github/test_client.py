import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from github.Auth import Token

from app.domain.errors import Failure
from app.forges.github.client import Client
from app.forges.github.host import GitHubHost
from app.forges.github.pace import Pace
from app.forges.github.repository import GitHubForge
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import TOKEN
from tests.unit.forges.github.conftest import REPOSITORY

COMMENTS = "/issues/1/comments"


@pytest.fixture
def slow() -> list[float]:
    return []


@pytest.fixture
def client(github: FakeGitHub, slow: list[float]) -> Iterator[Client]:
    github.issue(REPOSITORY, "T")
    moment = time.time()  # a clock that stands still: what is waited for does not depend on how fast we are
    made = Client(github.api_url, Token(TOKEN), Pace(0, sleep=slow.append, now=lambda: moment), timeout=1.0)
    yield made
    made.close()


def make(client: Client, github: FakeGitHub) -> Any:
    """A comment that is looked for before it is made again."""

    def look() -> Any:
        listed = client.pages(f"/repos/{REPOSITORY}{COMMENTS}", "looking")
        return next((one for one in listed if one["body"] == "once"), None)

    return client.create(f"/repos/{REPOSITORY}{COMMENTS}", "commenting", {"body": "once"}, look)


@pytest.mark.parametrize("kind", ["before", "after", "hang", "hang-after", "unavailable", "truncated", "html"])
def test_a_repeated_write_never_doubles(client: Client, github: FakeGitHub, kind: str) -> None:
    github.fault("POST", COMMENTS, kind, times=1 if "hang" in kind else 2)
    assert make(client, github)["body"] == "once"
    assert [one.body for one in github.thread(REPOSITORY, 1).comments] == ["once"]


def test_the_last_attempt_is_looked_for_too(github: FakeGitHub, slow: list[float]) -> None:
    github.issue(REPOSITORY, "T")
    once = Client(github.api_url, Token(TOKEN), Pace(0, sleep=slow.append), attempts=1)
    github.fault("POST", COMMENTS, "after")
    assert make(once, github)["body"] == "once"
    once.close()


@pytest.mark.parametrize(
    ("kind", "pause"), [("secondary", 1.0), ("too-many", 1.0), ("before", None), ("truncated", None), ("html", None)]
)
def test_reading_goes_on_after_a_fault(
    client: Client, github: FakeGitHub, slow: list[float], kind: str, pause: float | None
) -> None:
    github.fault("GET", f"/repos/{REPOSITORY}$", kind, times=2)
    assert client.get(f"/repos/{REPOSITORY}", "reading")["full_name"] == REPOSITORY
    waited = [seconds for seconds in slow if seconds]
    assert len(waited) == 2
    assert pause is None or waited == pytest.approx([pause, pause])


def test_the_primary_limit_is_waited_for(client: Client, github: FakeGitHub, slow: list[float]) -> None:
    github.fault("GET", f"/repos/{REPOSITORY}$", "primary")
    assert client.get(f"/repos/{REPOSITORY}", "reading")
    assert max(slow) >= 0.999, "GitHub's next window"


def test_a_limit_far_away_is_a_failure_that_says_when(github: FakeGitHub) -> None:
    moment = time.time()
    pace = Pace(0, patience=0.5, sleep=lambda seconds: None, now=lambda: moment)
    impatient = Client(github.api_url, Token(TOKEN), pace)
    github.fault("GET", f"/repos/{REPOSITORY}$", "primary")
    with pytest.raises(Failure, match="limit") as failure:
        impatient.get(f"/repos/{REPOSITORY}", "reading")
    assert "UTC" in failure.value.hint
    impatient.close()


def test_a_page_that_fails_is_never_a_shorter_list(client: Client, github: FakeGitHub) -> None:
    for number in range(250):
        github.say(REPOSITORY, 1, str(number))
    github.fault("GET", f"{COMMENTS}.*page=2", "truncated", times=2)
    github.fault("GET", f"{COMMENTS}.*page=3", "before")
    listed = client.pages(f"/repos/{REPOSITORY}{COMMENTS}", "listing")
    assert [one["body"] for one in listed] == [str(number) for number in range(250)]


def test_a_page_that_stays_broken_is_a_failure(client: Client, github: FakeGitHub) -> None:
    github.fault("GET", COMMENTS, "truncated", times=7)
    with pytest.raises(Failure, match="cut") as failure:
        list(client.pages(f"/repos/{REPOSITORY}{COMMENTS}", "listing"))
    assert failure.value.doing == "listing"


def test_what_is_no_list_or_too_long_is_a_failure(client: Client, github: FakeGitHub) -> None:
    with pytest.raises(Failure, match="no list"):
        list(client.pages(f"/repos/{REPOSITORY}/commits/main/check-runs", "listing"))
    github.state_.most = 1
    for number in range(3):
        github.say(REPOSITORY, 1, str(number))
    with pytest.raises(Failure, match="more than 2 pages"):
        list(client.pages(f"/repos/{REPOSITORY}{COMMENTS}", "listing", most=2))


def test_what_is_missing_is_none_or_a_failure(client: Client) -> None:
    assert client.find("/repos/acme/none", "reading") is None
    with pytest.raises(Failure, match="Not Found") as failure:
        client.get("/repos/acme/none", "reading")
    assert "installed" in failure.value.hint


def test_nobody_there() -> None:
    lonely = Client("http://127.0.0.1:9", Token("x"), Pace(0, sleep=lambda seconds: None), attempts=2)
    with pytest.raises(Failure, match="no connection"):
        lonely.get("/user", "asking")
    lonely.close()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.exceptions.ConnectTimeout(), "time-out"),
        (requests.exceptions.SSLError(), "certificate"),
        (requests.exceptions.ProxyError(), "proxy"),
        (requests.exceptions.InvalidURL(), "InvalidURL"),
    ],
)
def test_what_went_wrong_is_said(monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    lonely = Client("http://127.0.0.1:9", Token("x"), Pace(0), attempts=1)

    def fail(*words: object) -> None:
        raise error

    monkeypatch.setattr("github.Requester.Requester.requestJson", fail)
    with pytest.raises(Failure, match=words):
        lonely.get("/user", "asking")


def test_a_page_instead_of_the_api_names_the_setting(github: FakeGitHub) -> None:
    once = Client(github.api_url, Token(TOKEN), Pace(0), attempts=1)
    github.fault("GET", "/user", "html")
    with pytest.raises(Failure, match="no JSON") as failure:
        once.get("/user", "asking")
    assert "/api/v3" in failure.value.hint
    once.close()


def test_a_bad_token_fails_at_once(github: FakeGitHub, slow: list[float]) -> None:
    wrong = Client(github.api_url, Token("ghp_wrong"), Pace(0, sleep=slow.append))
    with pytest.raises(Failure, match="Bad credentials") as failure:
        wrong.get(f"/repos/{REPOSITORY}", "reading")
    assert "AGENTS_GITHUB_TOKEN" in failure.value.hint
    assert slow == []
    wrong.close()


@pytest.mark.parametrize("token", ["ghp_two\nlines", "ghp_€"])
def test_a_token_that_cannot_be_sent_is_not_shown(github: FakeGitHub, slow: list[float], token: str) -> None:
    client = Client(github.api_url, Token(token), Pace(0), backoff=0)
    with pytest.raises(Failure, match="a line break or a letter that is in no token") as raised:
        client.get("/user", "asking")
    assert raised.value.__suppress_context__
    assert slow == []
    client.close()


def test_a_401_that_stays_is_asked_twice(github: FakeGitHub, host: GitHubHost, forge: GitHubForge) -> None:
    github.fault("GET", "/git/ref", "expired", times=9)
    with pytest.raises(Failure, match="Bad credentials"):
        forge.head_of("main")
    assert len(github.faults.fired) == 2


def test_the_budget_is_noted(client: Client, github: FakeGitHub) -> None:
    pace = Pace(0)
    noting = Client(github.api_url, Token(TOKEN), pace)
    noting.get(f"/repos/{REPOSITORY}", "reading")
    assert pace.left is not None
    assert 4000 < pace.left <= 5000
    noting.close()
