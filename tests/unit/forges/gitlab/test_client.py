"""How GitLab is called: pace, repeats, pages."""

from typing import Any

import pytest
import requests
import responses

from app.domain.errors import Failure
from app.forges.gitlab.client import ATTEMPTS, Client
from app.forges.gitlab.errors import Missing, Refused, Throttled, Unclear

API = "https://git.example/api/v4"


class Clock:
    """Time that passes by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Client:
    return Client("https://git.example/", "t0ken", 1.0, sleep=clock.sleep, clock=clock.time)


def _int(answer: Any) -> int:
    return int(answer["id"])


@responses.activate
def test_the_token_goes_along(client: Client) -> None:
    responses.get(f"{API}/user", json={"username": "bot"}, headers={"RateLimit-Remaining": "42"})
    assert client.get("/user") == {"username": "bot"}
    assert responses.calls[0].request.headers["PRIVATE-TOKEN"] == "t0ken"
    assert client.remaining == 42


@pytest.mark.parametrize("token", ["glpat-two\nlines", "glpat-€"])
def test_a_token_that_cannot_be_sent_is_not_shown(clock: Clock, token: str) -> None:
    with pytest.raises(Refused, match="a line break or a letter that is in no token") as raised:
        Client("http://127.0.0.1:9", token, 1.0, sleep=clock.sleep, clock=clock.time).get("/user")
    assert raised.value.__suppress_context__
    assert clock.slept == []


@responses.activate
def test_reading_is_repeated(client: Client, clock: Clock) -> None:
    responses.get(f"{API}/x", status=502)
    responses.get(f"{API}/x", body=requests.ConnectionError("gone"))
    responses.get(f"{API}/x", body=requests.Timeout("slow"))
    responses.get(f"{API}/x", body="<html>", content_type="application/json")
    responses.get(f"{API}/x", json={"ok": 1})
    assert client.get("/x") == {"ok": 1}
    assert len(clock.slept) == 4
    assert clock.slept == sorted(clock.slept)


@responses.activate
def test_repeating_ends(client: Client) -> None:
    responses.get(f"{API}/x", status=503)
    with pytest.raises(Unclear, match="503") as caught:
        client.get("/x")
    assert len(responses.calls) == ATTEMPTS
    assert caught.value.hint


@pytest.mark.parametrize(("status", "kind"), [(404, Missing), (401, Refused), (403, Refused), (400, Refused)])
@responses.activate
def test_a_refusal_is_not_repeated(client: Client, status: int, kind: type[Failure]) -> None:
    responses.get(f"{API}/x", status=status, json={"message": "no"})
    with pytest.raises(kind, match=str(status)):
        client.get("/x")
    assert len(responses.calls) == 1


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "7"}, 7.0),
        (403, {"Retry-After": "3"}, 3.0),
        (503, {"Retry-After": "2"}, 2.0),
        (429, {}, 20.0),
    ],
)
@responses.activate
def test_a_limit_is_waited_for(
    client: Client, clock: Clock, status: int, headers: dict[str, str], seconds: float
) -> None:
    responses.get(f"{API}/x", status=status, headers=headers)
    responses.get(f"{API}/x", json=[])
    assert client.get("/x") == []
    assert clock.slept == [seconds]


@responses.activate
def test_a_limit_that_is_too_long(client: Client, clock: Clock) -> None:
    responses.get(f"{API}/x", status=429, headers={"Retry-After": "600"})
    with pytest.raises(Throttled, match="600 seconds"):
        client.get("/x")
    assert clock.slept == []


@responses.activate
def test_writes_keep_their_distance(client: Client, clock: Clock) -> None:
    responses.put(f"{API}/x", json={})
    responses.delete(f"{API}/x", status=204)
    responses.post(f"{API}/x", json={"id": 3})
    client.put("/x", title="t")
    client.delete("/x")
    assert client.create("/x", lambda: None, _int, body="b") == 3
    assert clock.slept == [1.0, 1.0]


@responses.activate
def test_what_was_made_after_all_is_not_made_again(client: Client) -> None:
    responses.post(f"{API}/x", status=502)
    assert client.create("/x", lambda: 5, _int) == 5
    assert len(responses.calls) == 1


@responses.activate
def test_what_was_not_made_is_made_again(client: Client) -> None:
    looked = []
    responses.post(f"{API}/x", body=requests.ConnectionError("gone"))
    responses.post(f"{API}/x", body="<html>")
    responses.post(f"{API}/x", json={"id": 6})
    assert client.create("/x", lambda: looked.append(1), _int) == 6
    assert len(looked) == 2


@responses.activate
def test_pages(client: Client) -> None:
    """GitLab may know itself by another name than the one that it is reached by."""
    following = '<http://internal/api/v4/x?page=2&per_page=100&sort=asc>; rel="next", <http://internal/x>; rel="first"'
    responses.get(f"{API}/x", json=[{"id": 1}], headers={"Link": following})
    responses.get(f"{API}/x", json=[{"id": 2}])
    assert client.pages("/x", sort="asc") == [{"id": 1}, {"id": 2}]
    assert [call.request.url for call in responses.calls] == [
        f"{API}/x?sort=asc&per_page=100",
        f"{API}/x?page=2&per_page=100&sort=asc",
    ]


@responses.activate
def test_pages_without_links(client: Client) -> None:
    responses.get(f"{API}/x", json=[{"id": 1}], headers={"X-Next-Page": "2"})
    responses.get(f"{API}/x", json=[{"id": 2}], headers={"X-Next-Page": ""})
    assert client.pages("/x", labels="a,b") == [{"id": 1}, {"id": 2}]
    assert responses.calls[1].request.url == f"{API}/x?labels=a%2Cb&per_page=100&page=2"


@responses.activate
def test_a_page_that_is_no_list(client: Client) -> None:
    responses.get(f"{API}/x", json={"message": "odd"})
    with pytest.raises(Unclear, match="no list"):
        client.pages("/x")


@responses.activate
def test_a_probe_is_made_once(client: Client) -> None:
    responses.get(f"{API}/user", status=502)
    with pytest.raises(Unclear):
        client.probe("/user")
    assert len(responses.calls) == 1


@responses.activate
def test_text_is_utf8(client: Client) -> None:
    responses.get(f"{API}/f", body="ü".encode() + b"\xff", content_type="text/plain; charset=iso-8859-1")
    assert client.text("/f", ref="main") == "ü�"


@responses.activate
def test_the_token_is_in_no_message(client: Client) -> None:
    responses.get(f"{API}/x", status=401, json={"error": "invalid_token"})
    with pytest.raises(Refused) as caught:
        client.get("/x")
    assert "t0ken" not in f"{caught.value} {caught.value.hint} {caught.value.record()}"
