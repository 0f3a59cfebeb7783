"""The pages for people."""

import base64
import hashlib
import re

import pytest

from app.domain.command import Command
from app.domain.event import Event, Thread
from app.domain.job import RunRow, RunStatus
from tests.unit.web.fakes import FakeService, client, said

RUN = "20260101-000000-abcd"
COMMAND = Command(
    "fix",
    ("<script>alert(1)</script>", "password=hunter2hunter2"),
    {"a": "b"},
    {"rule": ("X", "Y"), "savings": True},
)


def row(status: RunStatus = "failed") -> RunRow:
    event = Event(
        Thread("github", "acme/web", 7, pull_request=True),
        "comment",
        "ann",
        "comment/1",
        text="/agents fix token=ghp_" + "a" * 36,
        title="A title of a private repository",
        body="the body",
    )
    return RunRow(
        RUN,
        event,
        (COMMAND,),
        status=status,
        why="could not: ghp_" + "a" * 36,
        stages=({"stage": "tester", "status": "not_run", "why": "no <b>stack</b>", "seconds": 1.5},),
        branch="agents/7-web",
        head="abc123",
        created="2026-01-01T00:00:00Z",
    )


@pytest.fixture
def service() -> FakeService:
    made = FakeService()
    made.store.rows[RUN] = row()
    return made


def test_json_for_who_asks_for_it(service: FakeService) -> None:
    response = client(service).get(f"/runs/{RUN}", headers={"Accept": "application/json"})
    record = said(response)
    assert (record["run"], record["status"], record["thread"]) == (RUN, "failed", "github/acme/web#7")
    (command,) = record["commands"]
    assert set(command) == {"name", "args", "named", "flags"}
    assert command["flags"] == {"rule": ["X", "Y"], "savings": True}
    assert record["stages"] == [{"stage": "tester", "status": "not_run", "why": "no <b>stack</b>", "seconds": 1.5}]


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_nothing_secret_is_shown(service: FakeService, accept: str) -> None:
    text = client(service).get(f"/runs/{RUN}", headers={"Accept": accept}).text
    assert [word for word in ("hunter2", "ghp_", "the body", "A title", "ann") if word in text] == []


def test_the_page_is_harmless(service: FakeService) -> None:
    response = client(service).get(f"/runs/{RUN}")
    assert response.mimetype == "text/html"
    assert "<script" not in response.text
    assert "<b>" not in response.text
    assert "--rule X --rule Y --savings a=b" in response.text
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    style = re.search(r"<style>(.*)</style>", response.text, re.DOTALL)
    assert style
    assert _digest(style[1]) in policy


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@pytest.mark.parametrize(("status", "again"), [("running", True), ("queued", True), ("done", False)])
def test_a_run_under_way_is_shown_anew(service: FakeService, status: RunStatus, again: bool) -> None:
    service.store.rows[RUN] = row(status)
    assert ('http-equiv="refresh"' in client(service).get(f"/runs/{RUN}").text) is again


@pytest.mark.parametrize("name", ["20260101-000000-ffff", "x", "..%2f..%2fetc", "A'--", "a" * 500, "%00abc"])
def test_unknown_runs(service: FakeService, name: str) -> None:
    response = client(service).get(f"/runs/{name}")
    assert response.status_code == 404
    assert set(said(response)["error"]) == {"doing", "wrong", "hint"}


def test_a_store_that_is_down(service: FakeService) -> None:
    service.store.down = True
    response = client(service).get(f"/runs/{RUN}")
    assert response.status_code == 503
    assert "Retry-After" in response.headers


def test_home_says_what_this_is(service: FakeService) -> None:
    response = client(service).get("/")
    assert response.status_code == 200
    assert "/agents help" in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
