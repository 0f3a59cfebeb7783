"""A run that is cut off at any step, before it or when its work is done and nothing is noted yet, ends the same."""

import pickle
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest

from app.domain.errors import AgentsError
from app.domain.event import Event
from app.domain.job import RunRow
from app.pipeline.service.intake import intake
from app.pipeline.service.work import work
from app.pipeline.steps import Stopped
from tests.unit.pipeline.service.world import BAD, GOOD, World

T = TypeVar("T")
Make = Callable[..., World]


class PowerCut(BaseException):
    """The process is gone."""


class Recorder:
    """Steps that are carried out once and then read back, as the durable engine does; ``cuts`` says where it ends.

    A cut is a step's number and whether its work is done by then; each happens once. A step that is met under another
    name when it is read back is a mistake of the pipeline: between steps everything must give the same again. With
    ``stop`` the step of that number and all before it are carried out, then the run is asked to stop.
    """

    def __init__(self, *, cut_everywhere: bool = False, stop: int | None = None) -> None:
        self.kept: list[bytes] = []
        self.names: list[str] = []
        self._cut = cut_everywhere
        self._done: set[tuple[int, str]] = set()
        self._stop = stop
        self._at = 0

    def begin_again(self) -> None:
        self._at = 0

    def step(self, name: str, do: Callable[[], T]) -> T:
        number, self._at = self._at, self._at + 1
        if number < len(self.kept):
            assert self.names[number] == name, "another step than before"
            ok, value = pickle.loads(self.kept[number])  # noqa: S301
        else:
            self._maybe_cut(number, "before")
            ok, value = self._carried_out(number, do)
            self._maybe_cut(number, "done")
            self.names.append(name)
            self.kept.append(pickle.dumps((ok, value)))
        if not ok:
            raise value
        found: T = value
        return found

    def parallel(self, steps: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
        return [self.step(name, do) for name, do in steps]

    def _carried_out(self, number: int, do: Callable[[], Any]) -> tuple[bool, Any]:
        try:
            value = do()
        except (AgentsError, Stopped) as error:
            return False, error
        if number == self._stop:
            return False, Stopped("cancelled")
        return True, value

    def _maybe_cut(self, number: int, moment: str) -> None:
        if self._cut and (number, moment) not in self._done:
            self._done.add((number, moment))
            raise PowerCut


def carried_through(world: World, event: Event, *, cut: bool) -> tuple[RunRow, list[str]]:
    """A delivery from the store to its end; the run and its steps."""
    run = world.accept(event)
    names: list[str] = []
    for part in (intake, work):
        if part is work and run not in world.queued:
            break
        steps = Recorder(cut_everywhere=cut)
        while True:
            steps.begin_again()
            try:
                part(run, steps, world.site)
            except PowerCut:
                continue
            break
        names += steps.names
    return world.row(run), names


def seen(world: World, runs: Sequence[str]) -> dict[str, Any]:
    """All there is on the forge and in the store, without ids that are drawn and times that pass."""

    def same(text: str) -> str:
        for number, run in enumerate(runs):
            text = text.replace(run, f"RUN{number}")
        text = re.sub(r"\| \d+\.\d+ \|", "| S |", text)
        text = re.sub(r"seq=[1-9]\d*", "seq=N", text)  # a number that was drawn and not used is no harm
        return re.sub(r" in \d+\.\d+ s\b|\b\d+\.\d+ s\b", "", text)

    desk = world.forge.desk
    heads = world.branches()
    return {
        "branches": heads,
        "threads": {n: desk.any_thread(n) for n in desk.numbers()},
        "comments": {n: [(who, same(body)) for _, who, body in desk.comments(n)] for n in desk.numbers()},
        "remarks": {n: [same(str(one)) for one in desk.remarks(n)] for n in desk.numbers()},
        "checks": {head: [same(str(check)) for check in desk.checks(head)] for head in sorted(set(heads.values()))},
        "memory": [same(str(world.store.thread(world.thread(n).name))) for n in desk.numbers()],
        "runs": [(row.status, row.why, row.head, row.branch, row.commands) for row in map(world.row, runs)],
        "artifacts": [sorted(path.name for path in world.site.artifacts.folder(run).glob("*")) for run in runs],
        "outcomes": world.meter.runs,
    }


def from_an_issue(world: World, *, cut: bool) -> tuple[list[str], list[str]]:
    row, names = carried_through(world, world.labelled(world.issue()), cut=cut)
    return [row.id], names


def a_fix(world: World, *, cut: bool) -> tuple[list[str], list[str]]:
    row, names = carried_through(world, world.said(world.pull({"infra/main.tf": BAD}), "/agents fix"), cut=cut)
    return [row.id], names


def a_review_of_a_new_pull_request(world: World, *, cut: bool) -> tuple[list[str], list[str]]:
    files = {"infra/main.tf": BAD, "gone/main.tf": None, "README.md": "hi\n"}
    row, names = carried_through(world, world.pushed(world.pull(files)), cut=cut)
    return [row.id], names


def a_revision(world: World, *, cut: bool) -> tuple[list[str], list[str]]:
    first = world.do(world.labelled(world.issue()))
    pull = world.store.thread(first.event.thread.name).pull_request
    row, names = carried_through(world, world.said(pull, "/agents revise use two queues"), cut=cut)
    return [first.id, row.id], names


def talk_and_mistakes(world: World, *, cut: bool) -> tuple[list[str], list[str]]:
    text = "/agents help\n/agents status\n/agents explain AGT_BAD\n/agents fxi\n/agents cancel"
    row, names = carried_through(world, world.said(world.pull({"infra/main.tf": GOOD}), text), cut=cut)
    return [row.id], names


STORIES = [from_an_issue, a_fix, a_review_of_a_new_pull_request, a_revision, talk_and_mistakes]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_cut_before_and_after_every_step_changes_nothing(make: Make, story: Callable[..., Any]) -> None:
    files = {"gone/main.tf": GOOD}
    whole, cut_up = make(files), make(files)
    expected, steps = story(whole, cut=False)
    found, steps_again = story(cut_up, cut=True)
    assert steps_again in (steps, steps[:-1]), "the last one closes the run, and there is nothing to do after that"
    assert seen(cut_up, found) == seen(whole, expected)
    for number in cut_up.forge.desk.numbers():
        firsts = [body.partition(" run=")[0] for body in cut_up.ours(number)]
        assert len(firsts) == len(set(firsts)), "a comment stands there twice"


TELLING = {"memory", "look", "tester", "push", "remember branch", "pull request", "remember", "report", "finish"}
"""Steps that differ in what is there by then."""


def test_a_stop_at_any_step_leaves_nothing_half_written(make: Make) -> None:
    """Asked to stop right after any step of an issue's run: what was pushed is proposed, and gone on with later."""
    names = from_an_issue(make(), cut=False)[1]
    last = names.index("begin")
    for number in range(len(names) - last):
        if names[last + number] not in TELLING:
            continue
        world = make()
        issue = world.issue()
        run = world.take(world.labelled(issue)).id
        world.work(run, Recorder(stop=number))
        row, made = world.row(run), [name for name in world.branches() if name.startswith("agents/")]
        pulls = [n for n in world.forge.desk.numbers() if world.thread(n).pull_request]
        stopped_at = names[last + number]
        assert row.status in {"cancelled", "done"}, stopped_at
        assert world.living(issue), stopped_at
        assert len(pulls) <= len(made) <= (1 if stopped_at == "push" else len(pulls)), stopped_at
        again = world.do(world.said(issue, "/agents run"))
        assert again.status == "done", stopped_at
        assert sum(name.startswith("agents/") for name in world.branches()) == 1, stopped_at
        assert sum(world.thread(n).pull_request for n in world.forge.desk.numbers()) == 1, stopped_at


def test_a_stop_at_any_step_of_a_review_leaves_no_check_running(make: Make) -> None:
    world = make()
    pull = world.pull({"infra/main.tf": BAD})
    for number in range(40):
        run = world.take(world.said(pull, "/agents review")).id
        steps = Recorder(stop=number)
        world.work(run, steps)
        assert "running" not in world.checks(world.head(pull)).values(), steps.names[number]
        assert world.row(run).status in {"cancelled", "failed"}
        if number >= len(steps.names):
            return
    raise AssertionError("it never came to its end")
