"""Repairs are committed on top of the pull request's branch, with their proof, and reviewed."""

from dataclasses import replace

import pytest

from app.domain.publication import Role
from app.processes.git import require_git
from tests.unit.pipeline.service.world import BAD, GOOD, World


def log(world: World, branch: str = "change") -> list[str]:
    return require_git("x", "log", "--format=%an: %s", f"main..{branch}", cwd=world.bare).splitlines()


def test_the_repair_is_pushed_on_top_and_proven(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    old = world.head(pull)
    row = world.do(world.said(pull, "/agents fix"))
    new = world.head(pull)
    assert (row.status, row.head, world.text("change", "infra/main.tf")) == ("done", new, GOOD)
    assert log(world)[0].endswith("Mend AGT_BAD")
    assert require_git("x", "rev-parse", "change^", cwd=world.bare) == old
    assert "AGT_BAD in infra/main.tf" in require_git("x", "log", "-1", "--format=%b", "change", cwd=world.bare)
    assert (world.checks(old)["agents"], world.checks(new)["agents"]) == ("cancelled", "success")


def test_what_was_there_before_is_not_mended_unless_it_is_named(world: World) -> None:
    world.commit("main", {"infra/old.tf": BAD})
    pull = world.pull({"infra/main.tf": GOOD})
    head = world.head(pull)
    assert world.do(world.said(pull, "/agents fix")).status == "done"
    assert world.head(pull) == head
    assert world.checks(head)["agents"] == "success"
    assert world.do(world.said(pull, "/agents fix AGT_BAD")).status == "done"
    assert "GOOD" in str(world.text("change", "infra/old.tf"))


@pytest.mark.parametrize("arguments", ["", "AGT_BAD"])
def test_what_is_waived_is_not_mended(world: World, arguments: str) -> None:
    pull = world.pull({"infra/main.tf": f"#agents:ignore=AGT_BAD meant like this\n{BAD}"})
    head = world.head(pull)
    assert world.do(world.said(pull, f"/agents fix {arguments}")).status == "done"
    assert world.head(pull) == head
    assert world.checks(head)["agents"] == "success"


@pytest.mark.parametrize("arguments", ["AGT_OTHER", "--rule AGT_OTHER"])
def test_another_rule_mends_nothing(world: World, arguments: str) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    head = world.head(pull)
    row = world.do(world.said(pull, f"/agents fix {arguments}"))
    assert (row.status, world.head(pull)) == ("failed", head)


def test_nothing_is_pushed_for_someone_who_may_not_any_more(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    head = world.head(pull)
    row = world.take(world.said(pull, "/agents fix"))
    world.tools.meanwhile = lambda: world.forge.people.update(ann=Role.READ)
    ended = world.work(row.id)
    assert (ended.status, world.head(pull)) == ("failed", head)
    assert "write permission" in ended.why
    assert world.checks(head)["agents"] == "failure"


def test_a_commit_that_came_meanwhile_is_not_overwritten(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    row = world.take(world.said(pull, "/agents fix"))
    mine: list[str] = []
    world.tools.meanwhile = lambda: None if mine else mine.append(world.commit("change", {"MINE.md": "mine\n"}))
    ended = world.work(row.id)
    assert (ended.status, world.head(pull)) == ("failed", mine[0])
    assert "meanwhile" in ended.why


@pytest.mark.parametrize("branch", ["-x", "--orphan", "a..b"])
def test_a_branch_whose_name_looks_like_an_option_is_none(
    world: World, branch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    named = replace(world.forge.pull_request(pull), head_branch=branch)
    monkeypatch.setattr(world.forge, "pull_request", lambda _: named)
    before = world.branches()
    ended = world.do(world.said(pull, "/agents fix"))
    assert (ended.status, world.branches()) == ("failed", before)


def test_a_link_in_the_repository_leads_nowhere(world: World) -> None:
    outside = world.folder / "outside"
    outside.mkdir()
    (outside / "main.tf").write_text(BAD)
    pull = world.pull({"infra/main.tf": GOOD})
    work = world.folder / "by-hand"
    require_git("x", "clone", "--quiet", "-b", "change", str(world.bare), str(work), cwd=world.folder)
    (work / "infra" / "link.tf").symlink_to(outside / "main.tf")
    who = ("-c", "user.name=e", "-c", "user.email=e@example.org")
    require_git("x", "add", "--all", cwd=work)
    require_git("x", *who, "commit", "--quiet", "-m", "link", cwd=work)
    require_git("x", "push", "--quiet", cwd=work)
    world.do(world.said(pull, "/agents fix"))
    assert (outside / "main.tf").read_text() == BAD


def test_savings_are_committed_when_they_are_asked_for(world: World) -> None:
    pull = world.pull({"infra/main.tf": 'resource "aws_sqs_queue" "jobs" { name = "DEAR" }\n'})
    assert world.do(world.said(pull, "/agents fix --savings")).status == "done"
    assert "CHEAP" in str(world.text("change", "infra/main.tf"))
    assert log(world)[0].endswith("Save with ebs-gp2-gp3")
    assert "5.00 USD → 4.00 USD a month" in world.living(pull)


def test_rules_and_savings_are_not_asked_for_at_once(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    row = world.do(world.said(pull, "/agents fix AGT_BAD --savings"))
    assert (row.status, row.why) == ("failed", "repairing: rules and savings are asked for at once")
