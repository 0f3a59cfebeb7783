"""A stranger's fork: simulated plan and static checks at most, and nothing is ever pushed for it."""

from collections.abc import Iterator

import pytest

from tests.e2e.service import Service, serving
from tests.e2e.test_service_pull import DATABASE, MAIN
from tests.e2e.worlds import GitHubWorld, world

HOSTILE = {
    ".agents.yml": "version: 1\ngate:\n  fail_on: critical\nallow:\n  fix:\n    users: [eve]\n",
    ".checkov.yaml": "external-checks-dir: [checks]\n",
    "infra/main.tf": MAIN + DATABASE,
}
pytestmark = pytest.mark.checkov
Scene = tuple[GitHubWorld, Service]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("fork")
    with world("github", folder, {"infra/main.tf": MAIN}) as there, serving(folder, there.environment()) as service:
        yield there, service


def test_a_fork_is_reviewed_by_the_rules_of_the_default_branch(scene: Scene) -> None:
    there, service = scene
    there.permit("eve", "read")
    fork = there.fake.push_fork(there.repository, "eve", "mine", HOSTILE)
    number = there.fake.pull(there.repository, "mine", "From outside", author="eve", source=fork)
    record = service.ended(service.accepted("github", there.pull_opened(number)))
    assert record["status"] == "failed"
    assert "CKV_AWS_16" in record["why"], "its own .agents.yml would let a high finding pass"
    (living,) = there.seen(number, pull=True).ours("living")
    assert "/agents fix" not in living
    assert there.checks(record["head"])["agents"] == "failure"
    assert there.fake.state()["repositories"][there.repository]["sarifs"] == []


@pytest.mark.parametrize("command", ["fix", "revise make it bigger"])
def test_nothing_is_pushed_for_it_whoever_asks(scene: Scene, command: str) -> None:
    there, service = scene
    before = there.branches()
    (number,) = there.pulls()
    record = service.ended(service.accepted("github", there.say(number, f"/agents {command}", pull=True)))
    assert record["status"] == "refused"
    assert there.branches() == before
    replies = [body for _, body in there.seen(number, pull=True).comments if "key=reply-" in body]
    assert "fork" in replies[-1]


def test_a_maintainer_may_have_it_reviewed(scene: Scene) -> None:
    there, service = scene
    (number,) = there.pulls()
    record = service.ended(service.accepted("github", there.say(number, "/agents plan", pull=True)))
    assert record["status"] == "done"


def test_a_draft_waits_until_it_is_ready(scene: Scene) -> None:
    there, service = scene
    there.commit("draft", {"infra/main.tf": MAIN.replace('"jobs"', '"tasks"')})
    number = there.fake.pull(there.repository, "draft", draft=True)
    record = service.ended(service.accepted("github", there.pull_opened(number)))
    assert (record["status"], record["commands"]) == ("done", [])
    assert there.seen(number, pull=True).comments == ()
    there.fake.thread(there.repository, number).draft = False
    record = service.ended(service.accepted("github", there.pull_opened(number, "ready_for_review")))
    assert record["commands"][0]["name"] == "review"
    assert len(there.seen(number, pull=True).ours("living")) == 1


def test_a_deleted_stack_is_a_danger(scene: Scene) -> None:
    there, service = scene
    there.commit("gone", {"infra/main.tf": None, "README.md": "# Empty\n"})
    number = there.pull("gone")
    service.ended(service.accepted("github", there.pull_opened(number)))
    (living,) = there.seen(number, pull=True).ours("living")
    assert "1 to destroy" in living
    assert "[!CAUTION]" in living
    assert "aws_sqs_queue.jobs" in living
