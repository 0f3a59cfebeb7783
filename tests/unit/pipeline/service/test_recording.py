"""What the audit log keeps of the service's work."""

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.pipeline.service.recording import digests
from app.stores.tables import AUDIT
from tests.unit.pipeline.service.world import BAD, GOOD, World


def entries(world: World) -> list[Any]:
    """The whole log."""
    with world.store.engine.connect() as connection:
        return list(connection.execute(sa.select(AUDIT).order_by(AUDIT.c.sequence)))


def test_a_run_leaves_one_entry_with_who_what_and_the_verdict(world: World) -> None:
    policy = "version: 1\ngate: {fail_on: critical}\n"
    world.policy(policy)
    pull = world.pull({"infra/main.tf": BAD})
    row = world.do(world.said(pull, "/agents review"))
    (entry,) = entries(world)
    assert (entry.kind, entry.who, entry.commit, entry.thread) == (
        "change",
        "ann",
        world.head(pull),
        row.event.thread.name,
    )
    facts = json.loads(entry.facts)
    assert facts["commands"] == ["/agents review"]
    assert facts["gate"] == [{"command": "review", "verdict": "passed", "reasons": []}]
    assert facts["findings"] == {"high": 1}
    assert len(facts["policy"]) == 64
    assert "report.md" in facts["reports"]
    assert world.store.audit.verify().ok


def test_the_entry_is_there_once_however_often_the_step_is_done(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    row = world.do(world.said(pull, "/agents review"))
    world.work(row.id)
    assert len(entries(world)) == 1


def test_who_merged_is_recorded(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    world.do(world.said(pull, "/agents review"))
    world.edit(pull, open=False, merged=True)
    world.take(world.pushed(pull, "", kind="pull_request_closed"))
    entry = entries(world)[-1]
    assert (entry.kind, entry.who) == ("merged", "ann")
    assert json.loads(entry.facts) == {"merged_by": "ann"}


def test_reports_are_told_by_their_digests(tmp_path: Path) -> None:
    assert digests(tmp_path / "none") == {}
    (tmp_path / "review").mkdir()
    (tmp_path / "review/report.md").write_text("x")
    assert list(digests(tmp_path)) == ["review/report.md"]
