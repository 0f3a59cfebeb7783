"""The service put together: what the door asks, and what looks after it."""

import logging
import time
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.bootstrap import service as module
from app.bootstrap.service import BotService
from app.domain.errors import Failure
from app.domain.event import Event, Thread
from app.settings import Settings

EVENT = Event(Thread("github", "acme/web", 1), "comment", "ann", "comment/1", text="/agents help")


class Engine:
    """Remembers what it was asked."""

    def __init__(self, store: Any, intake: Any, work: Any, **options: Any) -> None:
        self.intake, self.work, self.options = intake, work, options
        self.asked: list[tuple[str, ...]] = []
        self.in_time = True

    def launch(self) -> None:
        self.asked.append(("launch",))

    def enqueue_intake(self, run: str, thread: str) -> None:
        self.asked.append(("intake", run, thread))

    def enqueue_work(self, run: str, thread: str) -> None:
        self.asked.append(("work", run, thread))

    def forget(self, runs: Collection[str]) -> None:
        self.asked.append(("forget", *runs))

    def drain(self, timeout: float) -> bool:
        return self.in_time

    def close(self) -> None:
        self.asked.append(("close",))


class Parts:
    """Tools that are, or are not, there."""

    def __init__(self, settings: Settings, **options: bool) -> None:
        self.options = options
        self.sandbox: Any = SimpleNamespace(isolation="bubblewrap")
        self.warm = False
        self.missing_tools: tuple[str, ...] = ()
        self.closed = False

    def warm_up(self) -> None:
        self.warm = True

    def close(self) -> None:
        self.closed = True


class Host:
    """A forge that answers, or not."""

    def __init__(self) -> None:
        self.wrong = ""
        self.looked = 0
        self.trouble: list[Exception] = []
        self.closed = False

    def reachable(self) -> str:
        return self.wrong

    def missed(self, since: str) -> list[Any]:
        self.looked += 1
        if self.trouble:
            raise self.trouble.pop(0)
        return [("d-1", {}, {})] if self.looked == 1 else []

    def parse(self, headers: Any, payload: Any) -> Event:
        return EVENT

    def open(self, repository: str) -> Any:
        return SimpleNamespace(open_pull_requests=list, labelled_issues=lambda label: [])

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: Host) -> Iterator[Any]:
    monkeypatch.setattr(module, "Engine", Engine)
    monkeypatch.setattr(module, "Parts", Parts)
    monkeypatch.setattr(module, "stop_all", lambda: None)  # for good: nothing else would start in this process
    monkeypatch.setattr(module, "open_hosts", lambda settings: {"github": host})
    values = {"repo_allowlist": "acme/*", "label": "bot", "user_allowlist": "ann", "public_url": "https://bot.example"}
    settings = Settings.model_validate({"data_dir": tmp_path, "reconcile_interval": 3600, **values})
    service: Any = BotService(settings, SimpleNamespace())
    yield service
    service.stop()


def wait_for(look: Callable[[], Any]) -> Any:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError


def test_the_parts_are_told_what_the_operator_set(bot: Any, tmp_path: Path) -> None:
    site = bot._engine.work.keywords["site"]
    operator = site.operator
    assert (operator.label, operator.users, operator.page("r")) == ("bot", ("ann",), "https://bot.example/runs/r")
    assert bot._engine.options["runs_at_once"] == bot.settings.runs_at_once
    assert "AGT_TEST_PLAN" in site.known_rules()
    site.enqueue("r", "thread")
    assert bot._engine.asked == [("work", "r", "thread")]
    assert (tmp_path / "agents.db").is_file()


def test_what_the_door_asks(bot: Any) -> None:
    assert (bot.allowed("github", "acme/web"), bot.allowed("github", "other/web")) == (True, False)
    bot.enqueue("r", "thread")
    assert bot._engine.asked == [("intake", "r", "thread")]


def test_probes(bot: Any, host: Host) -> None:
    probes = bot.probes()
    assert sorted(probes) == ["github", "tools"]
    assert [probe() for probe in probes.values()] == ["", ""]
    host.wrong = "401"
    bot._parts.sandbox = SimpleNamespace(isolation="none")
    bot._parts.missing_tools = ("checkov",)
    assert probes["github"]() == "401"
    assert "no sandbox" in probes["tools"]()
    assert "agents tools install" in probes["tools"]()


def test_tools_that_cannot_be_looked_at_are_missing(bot: Any) -> None:
    class Broken:
        @property
        def isolation(self) -> str:
            raise Failure("looking for a sandbox", "no namespaces", "allow them")

    bot._parts.sandbox = Broken()
    assert bot.probes()["tools"]() == "looking for a sandbox: no namespaces; allow them"


def test_it_starts_looks_for_what_was_missed_and_ends(bot: Any, host: Host, tmp_path: Path) -> None:
    bot.start()
    assert bot._parts.warm
    asked = wait_for(lambda: [one for one in bot._engine.asked if one[0] == "intake"])
    (row,) = bot.store.runs()
    assert asked == [("intake", row.id, EVENT.thread.name)]
    with bot._engine.work.keywords["site"].scratch() as folder:
        assert folder.parent.parent == tmp_path / "work"
    bot.drain(1)
    assert bot.draining
    bot.stop()
    assert (bot._engine.asked[-1], bot._parts.closed, host.closed) == (("close",), True, True)
    assert list((tmp_path / "work").iterdir()) == []


def test_the_housekeeper_outlives_its_troubles(
    bot: Any, host: Host, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bot.settings = bot.settings.model_copy(update={"reconcile_interval": 0.01})
    host.trouble = [RuntimeError("odd"), Failure("listing", "502")]
    answers: Iterator[OSError | str] = iter([OSError("no network"), "401 bad credentials"])

    def reachable() -> str:
        answer = next(answers, "")
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(host, "reachable", reachable)
    with caplog.at_level(logging.WARNING):
        bot.start()
        wait_for(lambda: host.looked >= 4)
    assert bot._keeper.is_alive()
    assert "401 bad credentials" in caplog.text
    assert "502" in caplog.text


def test_what_is_old_is_thrown_away_everywhere(bot: Any) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=99)
    run = bot.store.accept("github", "d-0", EVENT, long_ago).run
    bot.store._clock = lambda: long_ago
    bot.store.finish(run, "done")
    bot.store._clock = lambda: datetime.now(UTC)
    bot._artifacts.folder(run).mkdir(parents=True)
    bot._purge()
    assert bot.store.run(run) is None
    assert ("forget", run) in bot._engine.asked
    assert not bot._artifacts.folder(run).exists()


def test_a_slow_end_is_said(bot: Any, caplog: pytest.LogCaptureFixture) -> None:
    bot._engine.in_time = False
    with caplog.at_level(logging.INFO):
        bot.drain(0)
    assert "the next start goes on" in caplog.text
