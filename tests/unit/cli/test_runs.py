"""``agents runs`` and ``agents resume`` on a real store."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap.store import open_store
from app.cli import runs as handlers
from app.cli.console import Console
from app.domain.command import Command
from app.domain.errors import Failure
from app.domain.event import Event, Thread
from app.settings import read_settings

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """One failed run in the store that the environment names."""
    monkeypatch.setenv("AGENTS_DATA_DIR", str(tmp_path))
    event = Event(Thread("github", "acme/web", 7, pull_request=True), "comment", "ann", "comment/1", text="/agents fix")
    with open_store(read_settings({"AGENTS_DATA_DIR": str(tmp_path)})) as store:
        made = store.accept("github", "d-1", event, AT).run
        store.take(made, [Command("fix", ("password=hunter2hunter2",), flags={"rule": ("A", "B")})])
        store.start(made)
        store.add_stage(made, {"stage": "tester", "status": "failed", "why": "no plan", "seconds": 1.25})
        store.finish(made, "failed", "no plan", head="abc", branch="agents/7-web")
    return made


def test_the_latest_as_json(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert handlers.runs(Console.make(json=True), id=None) == 0
    (record,) = json.loads(capsys.readouterr().out)["runs"]
    assert (record["run"], record["status"], record["thread"]) == (run, "failed", "github/acme/web#7")
    assert record["stages"] == [{"stage": "tester", "status": "failed", "why": "no plan", "seconds": 1.25}]
    assert "hunter2" not in str(record)


def test_the_latest_as_a_table(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert handlers.runs(Console.make(), id=None) == 0
    shown = capsys.readouterr().out
    assert run in shown
    assert "2026-01-02 03:04:05" in shown


def test_one_run_with_its_stages(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert handlers.runs(Console.make(), id=run) == 0
    shown = capsys.readouterr().out
    assert "agents/7-web" in shown
    assert "tester" in shown
    assert "--rule A --rule B" in shown
    assert "hunter2" not in shown


def test_an_empty_store_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AGENTS_DATA_DIR", str(tmp_path))
    assert handlers.runs(Console.make(), id=None) == 0
    assert capsys.readouterr().out.strip() == "no run of the service yet"


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("handler", [handlers.runs, handlers.resume])
def test_an_unknown_run(handler: Callable[..., int]) -> None:
    with pytest.raises(Failure, match="no such run"):
        handler(Console.make(), id="20200101-000000-0000")


def test_a_run_that_no_engine_ever_took_cannot_be_resumed(run: str) -> None:
    with pytest.raises(Failure, match="nothing of its steps"):
        handlers.resume(Console.make(), id=run)


def test_a_run_that_is_under_way_is_left_alone(run: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with open_store(read_settings({"AGENTS_DATA_DIR": str(tmp_path)})) as store:
        store.reopen(run)
    assert handlers.resume(Console.make(json=True), id=run) == 0
    assert json.loads(capsys.readouterr().out) == {"run": run, "status": "queued", "resumed": False}
