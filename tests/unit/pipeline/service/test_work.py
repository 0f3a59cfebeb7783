"""The long part of a run: its commands in order, an end that is told."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from app.domain.errors import Failure
from app.domain.publication import Role
from app.durable.inline import InlineSteps
from app.pipeline.service.work import work
from app.pipeline.steps import Stopped
from tests.unit.pipeline.service.world import BAD, BROKEN, GOOD, World

HERE = {"infra/main.tf": GOOD}


def test_the_check_is_there_from_the_start(world: World) -> None:
    pull = world.pull(HERE)
    seen: list[dict[str, str]] = []
    world.tools.meanwhile = lambda: seen.append(world.checks(world.head(pull)))
    assert world.do(world.pushed(pull)).status == "done"
    assert seen[0] == {"agents": "running"}
    assert world.checks(world.head(pull))["agents"] == "success"


def test_commands_are_carried_out_in_order_and_told_together(world: World) -> None:
    pull = world.pull(HERE)
    row = world.do(world.said(pull, "/agents test\n/agents plan\n/agents security", "tim"))
    assert row.status == "done"
    living = world.living(pull)
    places = [living.index(f"`/agents {name}`") for name in ("test", "plan", "security")]
    assert places == sorted(places)
    assert [stage["stage"] for stage in row.stages] == ["tester", "plan", "security"]
    assert world.meter.runs == ["done"]


@pytest.mark.parametrize("text", [GOOD, BROKEN])
def test_a_part_is_no_verdict(world: World, text: str) -> None:
    pull = world.pull({"infra/main.tf": text})
    world.do(world.said(pull, "/agents plan", "tim"))
    assert list(world.checks(world.head(pull))) == ["agents / plan"]


def test_a_part_leaves_the_verdict_of_a_review_alone(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    assert world.do(world.pushed(pull)).status == "failed"
    assert world.do(world.said(pull, "/agents plan")).status == "done"
    checks = world.checks(world.head(pull))
    assert (checks["agents"], checks["agents / plan"]) == ("failure", "success")


def test_what_comes_after_a_repair_looks_at_what_was_pushed(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    old = world.head(pull)
    row = world.do(world.said(pull, "/agents fix\n/agents review"))
    new = world.head(pull)
    assert (new != old, row.head) == (True, new)
    assert world.checks(new)["agents"] == "success"
    assert world.checks(old)["agents"] == "cancelled"


@pytest.mark.parametrize(
    ("moved", "status"), [("nothing", "done"), ("pushed", "superseded"), ("closed", "cancelled"), ("demoted", "failed")]
)
def test_what_has_changed_since_it_was_queued(world: World, moved: str, status: str) -> None:
    pull = world.pull(HERE)
    old = world.head(pull)
    row = world.take(world.said(pull, "/agents review", "tim") if moved == "demoted" else world.pushed(pull))
    if moved == "pushed":
        world.commit("change", {"infra/main.tf": BAD})
    elif moved == "closed":
        world.edit(pull, open=False)
    elif moved == "demoted":
        world.forge.people["tim"] = Role.READ
    ended = world.work(row.id)
    assert (ended.status, world.meter.runs) == (status, [status])
    assert world.living(pull)
    assert world.checks(old).get("agents") == ("success" if moved == "nothing" else None)


def test_a_late_delivery_does_not_take_the_report_of_the_present_commit_away(world: World) -> None:
    pull = world.pull(HERE)
    late = world.pushed(pull)
    world.commit("change", {"infra/main.tf": BAD})
    world.do(world.pushed(pull, "synchronised"))
    report = world.living(pull)
    assert world.do(late).status == "superseded"
    assert world.living(pull) == report


def test_a_policy_with_errors_is_told_on_the_pull_request_and_in_the_check(world: World) -> None:
    world.policy("version: 1\nnonsense: 1\n")
    pull = world.pull(HERE)
    row = world.do(world.pushed(pull))
    assert row.status == "failed"
    assert "line 2" in row.why
    assert "line 2" in world.living(pull)
    assert world.checks(world.head(pull)) == {"agents": "failure"}


def test_a_verdict_that_was_announced_is_given_also_where_only_a_part_came_to_its_end(world: World) -> None:
    pull = world.pull(HERE)
    row = world.take(world.said(pull, "/agents plan\n/agents review"))
    calls = iter([None, Failure("deploying", "no disk", "free some")])

    def meanwhile() -> None:
        if error := next(calls, None):
            raise error

    world.tools.meanwhile = meanwhile
    ended = world.work(row.id)
    assert ended.status == "failed"
    assert world.checks(world.head(pull))["agents"] == "failure"


@pytest.mark.parametrize(("times", "status"), [(2, "done"), (3, "failed")])
def test_a_forge_that_is_out_of_order_for_a_moment_is_waited_for(world: World, times: int, status: str) -> None:
    pull = world.pull(HERE)
    row = world.take(world.pushed(pull))
    world.forge.faults["permission_of"] = times
    assert world.work(row.id).status == status
    assert len(world.ours(pull, "living")) == 1


def test_a_bug_is_told_with_the_runs_id(world: World) -> None:
    pull = world.pull(HERE)
    row = world.take(world.said(pull, "/agents plan\n/agents review"))
    world.tools.trouble.append(RuntimeError("boom"))
    ended = world.work(row.id)
    assert (ended.status, world.meter.runs) == ("failed", ["failed"])
    assert "RuntimeError" in ended.why
    assert row.id in world.living(pull)
    assert world.checks(world.head(pull))["agents"] == "failure"


def test_a_bug_in_telling_is_told_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("cannot render")

    pull = world.pull({"infra/main.tf": BAD})
    row = world.take(world.pushed(pull))
    monkeypatch.setattr("app.pipeline.service.publishing.render_checks", broken)
    ended = world.work(row.id)
    assert ended.status == "failed"
    assert "cannot render" in ended.why
    assert row.id in world.living(pull)
    assert world.checks(world.head(pull))["agents"] == "failure"


def test_a_stop_in_the_middle_ends_the_check_and_says_why(world: World) -> None:
    pull = world.pull(HERE)
    row = world.take(world.pushed(pull))

    class Stopping(InlineSteps):
        """A newer commit comes while the agents work."""

        def parallel(self, steps: Sequence[tuple[str, Callable[[], Any]]]) -> list[Any]:
            raise Stopped("superseded")

    ended = world.work(row.id, Stopping())
    assert (ended.status, world.checks(world.head(pull))) == ("superseded", {"agents": "cancelled"})


def test_what_has_ended_is_left_alone(world: World) -> None:
    row = world.do(world.pushed(world.pull(HERE)))
    comments = world.ours(1)
    work(row.id, InlineSteps(), world.site)
    work("20260101-000000-nothing", InlineSteps(), world.site)
    assert (world.ours(1), world.meter.runs) == (comments, ["done"])


def test_stages_and_tools_that_did_not_run_are_counted(world: World) -> None:
    world.do(world.said(world.pull({"infra/main.tf": "queue ABSENT\n"}), "/agents plan"))
    assert (world.meter.stages, world.meter.tools) == ([("plan", "not_run")], ["plan"])


def test_who_thinks_is_let_go_whatever_happens(world: World) -> None:
    asked = world.ask()
    world.tools.trouble = [RuntimeError("a bug"), RuntimeError("a bug")]
    assert world.do(world.pushed(world.pull({"infra/main.tf": GOOD}))).status == "failed"
    assert asked.open == 0
