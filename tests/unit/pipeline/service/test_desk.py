"""The living comment, replies and reactions of a run."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.errors import Failure, Forbidden
from app.domain.event import Event, Thread
from app.domain.publication import Marker
from app.durable.inline import InlineSteps
from app.pipeline.service.desk import Desk
from app.reports.answers import Answer, render_answers
from app.reports.marker import render_marker
from tests.unit.pipeline.service.world import GOOD, World


def desk_of(world: World, event: Event) -> Desk:
    return Desk(world.forge, world.store, world.row(world.accept(event)), InlineSteps())


@pytest.fixture
def desk(world: World) -> Desk:
    return desk_of(world, world.said(world.issue(), "/agents run"))


def parts_of(desk: Desk, *texts: str, head: str = "") -> tuple[str, ...]:
    sequence, run = desk.row.sequence, desk.row.id
    return tuple(
        f"{render_marker(Marker('living', run, head, sequence, part))}\n{text}"
        for part, text in enumerate(texts, start=1)
    )


def bodies(world: World, number: int = 1) -> list[str]:
    return [body.partition("\n")[2] for body in world.ours(number)]


def test_the_comment_is_edited_in_place(world: World, desk: Desk) -> None:
    for text in ("one", "two"):
        desk.living(parts_of(desk, text))
    assert bodies(world) == ["two"]


def test_what_is_no_longer_needed_of_a_long_report_is_emptied_and_used_again(world: World, desk: Desk) -> None:
    for texts in (("a1", "a2", "a3"), ("b1",), ("c1", "c2")):
        desk.living(parts_of(desk, *texts))
    assert bodies(world) == ["c1", "c2", "—"]


def test_an_older_run_never_overwrites_a_newer_one(world: World, desk: Desk) -> None:
    newer = desk_of(world, world.said(1, "/agents run again"))
    newer.living(parts_of(newer, "new"))
    desk.living(parts_of(desk, "old"))
    assert bodies(world) == ["new"]


def test_of_two_that_counted_alike_the_later_one_stays(world: World, desk: Desk) -> None:
    """Two jobs of a pipeline began by the same comment; each has a store of its own."""
    row = desk.row
    later = Desk(world.forge, world.store, replace(row, id=f"9{row.id[1:]}"), InlineSteps())
    later.living(parts_of(later, "later"))
    desk.living(parts_of(desk, "earlier"))
    assert bodies(world) == ["later"]


def test_a_comment_about_the_present_commit_is_left_alone(world: World, desk: Desk) -> None:
    desk.living(parts_of(desk, "of b", head="b" * 40))
    late = desk_of(world, world.said(1, "/agents run late"))
    late.living(parts_of(late, "superseded"), unless_on="b" * 40)
    assert bodies(world) == ["of b"]
    late.living(parts_of(late, "of c"), unless_on="c" * 40)
    assert bodies(world) == ["of c"]


def test_a_comment_is_found_again_where_its_id_was_not_remembered(world: World, desk: Desk) -> None:
    desk.living(parts_of(desk, "one"))
    world.store.remember(desk.thread.name, comments={"living": ""})
    desk.living(parts_of(desk, "two"))
    assert bodies(world) == ["two"]


def test_an_answer_stays_while_the_run_goes_on_and_goes_with_the_next_one(world: World, desk: Desk) -> None:
    answers = render_answers([Answer("Where it stands")])
    desk.living(parts_of(desk, "working"))
    desk.answer(lambda body: (body.replace("\n", f"\n{answers}", 1),), "alone")
    desk.living(parts_of(desk, "done"))
    assert "Where it stands" in bodies(world)[0]
    assert bodies(world)[0].endswith("done")
    later = desk_of(world, world.said(1, "/agents run again"))
    later.living(parts_of(later, "working"))
    assert bodies(world) == ["working"]


def test_an_answer_without_room_stands_alone(world: World, desk: Desk) -> None:
    desk.living(parts_of(desk, "long"))
    for _ in range(2):
        desk.answer(lambda _: (), "the answer")
    assert bodies(world) == ["long", "the answer"]


def test_each_reply_is_a_comment_of_its_own_and_the_welcome_too(world: World, desk: Desk) -> None:
    desk.reply("one")
    desk.reply("two")
    desk.welcome("hello")
    desk.apologise("sorry")
    assert bodies(world) == ["one", "two", "hello", "sorry"]
    again = Desk(world.forge, world.store, desk.row, InlineSteps())
    again.reply("one")
    assert len(bodies(world)) == 4


def test_a_desk_moves_to_another_thread(world: World, desk: Desk) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    there = desk.moved(Thread("github", desk.thread.repository, pull, pull_request=True), 7)
    there.living(parts_of(there, "report"))
    assert (bodies(world, pull), there.row.sequence, there.row.event.comment) == (["report"], 7, "")


@pytest.mark.parametrize(("times", "said"), [(0, 1), (2, 1), (3, 0)])
def test_it_insists_while_the_forge_is_out_of_order(world: World, desk: Desk, times: int, said: int) -> None:
    world.forge.faults["ensure_comment"] = times
    if said:
        desk.reply("one")
    else:
        with pytest.raises(Failure, match="502"):
            desk.reply("one")
    assert len(bodies(world)) == said


@pytest.mark.parametrize(
    "act", [lambda desk: desk.react("eyes"), lambda desk: desk.welcome("x"), lambda desk: desk.apologise("x")]
)
def test_what_nobody_waits_for_fails_no_run(world: World, desk: Desk, act: Callable[[Desk], None]) -> None:
    world.forge.faults |= {"ensure_reaction": 1, "ensure_comment": 1}
    act(desk)
    assert world.ours(1) == []


def test_reactions_are_put_on_what_triggered_the_run(world: World, desk: Desk) -> None:
    desk.react("eyes")
    assert world.forge.desk.any_thread(1)["reactions"] == {desk.row.event.comment: ["eyes"]}
    opened = Desk(world.forge, world.store, replace(desk.row, event=world.labelled(1)), InlineSteps())
    opened.react("eyes")
    assert world.forge.desk.any_thread(1)["reactions"][""] == ["eyes"]


def test_what_is_forbidden_is_not_tried_again(world: World, desk: Desk) -> None:
    tries: list[int] = []

    def refuse() -> None:
        tries.append(1)
        raise Forbidden("writing", "not accessible")

    with pytest.raises(Forbidden):
        desk.insist("say", refuse)
    assert len(tries) == 1
