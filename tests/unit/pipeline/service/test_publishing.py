"""Checks, remarks, labels, code scanning: what the forge refuses is a note in the report, no failure."""

import pytest

from app.domain.errors import Failure
from tests.unit.pipeline.service.world import BAD, GOOD, World


def test_a_review_is_put_everywhere(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.do(world.pushed(pull))
    head = world.head(pull)
    assert world.checks(head) == {
        "agents": "failure",
        "agents / tester": "success",
        "agents / security": "success",
        "agents / cost": "success",
        "agents / compliance": "success",
    }
    (verdict,) = [check for check in world.forge.desk.checks(head) if check["name"] == "agents"]
    assert [(note["path"], note["line"]) for note in verdict["annotations"]] == [("infra/main.tf", 1)]
    (remark,) = world.forge.desk.remarks(pull)
    assert (remark["path"], remark["line"]) == ("infra/main.tf", 1)
    assert "suggestion\nqueue GOOD" in remark["body"]
    assert (world.forge.desk.folder / f"sarif/{head}.json").is_file()
    assert world.forge.desk.any_thread(pull)["labels"] == ["agents: failed"]


def test_labels_follow_the_verdict(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.do(world.pushed(pull))
    world.commit("change", {"infra/main.tf": GOOD})
    world.do(world.pushed(pull, "synchronised"))
    assert world.forge.desk.any_thread(pull)["labels"] == ["agents: passed"]


def test_a_part_puts_no_label_and_no_code_scanning(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.do(world.said(pull, "/agents security"))
    assert "labels" not in world.forge.desk.any_thread(pull)
    assert not (world.forge.desk.folder / "sarif").exists()
    assert len(world.forge.desk.remarks(pull)) == 1


@pytest.mark.parametrize(
    ("verb", "what", "times"),
    [
        ("ensure_review", "remarks", 1),
        ("ensure_check", "checks", 2),
        ("ensure_labels", "labels", 1),
        ("upload_sarif", "code scanning", 1),
    ],
)
def test_what_the_forge_refuses_is_noted_and_the_report_stands(world: World, verb: str, what: str, times: int) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    row = world.take(world.pushed(pull))
    world.forge.faults[verb] = times
    ended = world.work(row.id)
    assert "high finding" in ended.why
    living = world.living(pull)
    assert "AGT_BAD" in living
    assert f"{what}: " in living


def test_a_change_that_cannot_be_read_is_a_note_and_the_checks_stand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise Failure("reading the change", "bad object")

    pull = world.pull({"infra/main.tf": BAD})
    row = world.take(world.pushed(pull))
    monkeypatch.setattr("app.pipeline.service.publishing._diff", broken)
    world.work(row.id)
    assert "bad object" in world.living(pull)
    assert world.checks(world.head(pull))["agents"] == "failure"


def test_a_repairs_verdict_is_not_that_of_the_review_before_it(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.do(world.said(pull, "/agents review\n/agents fix"))
    assert world.checks(world.head(pull))["agents"] == "success"
    assert world.forge.desk.any_thread(pull)["labels"] == ["agents: passed"]
