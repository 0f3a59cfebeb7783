"""Whatever a forge or a stranger with its secret posts, the door never answers with a bug."""

import gzip
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.forges.github.host import GitHubHost
from app.forges.gitlab.host import GitLabHost
from tests.unit.web.fakes import SECRET, FakeService, client, headers, raw

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "github" / "webhooks.json.gz"
ODD: tuple[Any, ...] = (None, True, -1, 1e308, "", "\ud800", "\0", "x" * 10_000, [], [None], {}, {"": {}}, 2**70)
SEED = 7


class Opened(FakeService):
    """Serves every repository, with the real hosts."""

    def __init__(self) -> None:
        super().__init__()
        secret = SECRET.decode()
        hosts: Any = {
            "github": GitHubHost.make(api_url="http://127.0.0.1:9", token="x", secrets=(secret,), login="agents"),
            "gitlab": GitLabHost.make("http://127.0.0.1:9", "x", (secret,), "agents", 0.0, "agents"),
        }
        self.hosts = hosts

    def allowed(self, forge: str, repository: str) -> bool:
        return True


@pytest.fixture
def service() -> Iterator[Opened]:
    made = Opened()
    yield made
    for host in made.hosts.values():
        host.close()


def examples() -> list[tuple[str, dict[str, Any]]]:
    return [(event, payload) for event, payload in json.loads(gzip.decompress(EXAMPLES.read_bytes()))]


def spoiled(value: Any, at: random.Random) -> Any:
    """The same with about one value in ten replaced by something odd."""
    if at.random() < 0.1:
        return at.choice(ODD)
    if isinstance(value, dict):
        return {name: spoiled(item, at) for name, item in value.items()}
    return [spoiled(item, at) for item in value] if isinstance(value, list) else value


def statuses(service: Opened, deliveries: Iterator[tuple[str, Mapping[str, str], bytes]]) -> set[int]:
    """What the door answered; no host was beaten by a payload."""
    post = client(service).post
    answers = [post(f"/webhooks/{forge}", data=body, headers=given) for forge, given, body in deliveries]
    assert not [answer.text for answer in answers if "could not be read" in answer.text]
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize("spoil", [False, True])
def test_every_example_of_github(service: Opened, spoil: bool) -> None:
    at = random.Random(SEED)  # noqa: S311 - the same odd values every time

    def deliveries() -> Iterator[tuple[str, Mapping[str, str], bytes]]:
        for number, (event, payload) in enumerate(examples()):
            body = raw(spoiled(payload, at) if spoil else payload)
            yield "github", headers(body, X_GitHub_Event=event, X_GitHub_Delivery=f"d-{number}"), body

    assert statuses(service, deliveries()) <= ({200, 202, 400} if spoil else {200, 202})


def test_odd_deliveries_of_gitlab(service: Opened) -> None:
    at = random.Random(SEED)  # noqa: S311 - the same odd values every time
    user = {"username": "ann", "id": 1}
    note = {
        "object_kind": "note",
        "user": user,
        "project": {"path_with_namespace": "a/b/c", "id": 1},
        "object_attributes": {"id": 9, "note": "/agents plan", "noteable_type": "MergeRequest", "action": "create"},
        "merge_request": {"iid": 3, "title": "x", "last_commit": {"id": "abc"}, "source_project_id": 1},
    }

    def deliveries() -> Iterator[tuple[str, Mapping[str, str], bytes]]:
        for number in range(300):
            body = raw(spoiled(note, at) if number else note)
            yield (
                "gitlab",
                {
                    "Content-Type": "application/json",
                    "X-Gitlab-Event": at.choice(("Note Hook", "Issue Hook", "Merge Request Hook", "Push Hook")),
                    "X-Gitlab-Event-UUID": f"d-{number}",
                    "X-Gitlab-Token": SECRET.decode(),
                },
                body,
            )

    assert statuses(service, deliveries()) <= {200, 202, 400}


@pytest.mark.parametrize("payload", ODD, ids=lambda value: repr(value)[:20])
def test_payloads_that_are_no_delivery(service: Opened, payload: Any) -> None:
    body = raw(payload)
    assert client(service).post("/webhooks/github", data=body, headers=headers(body)).status_code in {200, 400}
