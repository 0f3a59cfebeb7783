"""Progress, and what is asked again before anything is pushed."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.command import Command
from app.domain.errors import AgentsError, Failure
from app.domain.event import Event
from app.domain.publication import Role
from app.domain.run import StageResult
from app.durable.inline import InlineSteps
from app.pipeline.service import session as module
from app.pipeline.service.desk import Desk
from app.pipeline.service.facts import gather
from app.pipeline.service.session import Narrator, Session
from tests.unit.pipeline.service.world import GOOD, World

Shown = list[tuple[tuple[str, ...], tuple[str, ...]]]


def narrator(shown: Shown, kept: list[str], monkeypatch: pytest.MonkeyPatch, interval: float = 0.0) -> Narrator:
    monkeypatch.setattr(module, "PROGRESS_INTERVAL", interval)
    return Narrator(
        lambda stage: kept.append(stage.stage),
        lambda ended, running: shown.append((tuple(stage.stage for stage in ended), running)),
    )


def test_stages_are_kept_and_shown_as_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: Shown = []
    kept: list[str] = []
    one = narrator(shown, kept, monkeypatch)
    one.started("tester")
    one.started("security")
    one.finished(StageResult("tester", "passed"))
    assert shown == [((), ("tester",)), ((), ("tester", "security")), (("tester",), ("security",))]
    assert kept == ["tester"]


def test_a_forge_is_not_written_to_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: Shown = []
    one = narrator(shown, [], monkeypatch, interval=3600)
    one.started("tester")
    assert shown == []


def test_a_stage_that_was_given_up_shows_nothing_after_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: Shown = []
    kept: list[str] = []
    one = narrator(shown, kept, monkeypatch)
    one.end()
    one.finished(StageResult("tester", "passed"))
    assert (shown, kept) == ([], ["tester"])


def test_a_forge_that_cannot_be_written_to_fails_no_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    def show(*_: object) -> None:
        raise Failure("writing", "502")

    monkeypatch.setattr(module, "PROGRESS_INTERVAL", 0.0)
    Narrator(lambda _: None, show).started("tester")


def session_of(world: World, event: Event) -> Session:
    row = replace(world.row(world.accept(event)), created="2026-03-04T23:59:59Z")
    facts = gather(world.forge, event, world.site.operator)
    desk = Desk(world.forge, world.store, row, InlineSteps())
    quiet = Narrator(lambda _: None, lambda *_: None)
    return Session(row, facts, world.forge, world.site, InlineSteps(), desk, quiet, Path())


def test_the_day_is_the_runs_first(world: World) -> None:
    assert session_of(world, world.labelled(world.issue())).day.isoformat() == "2026-03-04"


def test_later_commands_look_at_what_was_pushed(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    one = session_of(world, world.said(pull, "/agents fix"))
    one.advance("f" * 40)
    assert (one.pull.head, one.head) == ("f" * 40, "f" * 40)
    issue = session_of(world, world.labelled(world.issue()))
    issue.advance("f" * 40)
    assert issue.head == ""


@pytest.mark.parametrize("change", ["demoted", "closed", "fork", "policy", "broken policy", "forge"])
def test_nothing_is_pushed_where_that_is_no_longer_allowed(world: World, change: str) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    one = session_of(world, world.said(pull, "/agents fix"))
    one.require_allowed(Command("fix"))
    if change == "demoted":
        world.forge.people["ann"] = Role.TRIAGE
    elif change == "closed":
        world.edit(pull, open=False)
    elif change == "fork":
        world.forge.forks.add(pull)
    elif change == "forge":
        world.forge.faults["permission_of"] = 1
    else:
        world.policy("version: 1\nallow:\n  fix:\n    users: [tim]\n" if change == "policy" else "nonsense: 1\n")
    with pytest.raises(AgentsError):
        one.require_allowed(Command("fix"))
