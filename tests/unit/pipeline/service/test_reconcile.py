"""What no delivery has told is found, and nothing is done twice."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.errors import AgentsError, Failure
from app.domain.event import Event, Ignored
from app.pipeline.service.reconcile import OVERLAP, REACH, Reconciler
from tests.unit.pipeline.service.world import BAD, GOOD, World

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
Missed = Sequence[tuple[str, Mapping[str, str], Mapping[str, object]]]


class Forge:
    """A host with one repository and deliveries that did not arrive."""

    name = "github"

    def __init__(self, world: World) -> None:
        self.world = world
        self.lost: list[tuple[str, Event | Ignored]] = []
        self.since: list[str] = []
        self.down = False

    def missed(self, since: str) -> Missed:
        self.since.append(since)
        if self.down:
            raise Failure("listing deliveries", "502")
        return [(delivery, {"n": str(n)}, {}) for n, (delivery, _) in enumerate(self.lost)]

    def parse(self, headers: Mapping[str, str], payload: Mapping[str, object]) -> Event | Ignored:
        return self.lost[int(headers["n"])][1]

    def open(self, repository: str) -> Any:
        return self.world.forge


class Scene:
    def __init__(self, world: World, **more: Any) -> None:
        self.world = world
        self.host = Forge(world)
        self.taken: list[Event] = []
        self.reports: list[tuple[str, AgentsError]] = []
        values: dict[str, Any] = {
            "hosts": {"github": self.host},
            "store": world.store,
            "take": self._take,
            "allowed": lambda forge, repository: repository == "acme/web",
            "named": {"github": ("acme/web",)},
            "label": "agents",
            "now": lambda: NOW,
            "report": lambda where, error: self.reports.append((where, error)),
        }
        self.reconciler = Reconciler(**(values | more))

    def _take(self, forge: str, delivery: str, event: Event) -> None:
        self.world.store.accept(forge, delivery, event)
        self.taken.append(event)

    def run(self) -> list[tuple[str, int]]:
        self.taken.clear()
        assert self.reconciler.run() == len(self.taken)
        return [(event.kind, event.thread.number) for event in self.taken]


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_what_nobody_told_is_taken_once(world: World, scene: Scene) -> None:
    pull = world.pull({"infra/main.tf": GOOD}, author="eve")
    issue, other = world.issue(labels=["agents"]), world.issue()
    assert scene.run() == [("pull_request", pull), ("issue_labelled", issue)]
    event, labelled = scene.taken
    assert (event.head, event.action, event.actor, event.fork) == (world.head(pull), "synchronised", "eve", False)
    assert (labelled.title, labelled.body, labelled.actor) == ("Jobs", world.forge.issue(issue).body, "ann")
    assert scene.run() == []
    assert other


def test_what_a_delivery_told_is_known(world: World, scene: Scene) -> None:
    pull, issue = world.pull({"infra/main.tf": GOOD}), world.issue(labels=["agents"])
    world.accept(world.pushed(pull))
    world.accept(world.said(issue, "/agents run"))
    assert scene.run() == []
    world.commit("change", {"infra/main.tf": BAD})
    assert scene.run() == [("pull_request", pull)]


def test_a_commit_whose_run_was_superseded_by_one_that_is_gone_is_looked_at(world: World, scene: Scene) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    run = world.accept(world.pushed(pull))
    world.store.ask_stop([run], "superseded")
    assert scene.run() == [("pull_request", pull)]
    assert scene.run() == []


def test_what_a_person_cancelled_stays_cancelled(world: World, scene: Scene) -> None:
    run = world.accept(world.pushed(world.pull({"infra/main.tf": GOOD})))
    world.store.ask_stop([run], "cancelled")
    assert scene.run() == []


def test_the_forge_remembers_what_a_new_store_does_not(make: Callable[..., World]) -> None:
    old = make()
    pull, issue = old.pull({"infra/main.tf": GOOD}), old.issue(labels=["agents"])
    old.do(old.pushed(pull))
    old.do(old.labelled(issue))
    new = make()
    new.forge = old.forge
    scene = Scene(new)
    assert scene.run() == []  # also not the pull request that the run made
    old.commit("change", {"infra/main.tf": BAD})
    assert scene.run() == [("pull_request", pull)]


def test_a_refusal_is_not_said_again_when_its_run_is_long_forgotten(make: Callable[..., World]) -> None:
    old = make()
    old.do(old.labelled(old.issue(labels=["agents"]), "eve"))
    new = make()
    new.forge = old.forge
    assert len(old.ours(1)) == 1
    assert Scene(new).run() == []


@pytest.mark.parametrize(
    ("branch", "pushed", "fork", "found"),
    [
        ("agents/9-jobs", "", False, False),
        ("agents/9-jobs", "", True, True),
        ("agents/9-jobs", "same", False, False),
        ("agents/9-jobs", "other", False, True),
        ("mine", "", False, True),
    ],
)
def test_our_own_branches(world: World, scene: Scene, branch: str, pushed: str, fork: bool, found: bool) -> None:
    pull = world.pull({"infra/main.tf": GOOD}, branch)
    if fork:
        world.forge.forks.add(pull)
    if pushed:
        commit = world.head(pull) if pushed == "same" else "0" * 40
        world.store.remember(world.thread(pull).name, branch=branch, pushed=commit)
    assert scene.run() == ([("pull_request", pull)] if found else [])
    assert not found or scene.taken[0].fork is fork


@pytest.mark.parametrize("state", [{"draft": True}, {"open": False}])
def test_drafts_and_closed_ones_are_left_alone(world: World, scene: Scene, state: dict[str, Any]) -> None:
    world.pull({"infra/main.tf": GOOD}, **state)
    assert scene.run() == []


def test_deliveries_that_did_not_arrive_are_taken(world: World, scene: Scene) -> None:
    number = world.issue()
    scene.host.lost = [("d-1", world.said(number, "/agents run")), ("d-2", Ignored("a star"))]
    assert scene.run() == [("comment", number)]
    assert scene.run() == [("comment", number)]  # the same run: its delivery is known
    assert len(world.store.runs()) == 1


def test_a_repository_that_is_not_served_is_not_heard(world: World) -> None:
    scene = Scene(world, allowed=lambda forge, repository: False)
    scene.host.lost = [("d-1", world.said(world.issue(), "/agents run"))]
    world.pull({"infra/main.tf": GOOD})
    assert scene.run() == []


def test_repositories_that_have_spoken_are_known_without_being_named(world: World) -> None:
    scene = Scene(world, named={})
    pull = world.pull({"infra/main.tf": GOOD})
    assert scene.run() == []
    world.accept(world.said(world.issue(), "/agents help"))
    assert scene.run() == [("pull_request", pull)]


def test_how_far_back_it_looks(scene: Scene, world: World) -> None:
    scene.run()
    scene.run()
    world.store.saw("github", (NOW + timedelta(days=30)).isoformat())
    scene.run()
    since = [datetime.fromisoformat(one) for one in scene.host.since]
    assert since[:2] == [NOW - REACH, NOW - OVERLAP]


def test_a_forge_that_is_down_is_reported_and_looked_through_next_time(world: World, scene: Scene) -> None:
    scene.host.down = True
    assert scene.run() == []
    assert [where for where, _ in scene.reports] == ["github"]
    assert world.store.last_seen("github") == ""


def test_a_repository_that_cannot_be_read_keeps_no_other_from_being_looked_at(world: World, scene: Scene) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    world.forge.faults["open_pull_requests"] = 1
    assert scene.run() == []
    assert [where for where, _ in scene.reports] == ["github/acme/web"]
    assert scene.run() == [("pull_request", pull)]


def test_it_ends_when_it_is_told(world: World) -> None:
    scene = Scene(world, stopped=lambda: True)
    world.pull({"infra/main.tf": GOOD})
    assert (scene.run(), world.store.last_seen("github")) == ([], "")
