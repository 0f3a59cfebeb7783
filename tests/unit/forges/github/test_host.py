import threading
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import UsageFailure
from app.domain.event import Event, Ignored
from app.forges.github.host import ACTIONS_LOGIN, GitHubHost
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import LOGIN, TOKEN
from tests.unit.forges.github.conftest import REPOSITORY

if TYPE_CHECKING:
    from app.forges.base import Forge, Host


def test_it_is_a_host_and_opens_forges(host: GitHubHost) -> None:
    as_host: Host = host
    as_forge: Forge = host.open(REPOSITORY)
    assert (as_host.name, as_forge.name, as_forge.repository) == ("github", "github", REPOSITORY)


def test_neither_app_nor_token() -> None:
    with pytest.raises(UsageFailure, match="neither an App nor a token"):
        GitHubHost.make(api_url="https://api.github.com")


def test_signed_deliveries(github: FakeGitHub, host: GitHubHost) -> None:
    number = github.issue(REPOSITORY, "T", labels=["agents"])
    headers, body = github.delivery("issues", REPOSITORY, number)
    assert host.verify(headers, body)
    assert not host.verify(headers, body + b" ")
    assert not host.verify({}, body)
    assert host.delivery(headers) == headers["X-GitHub-Delivery"]


def test_it_learns_its_own_login(github: FakeGitHub, host: GitHubHost) -> None:
    assert host.reachable() == ""
    assert host.login() == LOGIN
    github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    number = github.pull(REPOSITORY, "feature", author=LOGIN)
    payload = {
        "action": "opened",
        "repository": {"full_name": REPOSITORY},
        "sender": {"login": LOGIN, "type": "Bot"},
        "pull_request": {"number": number, "head": {"sha": "c0ffee"}},
    }
    assert isinstance(host.parse({"X-GitHub-Event": "pull_request"}, payload), Ignored)
    other = payload | {"sender": {"login": "ada"}}
    assert isinstance(host.parse({"X-GitHub-Event": "pull_request"}, other), Event)


def test_with_a_token(github: FakeGitHub) -> None:
    host = GitHubHost.make(api_url=github.api_url, token=TOKEN, write_interval=0)
    assert (host.reachable(), host.login()) == ("", "agents-bot")
    assert host.missed("2020-01-01T00:00:00Z") == ()
    assert host.budget() is not None
    host.close()


def test_with_the_token_of_a_workflow(github: FakeGitHub) -> None:
    github.fault("GET", "/user$", "forbidden")
    host = GitHubHost.make(api_url=github.api_url, token=TOKEN, write_interval=0)
    assert host.login() == ACTIONS_LOGIN
    host.close()


def test_a_login_that_was_given_stays(github: FakeGitHub) -> None:
    """The token of an App's installation may not ask either, and what an App says is its own all the same."""
    github.fault("GET", "/user$", "forbidden")
    host = GitHubHost.make(api_url=github.api_url, token=TOKEN, login="my-app[bot]", write_interval=0)
    assert (host.reachable(), host.login()) == ("", "my-app[bot]")
    host.close()


@pytest.mark.parametrize("kind", ["before", "expired", "hang", "html"])
def test_unreachable_says_why_and_does_not_wait(github: FakeGitHub, slept: list[float], kind: str) -> None:
    host = GitHubHost.make(api_url=github.api_url, token=TOKEN, timeout=1.0, sleep=slept.append)
    github.fault("GET", "/user$", kind)
    assert host.reachable()
    assert slept == []
    assert host.reachable() == ""
    host.close()


def test_an_app_that_is_not_installed(github: FakeGitHub, host: GitHubHost) -> None:
    github.repository("acme/private", installed=False)
    forge = host.open("acme/private")
    assert forge.permission_of("ada").name == "NONE"


def test_many_threads_share_it(github: FakeGitHub, host: GitHubHost) -> None:
    number = github.issue(REPOSITORY, "T")
    forge = host.open(REPOSITORY)
    wrong: list[str] = []

    def work(name: int) -> None:
        for _ in range(5):
            body = f"<!-- agents key=reply-{name} run={name} -->\n{name}"
            forge.ensure_comment(number, False, f"agents key=reply-{name} ", body)
            found = forge.comment(number, False, f"agents key=reply-{name} ")
            if found is None or found[1] != body:
                wrong.append(str(name))

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(github.thread(REPOSITORY, number).comments) == 8
