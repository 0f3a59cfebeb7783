"""From an issue to a pull request, and on from there."""

import pytest

from app.domain.job import RunRow
from app.domain.publication import Role
from tests.unit.pipeline.service.world import BAD, GOOD, World


def first(world: World) -> tuple[RunRow, int]:
    """The first run on an issue, and its pull request."""
    row = world.do(world.labelled(world.issue()))
    assert row.status == "done", row.why
    return row, world.store.thread(row.event.thread.name).pull_request


def ours(world: World) -> list[str]:
    return [name for name in world.branches() if name.startswith("agents/")]


def test_an_issue_becomes_a_pull_request_that_closes_it(world: World) -> None:
    row, number = first(world)
    pull = world.forge.pull_request(number)
    assert (row.branch, pull.head_branch, pull.head) == ("agents/1-jobs", "agents/1-jobs", row.head)
    assert "Closes #1" in pull.body
    assert world.text("agents/1-jobs", "stacks/jobs/main.tf")
    assert world.checks(row.head)["agents"] == "success"
    assert "pull request" in world.living(1).lower()
    assert world.living(number)
    for thread in (row.event.thread.name, world.thread(number).name):
        memory = world.store.thread(thread)
        assert (memory.branch, memory.pull_request, memory.issue, memory.pushed) == (row.branch, number, 1, row.head)


def test_an_edit_after_the_start_does_not_change_the_run(world: World) -> None:
    number = world.issue()
    row = world.take(world.labelled(number))
    world.edit(number, body="== other.tf\nqueue\n")
    ended = world.work(row.id)
    assert world.text(ended.branch, "stacks/jobs/other.tf") is None


@pytest.mark.parametrize("state", ["open", "closed", "merged"])
def test_a_second_run_goes_on_only_with_what_is_open(world: World, state: str) -> None:
    row, number = first(world)
    world.edit(number, open=state == "open", merged=state == "merged")
    again = world.do(world.said(1, "/agents run"))
    assert again.status == "done"
    assert ours(world) == (["agents/1-jobs"] if state == "open" else ["agents/1-jobs", "agents/1-jobs-2"])
    pulls = [n for n in world.forge.desk.numbers() if world.thread(n).pull_request]
    assert len(pulls) == (1 if state == "open" else 2)
    assert world.store.thread(row.event.thread.name).pull_request == pulls[-1]


def test_revisions_add_up_and_are_told_in_both_threads(world: World) -> None:
    _, number = first(world)
    for n, text in enumerate(("use two queues", "use three queues")):
        row = world.do(world.said(number, f"/agents revise {text}"))
        assert (row.status, row.branch) == ("done", "agents/1-jobs"), row.why
        assert world.text("agents/1-jobs", f"stacks/jobs/revised{n}.tf") == f"{text}\n"
    for thread in (1, number):
        kept = world.store.thread(world.thread(thread).name).revisions
        assert [one.partition(" ")[2] for one in kept] == ["use two queues", "use three queues"]
    assert world.checks(world.head(number))["agents"] == "success"


def test_revise_where_nothing_was_generated_is_a_mistake(world: World) -> None:
    for number in (world.issue(), world.pull({"infra/main.tf": GOOD})):
        row = world.do(world.said(number, "/agents revise add a queue"))
        assert row.status == "failed"
        assert "/agents run" in world.living(number)


def test_a_conflict_with_people_pushes_nothing_and_is_not_remembered(world: World) -> None:
    _, number = first(world)
    mine = world.commit("agents/1-jobs", {"stacks/jobs/main.tf": "queue MINE\n"})
    world.edit(1, body=f"== main.tf\n{BAD}")
    row = world.do(world.said(1, "/agents run"))
    assert row.status == "failed"
    assert world.head(number) == mine
    assert "GOOD" in world.store.thread(row.event.thread.name).request


def test_nothing_is_pushed_for_someone_who_may_not_any_more(world: World) -> None:
    row = world.take(world.labelled(world.issue()))
    world.tools.meanwhile = lambda: world.forge.people.update(ann=Role.READ)
    ended = world.work(row.id)
    assert (ended.status, ours(world)) == ("failed", [])
    assert "write permission" in world.living(1)


def test_a_pull_request_that_cannot_be_opened_is_opened_by_the_next_run_on_the_same_branch(world: World) -> None:
    number = world.issue()
    row = world.take(world.labelled(number))
    world.forge.faults["ensure_pull_request"] = 1
    assert world.work(row.id).status == "failed"
    assert ours(world) == ["agents/1-jobs"]
    again = world.do(world.said(number, "/agents run"))
    assert (again.status, ours(world)) == ("done", ["agents/1-jobs"])
    assert world.store.thread(row.event.thread.name).pull_request == 2


def test_a_push_that_failed_is_not_remembered_as_our_branch(world: World) -> None:
    number = world.issue()
    row = world.take(world.labelled(number))
    taken: list[str] = []
    before = world.forge.permission_of

    def permission_of(user: str) -> Role:
        taken.append(world.commit("agents/1-jobs", {"MINE.md": "mine\n"}))
        return before(user)

    world.tools.meanwhile = lambda: setattr(world.forge, "permission_of", permission_of)
    assert world.work(row.id).status == "failed"
    del world.forge.permission_of
    assert world.store.thread(row.event.thread.name).branch == ""
    world.tools.meanwhile = lambda: None
    again = world.do(world.said(number, "/agents run"))
    assert (again.status, again.branch) == ("done", "agents/1-jobs-2")
    assert world.branches()["agents/1-jobs"] == taken[-1]


def test_what_the_store_has_lost_is_read_back_from_the_branch(world: World) -> None:
    _, number = first(world)
    world.do(world.said(number, "/agents revise use two queues"))
    for thread in (1, number):
        name = world.thread(thread).name
        world.store.remember(name, request="", revisions=(), branch="", pull_request=0, issue=0, pushed="")
    for thread, text in ((number, "use three queues"), (1, "use four queues")):
        row = world.do(world.said(thread, f"/agents revise {text}"))
        assert (row.status, row.branch) == ("done", "agents/1-jobs"), row.why
        world.store.remember(world.thread(thread).name, request="", revisions=())
    for n, count in enumerate(("two", "three", "four")):
        kept = world.text("agents/1-jobs", f"stacks/jobs/revised{n}.tf")
        assert kept
        assert kept.strip() == f"use {count} queues"


def test_a_branch_of_people_is_not_taken_for_ours(world: World) -> None:
    kept = "# Request: x\n\n```text\n== main.tf\nqueue GOOD\n```\n"
    number = world.pull({"stacks/x/docs/request.md": kept}, "feature/1-x")
    row = world.do(world.said(number, "/agents revise more"))
    assert row.status == "failed"
    assert "was not made by" in row.why


@pytest.mark.parametrize(("words", "times"), [("/agents run", 1), ("/agents run --reasoner offline", 0)])
def test_a_model_may_be_asked_unless_the_comment_says_otherwise(world: World, words: str, times: int) -> None:
    asked = world.ask()
    row = world.do(world.said(world.issue(), words))
    assert row.status == "done", row.why
    assert asked.begun == [(row.id, "github/acme/web", "")] * times
    assert asked.open == 0
