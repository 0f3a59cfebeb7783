"""The last outcome of a conversation."""

import pickle
from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.domain.event import Thread
from app.domain.plan import Plan
from app.domain.run import Outcome
from app.pipeline.service.last import NAME, keep, last_outcome
from tests.builders import stack_result
from tests.unit.pipeline.service.world import World


def outcome(title: str) -> Outcome:
    change = {"address": "x", "change": {"after": {"password": "s3cret"}}}
    result = stack_result(plan=Plan(1, 0, 0, (change,)), plan_json={"secret": "s3cret"})
    return Outcome("r", "review", title, results=(result,))


def kept(world: World, number: int, title: str, at: str) -> str:
    run = world.accept(world.said(number, f"/agents review {at}"))
    keep(world.site.artifacts.folder(run), outcome(title))
    return run


def test_what_is_kept_holds_no_plan(tmp_path: Path) -> None:
    keep(tmp_path / "run", outcome("one"))
    data = (tmp_path / "run" / NAME).read_bytes()
    assert b"s3cret" not in data
    (result,) = pickle.loads(data).results  # noqa: S301
    assert (result.plan.add, result.plan_json) == (1, None)


def test_a_disk_that_takes_nothing_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("in the way")
    with pytest.raises(Failure, match="keeping the outcome"):
        keep(tmp_path / "run", outcome("one"))


def test_the_newest_of_the_thread(world: World) -> None:
    number = world.issue()
    assert last_outcome(world.site, world.thread(number)) is None
    for title in ("one", "two"):
        kept(world, number, title, title)
    world.accept(world.said(number, "/agents help"))
    found = last_outcome(world.site, world.thread(number))
    assert found
    assert found.title == "two"


def test_an_issue_and_its_pull_request_are_one_conversation(world: World) -> None:
    issue, pull = Thread("github", "acme/web", 1), Thread("github", "acme/web", 2, pull_request=True)
    world.issue()
    kept(world, 1, "of the issue", "a")
    world.store.remember(pull.name, issue=1, pull_request=2)
    found = last_outcome(world.site, pull)
    assert found
    assert found.title == "of the issue"
    assert last_outcome(world.site, Thread("github", "acme/web", 9)) is None
    assert last_outcome(world.site, issue) == found


@pytest.mark.parametrize("data", [b"", b"nonsense", pickle.dumps("a text"), b"cno.such\nThing\n."])
def test_what_can_no_longer_be_read_is_none(world: World, data: bytes) -> None:
    number = world.issue()
    run = kept(world, number, "one", "a")
    (world.site.artifacts.folder(run) / NAME).write_bytes(data)
    assert last_outcome(world.site, world.thread(number)) is None
