"""Every answer of the door for deliveries."""

import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.web.webhooks import LIMIT, Headers
from tests.unit.web.fakes import FakeService, client, comment, headers, raw, said


def post(service: FakeService, body: bytes, /, **changes: str | None) -> TestResponse:
    return client(service).post("/webhooks/github", data=body, headers=headers(body, **changes))


def test_what_is_stored_is_queued_and_acknowledged() -> None:
    service = FakeService()
    response = post(service, raw(comment()))
    assert response.status_code == 202
    run = said(response)["run"]
    assert service.store.events[run].text == "/agents plan"
    assert service.queued == [(run, "github/acme/web#7")]


@pytest.mark.parametrize("delivery", ["d-1", "d-2"])
def test_the_same_happening_is_one_run_and_is_queued_again(delivery: str) -> None:
    service = FakeService()
    first = post(service, raw(comment()))
    second = post(service, raw(comment()), X_GitHub_Delivery=delivery)
    assert second.status_code == 200
    assert said(second) == {"run": said(first)["run"], "duplicate": True}
    assert len(service.queued) == 2, "what was stored and not queued is queued by the next delivery"


@pytest.mark.parametrize(
    ("payload", "changes", "why"),
    [
        (comment(), {"X_GitHub_Event": "star"}, "no interest"),
        (comment(repository="stranger/web"), {}, "AGENTS_REPO_ALLOWLIST"),
        (comment(odd=True), {}, "could not be read"),
    ],
)
def test_what_starts_nothing_is_said(payload: dict[str, Any], changes: dict[str, str | None], why: str) -> None:
    service = FakeService()
    response = post(service, raw(payload), **changes)
    assert response.status_code == 200
    assert why in said(response)["ignored"]
    assert service.store.events == {}


DEEP = b"[" * 200_000
REFUSALS: list[tuple[str, int, bytes, dict[str, str | None]]] = [
    ("another content type", 415, raw(comment()), {"Content_Type": "application/x-www-form-urlencoded"}),
    ("no content type", 415, raw(comment()), {"Content_Type": None}),
    ("no signature", 403, raw(comment()), {"X_Hub_Signature_256": None}),
    ("a wrong signature", 403, raw(comment()), {"X_Hub_Signature_256": "sha256=00"}),
    ("a signature that is no ASCII", 403, raw(comment()), {"X_Hub_Signature_256": "sha256=00"}),
    ("a bad signature over no JSON", 403, b"{", {"X_Hub_Signature_256": "sha256=00"}),
    ("no JSON", 400, b"{", {}),
    ("nothing", 400, b"", {}),
    ("not UTF-8", 400, b'{"a": "\xff\xfe"}', {}),
    ("no object", 400, b"[]", {}),
    ("null", 400, b"null", {}),
    ("endlessly deep", 400, DEEP, {}),
    ("a number of 5,000 digits", 400, b'{"number": ' + b"9" * 5000 + b"}", {}),
    ("no delivery id", 400, raw(comment()), {"X_GitHub_Delivery": None}),
    ("no event", 400, raw(comment()), {"X_GitHub_Event": None}),
]


@pytest.mark.parametrize(("status", "body", "changes"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_refusals(status: int, body: bytes, changes: dict[str, str | None]) -> None:
    service = FakeService()
    response = post(service, body, **changes)
    assert response.status_code == status
    assert set(said(response)["error"]) == {"doing", "wrong", "hint"}
    assert all(said(response)["error"].values())
    assert service.store.events == {}


def test_nothing_is_parsed_before_the_signature_is_right() -> None:
    service = FakeService()
    post(service, raw(comment()), X_Hub_Signature_256="sha256=00")
    assert service.hosts["github"].parsed == []


@pytest.mark.parametrize("forge", ["gitlab", "bitbucket", "%2e%2e"])
def test_a_forge_that_is_not_configured(forge: str) -> None:
    body = raw(comment())
    response = client(FakeService()).post(f"/webhooks/{forge}", data=body, headers=headers(body))
    assert response.status_code == 404
    assert "github" in said(response)["error"]["hint"]


def test_a_get_is_told_how() -> None:
    response = client(FakeService()).get("/webhooks/github")
    assert response.status_code == 405
    assert "posted" in said(response)["error"]["hint"]


def test_a_payload_of_the_largest_size_is_taken() -> None:
    start, end = raw(comment())[:-1] + b', "fill": "', b'"}'
    body = start + b"x" * (LIMIT - len(start) - len(end)) + end
    assert len(body) == LIMIT
    assert post(FakeService(), body).status_code == 202


@pytest.mark.parametrize("chunked", [False, True])
def test_a_larger_one_is_not(chunked: bool) -> None:
    body = b"x" * (LIMIT + 1)
    given = headers(body) | ({"Transfer-Encoding": "chunked"} if chunked else {})
    environ = {"wsgi.input_terminated": True} if chunked else {}
    response = client(FakeService()).post(
        "/webhooks/github",
        input_stream=io.BytesIO(body),
        headers=given,
        environ_overrides=environ,
        content_length=None if chunked else len(body),
    )
    assert response.status_code == 413


@pytest.mark.parametrize("length", [65_536, 1_000_001])
def test_long_comments_are_kept_whole(length: int) -> None:
    service = FakeService()
    response = post(service, raw(comment(text="ä" * length)))
    assert response.status_code == 202
    assert len(service.store.events[said(response)["run"]].text) == length


def test_characters_that_no_database_takes_are_replaced() -> None:
    service = FakeService()
    body = b'{"repository": "acme/web", "number": 7, "comment": 1, "text": "a\\u0000b\\ud800c\\ud83d\\ude00\\\\u0000"}'
    run = said(post(service, body))["run"]
    assert service.store.events[run].text == "a\ufffdb\ufffdc😀\\u0000"


def test_a_store_that_is_down_acknowledges_nothing() -> None:
    service = FakeService()
    service.store.down = True
    response = post(service, raw(comment()))
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


def test_a_queue_that_is_down_acknowledges_nothing_and_the_next_delivery_mends_it() -> None:
    service = FakeService()
    service.queue_down = True
    assert post(service, raw(comment())).status_code == 503
    service.queue_down = False
    assert said(post(service, raw(comment())))["duplicate"] is True
    assert len(service.queued) == 1


def test_a_service_that_is_about_to_end_takes_nothing() -> None:
    service = FakeService()
    service.draining = True
    response = post(service, raw(comment()))
    assert response.status_code == 503
    assert "Retry-After" in response.headers


def test_answers_are_strict_json() -> None:
    response = post(FakeService(), raw(comment()))
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert said(response)


def test_headers_are_found_in_any_case() -> None:
    given = Headers({"X-GitHub-Event": "ping", "Content-Type": "x"})
    assert given["x-github-event"] == given["X-GITHUB-EVENT"] == "ping"
    assert "x-github-event" in given
    assert "x-gitlab-event" not in given
    assert {name.lower(): value for name, value in given.items()}["content-type"] == "x"
    assert len(given) == 2
