"""A signed "issue opened" becomes a pull request with a report: real server, real push, both forges."""

from collections.abc import Iterator

import pytest

from tests.e2e.service import Service, serving
from tests.e2e.worlds import World, world

TITLE = "Order queue"
BODY = "An SQS queue `orders` with a dead-letter queue, and a Lambda function `worker` in Python that reads it."
pytestmark = pytest.mark.checkov


@pytest.fixture(scope="module", params=["github", "gitlab"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Service]]:
    folder = tmp_path_factory.mktemp(request.param)
    with world(request.param, folder) as there, serving(folder, there.environment()) as service:
        yield there, service


def test_an_issue_becomes_a_pull_request(scene: tuple[World, Service]) -> None:
    there, service = scene
    number = there.issue(TITLE, BODY)
    delivery = there.opened(number)
    run = service.accepted(there.forge, delivery)
    again = service.post(there.forge, *delivery)
    assert again == (200, {"run": run, "duplicate": True})
    record = service.ended(run)
    assert (record["status"], record["why"]) == ("done", "")
    assert record["branch"] == f"agents/{number}-order-queue"
    assert record["commands"] == [{"name": "run", "args": [], "named": {}, "flags": {}}]
    issue = there.seen(number)
    assert "eyes" in issue.reactions
    (living,) = issue.ours("living")
    assert "Ready for review" in living
    (pull_number,) = there.pulls()
    pull = there.seen(pull_number, pull=True)
    assert pull.title == TITLE
    assert pull.branch == record["branch"]
    assert f"Closes #{number}" in pull.body
    assert "agents: passed" in pull.labels
    (report,) = pull.ours("living")
    for word in ("Ready for review", "tester", "security", "aws_sqs_queue.orders", "What ran"):
        assert word in report, word
    assert there.branches()[record["branch"]] == record["head"]
    checks = there.checks(record["head"])
    assert checks["agents"] == "success"
    assert checks["agents / tester"] == "success"


def test_revise_goes_on_top_and_keeps_what_people_did(scene: tuple[World, Service]) -> None:
    there, service = scene
    (pull_number,) = there.pulls()
    branch = there.seen(pull_number, pull=True).branch
    mine = there.commit(branch, {"stacks/order-queue/NOTES.md": "Ask Ada before you change the queue.\n"})
    run = service.accepted(there.forge, there.say(pull_number, "/agents revise add an SNS topic `alerts`", pull=True))
    record = service.ended(run)
    assert (record["status"], record["why"]) == ("done", "")
    assert there.branches()[branch] == record["head"] != mine
    (report,) = there.seen(pull_number, pull=True).ours("living")
    assert "aws_sns_topic.alerts" in report
    assert len(there.pulls()) == 1


def test_what_names_nothing_to_build_is_asked_about(scene: tuple[World, Service]) -> None:
    there, service = scene
    before = len(there.pulls())
    number = there.issue("Hello", "Please make everything nicer.")
    record = service.ended(service.accepted(there.forge, there.opened(number)))
    assert record["status"] == "failed"
    (living,) = there.seen(number).ours("living")
    assert "nothing to build" in living
    assert len(there.pulls()) == before
    assert not [branch for branch in there.branches() if branch.startswith(f"agents/{number}-")]


def test_an_unlabelled_issue_starts_nothing(scene: tuple[World, Service]) -> None:
    there, service = scene
    number = there.issue("Talk", "An SQS queue.", labels=())
    status, answer = service.post(there.forge, *there.opened(number))
    assert (status, list(answer)) == (200, ["ignored"])


def test_a_person_without_write_access_gets_a_refusal(scene: tuple[World, Service]) -> None:
    there, service = scene
    there.permit("eve", "read")
    number = there.issue("Talk", "An SQS queue.", labels=())
    record = service.ended(service.accepted(there.forge, there.say(number, "/agents run", "eve")))
    assert record["status"] == "refused"
    replies = [body for _, body in there.seen(number).comments if "key=reply-" in body]
    assert len(replies) == 1
    assert "write" in replies[0]
    service.ended(service.accepted(there.forge, there.say(number, "/agents run", "eve")))
    assert len([body for _, body in there.seen(number).comments if "key=reply-" in body]) == 1
