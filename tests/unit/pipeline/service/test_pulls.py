"""Looking at a person's change."""

import pytest

from app.pipeline.service.session import FORK
from tests.unit.pipeline.service.world import BAD, BROKEN, GOOD, World


def test_only_what_the_change_brings_counts(world: World) -> None:
    world.commit("main", {"old/main.tf": BAD})
    pull = world.pull({"old/more.tf": GOOD})
    assert world.do(world.pushed(pull)).status == "done"
    again = world.pull({"old/more.tf": BAD}, "worse")
    assert world.do(world.pushed(again)).status == "failed"


def test_where_no_stack_changed_the_check_succeeds_all_the_same(world: World) -> None:
    pull = world.pull({"README.md": "hi\n"})
    assert world.do(world.pushed(pull)).status == "done"
    assert set(world.checks(world.head(pull)).values()) == {"success"}
    assert "agents" in world.checks(world.head(pull))


@pytest.mark.parametrize(
    ("path", "kind", "looked"),
    [("infra/main.tf", "pushed", True), ("app/main.tf", "pushed", False), ("app/main.tf", "said", True)],
)
def test_paths_of_auto_count_for_what_starts_by_itself(world: World, path: str, kind: str, looked: bool) -> None:
    world.policy("version: 1\nauto:\n  paths: [infra/**]\n")
    pull = world.pull({path: BAD})
    row = world.do(world.pushed(pull) if kind == "pushed" else world.said(pull, "/agents review"))
    assert row.status == ("failed" if looked else "done")
    assert world.checks(world.head(pull))["agents"] == ("failure" if looked else "success")


@pytest.mark.parametrize(
    ("arguments", "stacks"),
    [
        ("", ["one", "two/a", "two/b"]),
        ("two", ["two/a", "two/b"]),
        ("./two/", ["two/a", "two/b"]),
        ("--stack one", ["one"]),
        ("--stack two/a", ["two/a"]),
    ],
)
def test_a_part_of_the_stacks(world: World, arguments: str, stacks: list[str]) -> None:
    pull = world.pull({"one/main.tf": GOOD, "two/a/main.tf": GOOD, "two/b/main.tf": GOOD})
    row = world.do(world.said(pull, f"/agents plan {arguments}"))
    assert row.status == "done", row.why
    living = world.living(pull)
    assert [name for name in ("one", "two/a", "two/b") if f"<code>{name}</code>" in living] == stacks


@pytest.mark.parametrize("arguments", ["three", "--stack tw", "--stack ../one"])
def test_a_stack_that_the_change_does_not_touch_is_a_mistake(world: World, arguments: str) -> None:
    pull = world.pull({"one/main.tf": GOOD})
    row = world.do(world.said(pull, f"/agents plan {arguments}"))
    assert row.status == "failed"
    assert "looking for stacks" in row.why
    assert "one" in world.living(pull)


@pytest.mark.parametrize(
    ("text", "status", "check"),
    [(GOOD, "done", "success"), (BROKEN, "failed", "failure"), ("queue ABSENT\n", "done", "neutral")],
)
def test_plans(world: World, text: str, status: str, check: str) -> None:
    pull = world.pull({"infra/main.tf": text})
    row = world.do(world.said(pull, "/agents plan"))
    assert (row.status, world.checks(world.head(pull))) == (status, {"agents / plan": check})


def test_a_stack_that_is_only_deleted_is_shown_as_destroyed(world: World) -> None:
    world.commit("main", {"old/main.tf": GOOD})
    pull = world.pull({"old/main.tf": None})
    assert world.do(world.said(pull, "/agents plan")).status == "done"
    assert "- aws_sqs_queue.jobs" in world.living(pull)
    assert world.do(world.pushed(pull)).status == "done"
    assert "stacks were only deleted" in world.living(pull)


@pytest.mark.parametrize(
    ("command", "stages"),
    [
        ("test", ["tester"]),
        ("security", ["tester", "security"]),
        ("cost", ["tester", "cost"]),
        ("compliance --framework hipaa", ["tester", "security", "compliance"]),
        ("review", ["tester", "security", "cost", "compliance"]),
    ],
)
def test_each_command_has_its_agents(world: World, command: str, stages: list[str]) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    row = world.do(world.said(pull, f"/agents {command}"))
    assert sorted(stage["stage"] for stage in row.stages) == sorted(stages)  # security and cost run side by side


def test_the_change_does_not_loosen_the_rules_it_is_judged_by(world: World) -> None:
    waiver = "waivers:\n  - {rule: AGT_BAD, owner: eve, reason: trust me, expires: 2099-01-01}\n"
    pull = world.pull({"infra/main.tf": BAD, ".agents.yml": f"version: 1\n{waiver}"})
    assert world.do(world.pushed(pull)).status == "failed"
    world.policy(f"version: 1\n{waiver}")
    assert world.do(world.said(pull, "/agents review")).status == "done"


def test_a_pull_request_of_a_fork_is_looked_at_and_nothing_of_it_is_uploaded(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.forge.forks.add(pull)
    before = world.branches()
    assert world.do(world.pushed(pull, actor="eve")).status == "failed"
    assert world.branches() == before
    assert not (world.forge.desk.folder / "sarif").exists()
    assert world.checks(world.head(pull))["agents"] == "failure"


def test_a_commit_that_is_gone_by_now_is_said_plainly(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    row = world.take(world.said(pull, "/agents review"))
    world.edit(pull, branch="elsewhere")
    ended = world.work(row.id)
    assert ended.status == "failed"
    assert world.living(pull)


def test_a_model_may_be_asked_about_a_change_of_ours(world: World) -> None:
    asked = world.ask()
    row = world.do(world.pushed(world.pull({"infra/main.tf": GOOD})))
    assert asked.begun == [(row.id, "github/acme/web", "")]
    assert asked.open == 0


@pytest.mark.parametrize(("policy", "told"), [("version: 1\n", False), ("reasoner: claude\n", True)])
def test_no_model_is_asked_about_a_fork(world: World, policy: str, told: bool) -> None:
    """Strangers would have their text handed on, and the operator pay for it."""
    world.policy(policy)
    asked = world.ask()
    pull = world.pull({"infra/main.tf": GOOD})
    world.forge.forks.add(pull)
    assert world.do(world.pushed(pull)).status == "done"
    assert asked.begun == []
    assert (FORK in world.living(pull)) is told
