"""Alive and ready."""

import threading
import time

import pytest

from app.web import health
from app.web.health import Readiness, Watch
from tests.unit.web.fakes import FakeService, client, said


def test_alive_whatever_is_broken() -> None:
    service = FakeService()
    service.store.down = service.draining = True
    assert client(service).get("/healthz").status_code == 200


def test_ready_with_every_part() -> None:
    response = client(FakeService()).get("/readyz")
    assert response.status_code == 200
    assert set(said(response)["parts"]) == {"store", "tools", "github"}


def test_each_part_that_is_not_is_named() -> None:
    service = FakeService()
    service.store.down = True
    service.lookouts["github"] = lambda: "401 bad credentials"
    response = client(service).get("/readyz")
    assert response.status_code == 503
    wrong = {name: part["wrong"] for name, part in said(response)["parts"].items() if not part["ok"]}
    assert wrong == {"store": "it does not answer", "github": "401 bad credentials"}


def test_a_service_that_is_about_to_end_is_not_ready() -> None:
    service = FakeService()
    service.draining = True
    response = client(service).get("/readyz")
    assert response.status_code == 503
    assert not said(response)["parts"]["service"]["ok"]


def test_a_probe_that_breaks_is_no_bug_of_the_page() -> None:
    def broken() -> str:
        raise OSError("secret details")

    service = FakeService()
    service.lookouts["github"] = broken
    response = client(service).get("/readyz")
    assert response.status_code == 503
    assert "secret" not in response.text


def test_an_answer_counts_for_a_while() -> None:
    now, looked = [0.0], [0]

    def probe() -> str:
        looked[0] += 1
        return ""

    watch = Watch("x", probe, 30.0, lambda: now[0])
    for at, expected in ((0.0, 1), (29.0, 1), (30.0, 2)):
        now[0] = at
        begun = watch.look()
        assert begun is None or begun.wait(60)
        assert looked == [expected]
        assert watch.wrong() == ""


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> "list[threading.Event]":
    """Requests are impatient; probes wait for the event."""
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.05)
    return [threading.Event()]


def test_a_slow_forge_is_not_waited_for_and_looked_at_once(slow: list[threading.Event]) -> None:
    looks: list[int] = []

    def probe() -> str:
        looks.append(1)
        slow[0].wait(60)
        return ""

    service = FakeService()
    service.lookouts["github"] = probe
    readiness = Readiness(service)
    assert [readiness.parts()["github"][:9] for _ in range(3)] == ["no answer"] * 3
    slow[0].set()
    begun = readiness._watches["github"].look()
    assert begun is None or begun.wait(60)
    assert readiness.parts()["github"] == ""
    assert len(looks) == 1


def test_few_requests_wait_at_once(slow: list[threading.Event], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 60.0)
    service = FakeService()
    service.lookouts["github"] = lambda: "" if slow[0].wait(60) else "late"
    readiness = Readiness(service)
    waiting = [threading.Thread(target=readiness.parts) for _ in range(health.WAITING)]
    for thread in waiting:
        thread.start()
    until = time.monotonic() + 60
    while readiness._waiting._value and time.monotonic() < until:
        time.sleep(0.01)
    assert readiness.parts()["github"], "told at once, without waiting"
    slow[0].set()
    for thread in waiting:
        thread.join(60)
