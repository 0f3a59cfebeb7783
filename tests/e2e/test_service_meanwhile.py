"""What people do while a run goes on: close, cancel, delete, push. Nothing of theirs is lost, nobody waits in vain."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.service import Service, serving, wait_for
from tests.e2e.test_service_pull import DATABASE, MAIN
from tests.e2e.worlds import GitHubWorld, world

pytestmark = pytest.mark.checkov
Scene = tuple[GitHubWorld, Service]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("meanwhile")
    files = {"infra/main.tf": MAIN}
    with world("github", folder, files) as there, serving(folder, there.environment()) as service:
        yield there, service


def asked(there: GitHubWorld) -> int:
    """A new issue whose commit no other one's equals."""
    place = len(there.branches())
    return there.issue("Jobs", f"An SQS queue `jobs-{place}` with a dead-letter queue.")


def is_running(service: Service, run: str) -> None:
    wait_for(lambda: service.run(run)["status"] == "running", 120, service.log)


def test_tokens_that_end_are_renewed(scene: Scene) -> None:
    there, service = scene
    there.fake.expire_tokens()
    number = there.issue("Talk", "An SQS queue.", labels=())
    assert service.ended(service.accepted("github", there.say(number, "/agents help")))["status"] == "done"


def test_a_branch_of_that_name_is_somebody_elses(scene: Scene) -> None:
    there, service = scene
    number = asked(there)
    mine = there.commit(f"agents/{number}-jobs", {"MINE.md": "Mine.\n"})
    record = service.ended(service.accepted("github", there.opened(number)))
    assert (record["status"], record["branch"]) == ("done", f"agents/{number}-jobs-2")
    assert there.branches()[f"agents/{number}-jobs"] == mine


def test_a_second_run_goes_on_with_the_first_ones_branch(scene: Scene) -> None:
    there, service = scene
    number = asked(there)
    first = service.ended(service.accepted("github", there.opened(number)))
    count = len(there.pulls())
    second = service.ended(service.accepted("github", there.say(number, "/agents run")))
    assert (second["status"], second["branch"]) == ("done", first["branch"])
    assert len(there.pulls()) == count


def test_a_service_that_has_lost_its_store_finds_its_branch(scene: Scene, tmp_path: Path) -> None:
    there, service = scene
    number = asked(there)
    first = service.ended(service.accepted("github", there.opened(number)))
    count = len(there.pulls())
    with serving(tmp_path, there.environment()) as new:
        second = new.ended(new.accepted("github", there.say(number, "/agents run")))
        assert (second["status"], second["branch"]) == ("done", first["branch"])
        assert len(there.pulls()) == count
        assert len(there.seen(number).ours("living")) == 1


def test_a_pull_request_that_is_closed_stops_its_run(scene: Scene) -> None:
    there, service = scene
    head = there.commit("closing", {"infra/main.tf": MAIN + DATABASE})
    number = there.pull("closing")
    run = service.accepted("github", there.pull_opened(number))
    is_running(service, run)
    there.fake.close(there.repository, number)
    service.ended(service.accepted("github", there.pull_opened(number, "closed")))
    record = service.ended(run)
    assert (record["status"], record["why"]) == ("cancelled", "the pull request was closed")
    assert "running" not in there.checks(head).values()


def test_cancel_stops_what_runs(scene: Scene) -> None:
    there, service = scene
    number = asked(there)
    run = service.accepted("github", there.opened(number))
    is_running(service, run)
    service.ended(service.accepted("github", there.say(number, "/agents cancel")))
    assert service.ended(run, 30)["status"] == "cancelled"
    assert not [name for name in there.branches() if name.startswith(f"agents/{number}-")]
    (living,) = there.seen(number).ours("living")
    assert "/agents run" in living, "what to do next"


def test_a_branch_that_was_deleted_is_made_anew(scene: Scene) -> None:
    there, service = scene
    record = service.ended(service.accepted("github", there.opened(asked(there))))
    pull = max(there.pulls())
    there.fake.delete_branch(there.repository, record["branch"])
    delivery = there.say(pull, "/agents revise add an SNS topic `alerts`", pull=True)
    again = service.ended(service.accepted("github", delivery))
    assert (again["status"], again["branch"]) == ("done", record["branch"])
    assert there.branches()[again["branch"]] == again["head"]


def test_a_branch_that_moves_during_a_fix_is_not_overwritten(scene: Scene) -> None:
    there, service = scene
    there.commit("racing", {"infra/main.tf": MAIN + DATABASE})
    number = there.pull("racing")
    run = service.accepted("github", there.say(number, "/agents fix", pull=True))
    wait_for(lambda: service.run(run)["head"], 120, service.log)
    mine = there.commit("racing", {"MINE.md": "Mine.\n"})
    record = service.ended(run)
    assert record["status"] == "failed"
    assert "meanwhile" in record["why"]
    assert there.branches()["racing"] == mine
    (living,) = there.seen(number, pull=True).ours("living")
    assert "ask again" in living


def test_a_branch_that_is_pushed_back_is_looked_at_again(scene: Scene) -> None:
    there, service = scene
    first = there.commit("back", {"infra/main.tf": MAIN + DATABASE})
    number = there.pull("back")
    assert service.ended(service.accepted("github", there.pull_opened(number)))["head"] == first
    there.commit("back", {"infra/main.tf": MAIN.replace('"jobs"', '"tasks"')})
    service.ended(service.accepted("github", there.pull_opened(number, "synchronize")))
    there.fake.force(there.repository, "back", first)
    record = service.ended(service.accepted("github", there.pull_opened(number, "synchronize")))
    assert (record["head"], record["commands"][0]["name"]) == (first, "review")
    (living,) = there.seen(number, pull=True).ours("living")
    assert f"head={first}" in living
