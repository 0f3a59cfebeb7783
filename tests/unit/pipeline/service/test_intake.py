"""Who asks what, may they, what is answered at once, what is queued."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.command import Command
from app.domain.job import RunRow
from app.domain.override import Override
from app.domain.publication import Role
from app.durable.inline import InlineSteps
from app.pipeline.service.intake import intake
from app.pipeline.service.site import Operator
from tests.unit.pipeline.service.world import BAD, GOOD, World

AUTO_OFF = "version: 1\nauto: off\n"


def names(row: RunRow) -> list[str]:
    return [command.name for command in row.commands]


# -- comments ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "actor", "status", "queued", "reactions", "said"),
    [
        ("/agents review", "tim", "queued", ["review"], ["eyes"], []),
        ("/agents plan\n/agents test\n/agents plan", "tim", "queued", ["plan", "test"], ["eyes"], []),
        ("/agents help", "eve", "done", ["help"], ["eyes"], ["who may"]),
        ("/agents fxi", "ann", "refused", [], ["confused"], ["fxi", "fix"]),
        ("/agents fix", "tim", "refused", ["fix"], ["confused"], ["write access"]),
        ("/agents run", "ann", "refused", ["run"], ["confused"], ["issue"]),
        ("/agents fix\n/agents review", "tim", "queued", ["review"], ["confused", "eyes"], ["write access"]),
        ("nothing for a bot", "ann", "done", [], [], []),
    ],
)
def test_comments(
    world: World, text: str, actor: str, status: str, queued: list[str], reactions: list[str], said: list[str]
) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    row = world.take(world.said(pull, text, actor))
    assert (row.status, names(row), world.reactions(pull)) == (status, queued, reactions)
    assert (row.id in world.queued) is (status == "queued")
    replies = world.ours(pull, "reply-")
    assert len(replies) == bool(said)
    assert all(word in replies[0] for word in said)


def test_help_and_mistakes_in_one_comment_are_both_answered(world: World) -> None:
    number = world.issue()
    row = world.take(world.said(number, "/agents nonsense\n/agents help"))
    assert len(world.ours(number, f"reply-{row.id}")) == 2


def test_an_outsider_is_answered_once_in_a_thread(world: World) -> None:
    number, other = world.issue(), world.issue()
    rows = [world.take(world.said(number, text, "eve")) for text in ("/agents help", "/agents run", "/agents fxi")]
    assert [row.status for row in rows] == ["done", "refused", "refused"]
    assert len(world.ours(number)) == 1
    assert world.take(world.said(other, "/agents help", "eve")).status == "done"
    assert world.take(world.said(number, "/agents help", "tim")).status == "done"
    assert len(world.ours(number)) == 2


def test_whom_the_operator_does_not_list_is_an_outsider(make: Callable[..., World]) -> None:
    world = make(users=("boss",))
    number = world.issue()
    rows = [world.take(world.said(number, "/agents run", "ann")) for _ in range(2)]
    assert [row.status for row in rows] == ["refused", "refused"]
    assert len(world.ours(number)) == 1


@pytest.mark.parametrize("command", ["fix", "revise add a queue"])
def test_nothing_that_pushes_is_done_for_a_fork(world: World, command: str) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.forge.forks.add(pull)
    row = world.take(world.said(pull, f"/agents {command}"))
    assert row.status == "refused"
    assert "fork" in row.why
    assert world.queued == []


def test_a_closed_pull_request_has_nothing_to_work_on(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD}, open=False)
    assert world.take(world.said(pull, "/agents review")).status == "refused"
    assert world.take(world.said(pull, "/agents help")).status == "done"


def test_nothing_is_passed_on_to_terraform(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    row = world.take(world.said(pull, "/agents plan -- -destroy"))
    assert (row.status, world.queued) == ("refused", [])


# -- issues and pull requests ------------------------------------------------------------------------------------------


def test_a_labelled_issue_starts_a_run(world: World) -> None:
    number = world.issue()
    row = world.take(world.labelled(number))
    assert (names(row), world.queued, world.reactions(number)) == (["run"], [row.id], ["eyes"])


def test_a_label_by_someone_who_may_not_is_refused_with_a_reply(world: World) -> None:
    number = world.issue()
    row = world.take(world.labelled(number, "tim"))
    assert (row.status, world.queued, world.reactions(number)) == ("refused", [], ["confused"])
    assert len(world.ours(number, "reply-")) == 1


def test_auto_off_starts_nothing_and_says_nothing(world: World) -> None:
    world.policy(AUTO_OFF)
    issue, pull = world.issue(), world.pull({"infra/main.tf": GOOD})
    rows = [world.take(world.labelled(issue)), world.take(world.pushed(pull))]
    assert [row.status for row in rows] == ["done", "done"]
    assert (world.queued, world.ours(issue), world.ours(pull), world.reactions(pull)) == ([], [], [], [])


def test_a_new_pull_request_is_reviewed_and_a_repository_is_greeted_once(world: World) -> None:
    pulls = [world.pull({"infra/main.tf": GOOD}, f"change{n}") for n in range(2)]
    rows = [world.take(world.pushed(pull, actor="eve")) for pull in pulls]
    assert [names(row) for row in rows] == [["review"], ["review"]]
    assert [len(world.ours(pull, "welcome")) for pull in pulls] == [1, 0]


def test_a_welcome_that_cannot_be_said_keeps_nothing_from_being_done(world: World) -> None:
    world.forge.faults["ensure_comment"] = 1
    row = world.take(world.pushed(world.pull({"infra/main.tf": GOOD})))
    assert (row.status, world.queued) == ("queued", [row.id])


def test_what_the_policy_starts(world: World) -> None:
    world.policy("version: 1\nauto:\n  pull_request: [plan, security]\n")
    assert names(world.take(world.pushed(world.pull({"infra/main.tf": GOOD})))) == ["plan", "security"]


@pytest.mark.parametrize(("policy", "starts"), [("version: 1\n", False), ("version: 1\nauto:\n  drafts: true\n", True)])
def test_drafts(world: World, policy: str, starts: bool) -> None:
    world.policy(policy)
    pull = world.pull({"infra/main.tf": GOOD}, draft=True)
    row = world.take(world.pushed(pull))
    assert bool(world.queued) is starts
    assert (row.status == "queued") is starts
    world.edit(pull, draft=False)
    ready = world.take(world.pushed(pull, "ready"))
    assert ready.status == "queued"


def test_a_draft_that_nobody_will_tell_of_again(tmp_path: Path) -> None:
    world = World(tmp_path, {"infra/main.tf": GOOD}, Operator(drafts=True))
    assert world.take(world.pushed(world.pull({"infra/main.tf": GOOD}, draft=True))).status == "queued"


def test_a_closed_pull_request_starts_nothing(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD}, open=False)
    assert world.take(world.pushed(pull)).status == "cancelled"


def test_a_policy_with_errors_does_not_silence_the_bot(world: World) -> None:
    world.policy("version: 1\nauto: nonsense\n")
    row = world.take(world.pushed(world.pull({"infra/main.tf": GOOD})))
    assert row.status == "queued"  # its work tells what is wrong


def test_the_same_commit_opened_and_pushed_at_once_is_one_run(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    first = world.take(world.pushed(pull))
    second = world.take(world.pushed(pull, "synchronised"))
    assert (second.status, world.queued) == ("done", [first.id])
    assert first.id in second.why
    assert world.take(world.pushed(pull, "reopened")).status == "queued"


def test_a_commit_whose_run_was_stopped_is_looked_at_again(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    first = world.take(world.pushed(pull))
    world.store.ask_stop([first.id], "superseded")
    assert world.take(world.pushed(pull, "synchronised")).status == "queued"


def test_a_newer_commit_stops_what_runs_on_older_ones_by_itself(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    by_itself, asked = world.take(world.pushed(pull)), world.take(world.said(pull, "/agents review"))
    world.commit("change", {"infra/main.tf": BAD})
    newer = world.take(world.pushed(pull, "synchronised"))
    assert [world.row(row.id).stop for row in (by_itself, asked, newer)] == ["superseded", "", ""]


def test_a_delivery_that_was_overtaken_stops_nothing_newer(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    late = world.pushed(pull)
    world.commit("change", {"infra/main.tf": BAD})
    newer = world.take(world.pushed(pull, "synchronised"))
    world.take(late)
    assert world.row(newer.id).stop == ""


def test_closing_stops_what_was_asked_for_before(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    earlier = world.take(world.said(pull, "/agents review"))
    closed = world.accept(world.pushed(pull, "", kind="pull_request_closed"))
    later = world.accept(world.said(pull, "/agents help"))
    world.edit(pull, open=False)
    intake(closed, InlineSteps(), world.site)
    assert [world.row(run).stop for run in (earlier.id, later)] == ["cancelled", ""]
    assert (world.row(closed).status, world.ours(pull)) == ("done", [])


def test_a_closing_that_was_overtaken_by_the_reopening_stops_nothing(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    running = world.take(world.pushed(pull))
    assert world.take(world.pushed(pull, "", kind="pull_request_closed")).status == "done"
    assert world.row(running.id).stop == ""


# -- what goes wrong ---------------------------------------------------------------------------------------------------


def test_a_run_that_has_ended_is_left_alone(world: World) -> None:
    row = world.take(world.said(world.issue(), "/agents help"))
    intake(row.id, InlineSteps(), world.site)
    intake("20260101-000000-nothing", InlineSteps(), world.site)
    assert len(world.ours(1)) == 1


def test_a_forge_that_stays_down_fails_the_run_and_says_so_once_it_is_back(world: World) -> None:
    world.forge.faults["default_branch"] = 2
    assert world.take(world.said(world.issue(), "/agents run")).status == "queued"
    world.forge.faults["default_branch"] = 3
    row = world.take(world.said(1, "/agents run"))
    assert row.status == "failed"
    assert "502" in row.why
    assert "502" in world.ours(1, "reply-")[0]


def test_even_without_a_word_the_run_ends(world: World) -> None:
    world.forge.faults |= {"default_branch": 3, "ensure_comment": 9}
    assert world.take(world.said(world.issue(), "/agents run")).status == "failed"


def test_a_bug_shows_nothing_of_itself_to_people(world: World) -> None:
    def broken(run: str, thread: str) -> None:
        raise RuntimeError("s3cret")

    site, world.site = world.site, replace(world.site, enqueue=broken)
    row = world.take(world.said(world.issue(), "/agents run"))
    world.site = site
    assert row.status == "failed"
    (reply,) = world.ours(1, "reply-")
    assert row.id in reply
    assert "s3cret" not in reply


def test_permission_is_asked_for_when_the_command_is_read(world: World) -> None:
    number = world.issue()
    event: Any = world.said(number, "/agents run", "tim")
    run = world.accept(event)
    world.forge.people["tim"] = Role.WRITE
    intake(run, InlineSteps(), world.site)
    assert world.queued == [run]


def test_a_passing_one_says_nothing_that_may_be_said_only_once(make: Callable[..., World]) -> None:
    world = make(passing=True)
    number = world.pull({"infra/main.tf": GOOD})
    assert world.take(world.pushed(number)).commands
    assert world.ours(number, "welcome") == []
    row = world.take(world.said(number, "/agents help", "eve"))
    assert (row.status, world.ours(number, "reply-")) == ("refused", [])


def test_what_a_pull_request_starts_can_be_said_elsewhere(make: Callable[..., World]) -> None:
    world = make(override=Override((Command("cost"),)))
    row = world.take(world.pushed(world.pull({"infra/main.tf": GOOD})))
    assert [command.name for command in row.commands] == ["cost"]
