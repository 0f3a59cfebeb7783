"""An event carried out at once: what is told of it."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from app.action.event import carry_out
from app.action.result import Result
from app.domain.command import Command
from app.domain.errors import Forbidden
from app.domain.event import Event
from app.domain.finding import Severity
from app.domain.override import Override
from app.forges.quiet import Quiet
from app.pipeline.service.site import Operator
from app.settings import Settings
from tests.unit.pipeline.service.world import BAD, GOOD, Counter, World

if TYPE_CHECKING:
    from app.bootstrap.parts import Parts


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, {"infra/main.tf": GOOD}, Operator())


def done(world: World, event: Event, override: Override | None = None) -> Result:
    class Kit:
        settings = Settings()

        def __getattr__(self, name: str) -> object:
            return getattr(world.tools, name)

        def warm_up(self) -> None:
            """There is nothing to."""

    operator = Operator(override=override or Override(), passing=True, only_page="https://ci.example/1")
    forge = Quiet(world.forge)
    return carry_out(cast("Parts", Kit()), forge, operator, event, Counter())


def test_a_pull_request(world: World) -> None:
    number = world.pull({"infra/main.tf": BAD})
    result = done(world, world.pushed(number))
    assert (result.status, result.verdict, result.judged) == ("failed", "failed", True)
    assert [finding.rule for finding in result.findings] == ["AGT_BAD"]
    assert result.commands == ("/agents review",)
    assert "https://ci.example/1" in world.living(number)
    assert not any("key=welcome" in body for body in world.ours(number))


def test_a_second_event_goes_on_with_the_comment(world: World) -> None:
    number = world.pull({"infra/main.tf": BAD})
    done(world, world.pushed(number))
    world.commit("change", {"infra/main.tf": f"{GOOD}\n"})
    assert done(world, world.pushed(number, "synchronised")).status == "done"
    assert len(world.ours(number)) == 1
    assert "seq=2" in world.ours(number)[0]


def test_what_the_pipeline_says_beside_the_policy(world: World) -> None:
    number = world.pull({"infra/main.tf": BAD})
    override = Override((Command("plan"), Command("security")), Severity.CRITICAL)
    result = done(world, world.pushed(number), override)
    assert (result.status, result.commands) == ("done", ("/agents plan", "/agents security"))


def test_a_stack_elsewhere_is_no_mistake_of_the_pull_request(world: World) -> None:
    number = world.pull({"infra/main.tf": BAD})
    result = done(world, world.pushed(number), Override((Command("review", ("web",)),)))
    assert (result.status, result.verdict) == ("done", "passed")
    assert result.outcomes[0].stages[0].why == "no stack changed there"


def test_an_issue_becomes_a_pull_request(world: World) -> None:
    result = done(world, world.labelled(world.issue()))
    assert result.made
    assert result.made.head_branch == "agents/1-jobs"
    again = done(world, world.said(result.made.number, "/agents revise use two queues"))
    assert (again.status, again.made and again.made.number) == ("done", result.made.number)
    assert world.text("agents/1-jobs", "stacks/jobs/revised0.tf") == "use two queues\n"


def test_a_refusal(world: World) -> None:
    number = world.pull({"infra/main.tf": BAD})
    result = done(world, world.said(number, "/agents fix", "tim"))
    assert (result.status, result.verdict, result.exit_code(lenient=False)) == ("refused", "none", 0)
    assert "write permission" in result.why


def test_what_the_token_may_not_tell_is_noted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Forbidden("labelling", "not accessible")

    number = world.pull({"infra/main.tf": GOOD + GOOD})
    monkeypatch.setattr(world.forge, "ensure_labels", refuse)
    result = done(world, world.pushed(number))
    assert (result.status, result.notes) == ("done", ("labels: not accessible",))


def test_a_bug_is_one(world: World) -> None:
    world.tools.trouble.append(ZeroDivisionError("inside"))
    number = world.pull({"infra/main.tf": GOOD + GOOD})
    result = done(world, world.said(number, "/agents plan"))
    assert result.exit_code(lenient=True) == 3


def test_a_job_that_is_cancelled_leaves_nobody_waiting(world: World) -> None:
    def cancel() -> None:
        raise KeyboardInterrupt

    world.tools.meanwhile = cancel
    number = world.pull({"infra/main.tf": GOOD + GOOD})
    with pytest.raises(KeyboardInterrupt):
        done(world, world.pushed(number))
    assert "the job was cancelled" in world.living(number).lower()
    assert set(world.checks(world.head(number)).values()) == {"cancelled"}
