"""The forges that the settings name, and which comments are heard."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from app.bootstrap.hosts import Listening, open_hosts
from app.domain.event import Event, Ignored, Thread
from app.forges.base import Forge, Host
from app.settings import Settings


class Spy:
    """A host that answers with what was put in, and remembers what it was asked."""

    name = "github"

    def __init__(self, event: Event | Ignored) -> None:
        self.event = event
        self.asked: list[str] = []

    def parse(self, headers: Mapping[str, str], payload: Mapping[str, object]) -> Event | Ignored:
        return self.event

    def delivery(self, headers: Mapping[str, str]) -> str:
        return headers["id"]

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        return body == b"signed"

    def open(self, repository: str) -> Forge:
        self.asked.append(repository)
        return cast("Forge", self)

    def missed(self, since: str) -> Sequence[tuple[str, Mapping[str, str], Mapping[str, object]]]:
        return [(since, {}, {})]

    def reachable(self) -> str:
        return "down"

    def budget(self) -> int | None:
        return 7

    def close(self) -> None:
        self.asked.append("close")


def event(kind: Any, text: str = "") -> Event:
    return Event(Thread("github", "acme/web", 1), kind, "ann", "key", text=text)


@pytest.mark.parametrize(
    ("found", "heard"),
    [
        (event("comment", "/agents help"), True),
        (event("comment", "/agents nonsense"), True),
        (event("comment", "looks good"), False),
        (event("comment", "> /agents help"), False),
        (event("pull_request"), True),
        (event("issue_labelled", "looks good"), True),
        (Ignored("a star"), False),
    ],
)
def test_only_comments_with_a_command_are_heard(found: Event | Ignored, heard: bool) -> None:
    answer = Listening(cast("Host", Spy(found))).parse({}, {})
    assert (answer == found) if heard or isinstance(found, Ignored) else isinstance(answer, Ignored)
    assert isinstance(answer, Event) is heard


def test_everything_else_is_the_hosts() -> None:
    spy = Spy(Ignored(""))
    host = Listening(cast("Host", spy))
    assert (host.name, host.delivery({"id": "d"}), host.verify({}, b"signed"), host.verify({}, b"")) == (
        "github",
        "d",
        True,
        False,
    )
    assert (list(host.missed("now")), host.reachable(), host.budget()) == ([("now", {}, {})], "down", 7)
    host.open("acme/web")
    host.close()
    assert spy.asked == ["acme/web", "close"]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, []),
        ({"github_token": "t"}, []),
        ({"github_token": "t", "github_webhook_secret": "s"}, ["github"]),
        ({"gitlab_token": "t", "gitlab_webhook_secret": "s"}, ["gitlab"]),
        (
            {
                "github_token": "t",
                "github_webhook_secret": "s",
                "gitlab_token": "t",
                "gitlab_webhook_secret": "s",
            },
            ["github", "gitlab"],
        ),
    ],
)
def test_a_forge_without_a_secret_is_not_served(values: dict[str, str], names: list[str]) -> None:
    hosts = open_hosts(Settings.model_validate(values))
    assert sorted(hosts) == names
    for name, host in hosts.items():
        assert host.name == name
        assert not host.verify({}, b"{}")
        host.close()
