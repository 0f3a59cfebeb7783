"""Many deliveries at once: each is acknowledged and none is lost or done twice, also across SIGTERM."""

import gzip
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.service import Service, serving, wait_for
from tests.e2e.worlds import GitHubWorld, world

EXAMPLES = Path(__file__).parents[1] / "fixtures" / "github" / "webhooks.json.gz"
Scene = tuple[GitHubWorld, Service]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with world("github", tmp_path) as there, serving(tmp_path, there.environment()) as service:
        yield there, service


def signed(secret: str, event: str, payload: dict[str, Any], delivery: str) -> tuple[dict[str, str], bytes]:
    body = json.dumps(payload).encode()
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": delivery,
        "X-Hub-Signature-256": f"sha256={digest}",
    }, body


def test_a_hundred_copies_at_once_are_one_run(scene: Scene) -> None:
    there, service = scene
    number = there.issue("Talk", "An SQS queue.", labels=())
    delivery = there.say(number, "/agents help")
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: service.post("github", *delivery), range(100)))
    assert Counter(status for status, _ in answers) == {202: 1, 200: 99}
    (run,) = {answer["run"] for _, answer in answers}
    assert service.ended(run)["status"] == "done"
    assert len([body for _, body in there.seen(number).comments if "key=reply-" in body]) == 1


def test_the_same_comment_under_another_delivery_is_one_run(scene: Scene) -> None:
    there, service = scene
    number = there.issue("Talk", "An SQS queue.", labels=())
    headers, body = there.say(number, "/agents help")
    run = service.accepted("github", (headers, body))
    assert service.post("github", {**headers, "X-GitHub-Delivery": "another"}, body) == (
        200,
        {"run": run, "duplicate": True},
    )


def test_none_of_many_is_lost_when_the_service_is_told_to_end(scene: Scene) -> None:
    there, service = scene
    numbers = [there.issue(f"Talk {number}", "An SQS queue.", labels=()) for number in range(60)]
    deliveries = [there.say(number, "/agents help") for number in numbers]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: service.post("github", *one), deliveries))
    assert Counter(status for status, _ in answers) == {202: 60}
    assert service.stop() == 0
    service.start()
    for _, answer in answers:
        assert service.ended(answer["run"])["status"] == "done"
    for number in numbers:
        assert len(there.seen(number).comments) == 2


def test_every_example_of_a_webhook_is_taken(scene: Scene) -> None:
    there, service = scene
    examples = json.loads(gzip.decompress(EXAMPLES.read_bytes()))
    assert len(examples) == 329
    statuses: Counter[int] = Counter()
    for number, (event, payload) in enumerate(examples):
        status, answer = service.post("github", *signed(there.fake.secret, event, payload, f"example-{number}"))
        assert answer.get("run") or answer.get("ignored"), (event, answer)
        statuses[status] += 1
    assert set(statuses) == {200}, "the examples' repositories are not on the list"


def test_strange_requests_are_refused(scene: Scene) -> None:
    there, service = scene
    headers, body = signed(there.fake.secret, "ping", {"zen": "Calm."}, "ping")
    assert service.post("github", headers, body)[0] == 200
    assert service.post("github", headers, body + b" ")[0] == 403
    assert service.post("github", headers | {"Content-Type": "text/plain"}, body)[0] == 415
    assert service.post("gitlab", headers, body)[0] == 404
    wrong, text = signed(there.fake.secret, "ping", {}, "x")
    assert service.post("github", {k: v for k, v in wrong.items() if "Delivery" not in k}, text)[0] == 400


def test_the_second_service_on_the_same_data_refuses_to_start(scene: Scene) -> None:
    _, service = scene
    other = Service(service.folder, service.environment)
    with pytest.raises(AssertionError, match="PostgreSQL"):
        other.start()
    other.kill()
    assert service.get("/healthz")[0] == 200


def test_what_was_missed_while_away_is_found_at_the_next_start(scene: Scene) -> None:
    there, service = scene
    service.stop()
    number = there.issue("Talk", "An SQS queue.", labels=())
    comment = there.fake.say(there.repository, number, "/agents help")
    there.fake.delivery("issue_comment", there.repository, number, "created", comment=comment, status=502)
    service.start()

    def answered() -> bool:
        return len(there.seen(number).comments) == 2

    wait_for(answered, 120, service.log)
