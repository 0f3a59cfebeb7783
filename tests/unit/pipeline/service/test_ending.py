"""How a run ends, whatever happened."""

import pytest

from app.domain.errors import Failure, UsageFailure
from app.durable.inline import InlineSteps
from app.pipeline.service.desk import Desk
from app.pipeline.service.ending import Ending, conclude, seconds_of, shown
from tests.unit.pipeline.service.world import BAD, GOOD, World


def test_an_expected_failure_has_its_hint() -> None:
    ending = Ending.failed(UsageFailure("reading", "it is odd", "write it anew"))
    assert (ending.status, ending.why, ending.hint) == ("failed", "reading: it is odd", "write it anew")


@pytest.mark.parametrize("status", ["cancelled", "superseded"])
def test_a_run_that_was_stopped_before_it_began_is_told(world: World, status: str) -> None:
    row = world.take(world.labelled(world.issue()))
    desk = Desk(world.forge, world.store, row, InlineSteps())
    conclude(Ending(status), None, desk, InlineSteps(), world.site)  # type: ignore[arg-type]
    assert (world.row(row.id).status, world.meter.runs) == (status, [status])
    assert len(world.ours(1, "living")) == 1


@pytest.mark.parametrize(("merged", "word"), [(True, "merged"), (False, "closed")])
def test_a_run_whose_pull_request_was_closed_says_so(world: World, merged: bool, word: str) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    row = world.take(world.pushed(pull))
    world.edit(pull, open=False, merged=merged)
    desk = Desk(world.forge, world.store, row, InlineSteps())
    conclude(Ending("cancelled"), None, desk, InlineSteps(), world.site)
    assert world.row(row.id).why == f"the pull request was {word}"


def test_a_forge_that_stays_away_keeps_no_run_from_ending(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    row = world.take(world.pushed(pull))
    world.forge.faults["ensure_comment"] = 99
    ended = world.work(row.id)
    assert (ended.status, ended.head, world.meter.runs) == ("failed", world.head(pull), ["failed"])
    assert "how it ended (done) could not be shown" in ended.why
    assert world.checks(world.head(pull))["agents"] == "success"


def test_a_report_that_cannot_be_put_into_the_new_pull_request_still_stands_in_the_issue(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.issue()
    row = world.take(world.labelled(number))
    real = world.forge.ensure_comment

    def ensure_comment(where: int, *rest: object, **more: object) -> str:
        if where != number:
            raise Failure("writing a comment", "it is locked")
        return real(where, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(world.forge, "ensure_comment", ensure_comment)
    assert world.work(row.id).status == "done"
    assert "it is locked" in world.living(number)


def test_reports_are_kept_and_a_full_disk_is_a_note(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    row = world.do(world.said(pull, "/agents review\n/agents plan"))
    kept = {path.name for path in world.site.artifacts.folder(row.id).iterdir()}
    assert kept == {"outcome.bin", "plan", "review"}

    def full(*_: object) -> None:
        raise Failure("writing the report", "No space left on device")

    monkeypatch.setattr("app.pipeline.service.ending.write_reports", full)
    world.do(world.said(pull, "/agents review"))
    assert "No space left" in world.living(pull)


def test_seconds_from_start_to_end(world: World) -> None:
    row = world.take(world.labelled(world.issue()))
    assert seconds_of(row) == 0.0
    ended = world.work(row.id)
    assert seconds_of(ended) > 0


def test_what_is_shown_while_it_goes_on(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    row = world.take(world.said(pull, "/agents review"))
    desk = Desk(world.forge, world.store, row, InlineSteps())
    (text,) = shown(desk, world.site, None, running=("tester",))
    assert text.startswith(f"<!-- agents key=living run={row.id} head= seq=1 -->")
    assert "tester" in text
    assert "/agents cancel" in text
