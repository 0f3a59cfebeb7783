"""What is answered at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.domain.command import Command
from app.pipeline.service.talk import HANDLERS, is_talk
from app.pipeline.thinking import Reasoning
from tests.fakes.thinker import Answering, Asking
from tests.unit.pipeline.service.world import BAD, GOOD, World


def test_what_is_talk() -> None:
    assert {name for name in (*HANDLERS, "run", "review", "unknown") if is_talk(Command(name))} == set(HANDLERS)


def test_status_tells_of_work_and_leaves_talk_out(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    review = world.take(world.said(pull, "/agents review"))
    asked = world.take(world.said(pull, "/agents status"))
    living = world.living(pull)
    assert review.id in living
    assert asked.id not in living.partition("\n")[2]
    assert asked.status == "done"


def test_an_answer_given_first_does_not_keep_the_report_away(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    review = world.take(world.pushed(pull))
    world.take(world.said(pull, "/agents status"))
    world.work(review.id)
    assert "AGT_BAD" in world.living(pull)


def test_several_questions_in_a_comment_get_all_their_answers(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.do(world.pushed(pull))
    world.take(world.said(pull, "/agents explain AGT_BAD\n/agents status"))
    living = world.living(pull)
    assert "`/agents explain AGT_BAD`" in living
    assert "`/agents status`" in living
    assert "Not ready" in living, "the report stays"


def test_an_answer_for_which_the_report_leaves_no_room_is_given_in_a_reply(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.do(world.pushed(pull))
    world.forge.comment_limit = len(world.living(pull)) + 10
    row = world.take(world.said(pull, "/agents explain AGT_BAD"))
    assert "AGT_BAD" in world.ours(pull, f"answer-{row.id}")[0]
    assert "/agents explain AGT_BAD" not in world.living(pull)


def test_cancel_asks_what_was_asked_for_before_to_stop(world: World) -> None:
    pull = world.pull({"infra/main.tf": GOOD})
    review = world.take(world.said(pull, "/agents review"))
    cancel = world.said(pull, "/agents cancel")
    run = world.accept(cancel)
    later = world.take(world.said(pull, "/agents plan"))
    world.take(cancel)
    assert [world.row(one).stop for one in (review.id, run, later.id)] == ["cancelled", "", ""]
    assert world.row(run).status == "done"


def test_explain_in_the_pull_request_knows_what_the_issues_run_made(world: World) -> None:
    number = world.issue()
    run = world.do(world.labelled(number))
    pull = world.store.thread(run.event.thread.name).pull_request
    world.take(world.said(pull, "/agents explain"))
    assert "every stage that ran passed" in world.living(pull)
    assert world.site.artifacts.folder(run.id).joinpath("outcome.bin").is_file()


def asking(world: World, thinker: Answering | None) -> Asking:
    """The world with somebody who thinks."""
    made = Asking(thinker)

    @contextmanager
    def reasoning(run: str) -> Iterator[Reasoning]:
        yield made

    world.site = replace(world.site, reasoning=reasoning)
    return made


def test_a_model_answers_above_the_facts_where_the_repository_lets_it(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.do(world.pushed(pull))
    thinker = Answering({"explain": [{"text": "Falla por AGT_BAD, @everyone <img src=x>."}]})
    made = asking(world, thinker)
    world.take(world.said(pull, "/agents explain ¿por qué falla?"))
    living = world.living(pull)
    assert living.index("Answered by a model (Claude, claude-test-1)") < living.index("The facts, without the model")
    assert living.index("Falla por AGT_BAD") < living.index("Not ready")
    assert "@everyone" not in living
    assert "<img" not in living
    ((_, repository, root),) = made.begun
    assert repository.endswith("/acme/web")
    assert list(root.iterdir()) == [], "there is no checkout to look things up in"
    assert "AGT_BAD" in thinker.tasks[0].data[2].text


@pytest.mark.parametrize("thinker", [None, Answering()])
def test_where_no_model_answers_the_facts_do(world: World, thinker: Answering | None) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.do(world.pushed(pull))
    asking(world, thinker)
    row = world.take(world.said(pull, "/agents explain why does it fail?"))
    living = world.living(pull)
    assert row.status == "done"
    assert "Why it failed" in living
    assert ("only the facts stand here: the service does not answer" in living) is (thinker is not None)


def test_nobody_thinks_about_what_a_stranger_sent_in(world: World) -> None:
    pull = world.pull({"infra/main.tf": BAD})
    world.forge.forks.add(pull)
    made = asking(world, Answering({"explain": [{"text": "It is bad."}]}))
    world.take(world.said(pull, "/agents explain why?"))
    assert made.begun == []
    assert "It is bad." not in world.living(pull)
