"""GitHub's forge on the fake GitHub, held against the suite of all forges and GitHub's own OpenAPI file."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from app.forges.base import Forge
from app.forges.github.host import GitHubHost
from tests.contract.forge_suite import BASE_FILE, ForgeSuite, World, check, pull
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import APP_ID, TOKEN

PATH = "acme/web"
PLACES = {
    "comment": ("POST", r"/issues/\d+/comments$"),
    "pull_request": ("POST", r"/pulls$"),
    "check": ("POST", r"/(check-runs|statuses/\w+)$"),
    "remark": ("POST", r"/reviews$"),
    "reaction": ("POST", r"/reactions$"),
    "list": ("GET", r"/comments\?"),
}
KINDS = {"throttled": "secondary"}
STATES = {"in_progress": "running", "pending": "running", "error": "cancelled"}


class GitHubWorld:
    """The fake with one private repository; its pages hold three entries, so that every list has several."""

    strict = True

    def __init__(self, fake: FakeGitHub, **identity: str) -> None:
        self.fake = fake
        fake.state_.most = 3
        fake.repository(PATH, {"main.tf": BASE_FILE, "ünï/ä b.tf": "é"}, private=True)
        self.repository = fake.state_.repositories[PATH]
        fake.permit(PATH, "ada", "write")
        fake.permit(PATH, "rob", "read")
        fake.state_.user("stranger")
        self.host = GitHubHost.make(api_url=fake.api_url, write_interval=0, sleep=lambda seconds: None, **identity)  # type: ignore[arg-type]  # texts only
        self._forge = self.host.open(PATH)

    @property
    def forge(self) -> Forge:
        return self._forge

    def issue(self, title: str, body: str, labels: tuple[str, ...] = ()) -> int:
        return self.fake.issue(PATH, title, body, labels=labels)

    def commit(self, branch: str, files: Mapping[str, str | None], onto: str = "") -> str:
        return self.fake.commit(PATH, branch, files)

    def say(self, number: int, pull_request: bool, author: str, text: str) -> str:
        return str(self.fake.say(PATH, number, text, author))

    def comments(self, number: int, pull_request: bool) -> list[tuple[str, str]]:
        return [(one.author, one.body) for one in self.fake.thread(PATH, number).comments]

    def remove_comment(self, number: int, pull_request: bool, comment: str) -> None:
        kept = self.fake.thread(PATH, number).comments
        kept.remove(next(one for one in kept if str(one.id) == comment))

    def reactions(self, number: int, pull_request: bool, comment: str) -> list[str]:
        thread = self.fake.thread(PATH, number)
        place = next(one for one in thread.comments if str(one.id) == comment) if comment else thread
        return sorted(content for _, content in place.reactions)

    def labels(self, number: int, pull_request: bool) -> set[str]:
        return set(self.fake.thread(PATH, number).labels)

    def checks(self, head: str) -> list[tuple[str, str]]:
        """Every check run, and of the statuses the newest of each context: so GitHub shows them."""
        runs = [one.sent for one in self.repository.checks if one.head == head]
        found = [
            (run["name"], run.get("conclusion") if run["status"] == "completed" else run["status"]) for run in runs
        ]
        found += {one["context"]: one["state"] for one in self.repository.statuses if one["sha"] == head}.items()
        return [(name, STATES.get(str(state), str(state))) for name, state in found]

    def remarks(self, number: int) -> list[tuple[str, int, str]]:
        reviews = self.fake.thread(PATH, number).reviews
        return [(sent["path"], sent["line"], sent["body"]) for review in reviews for sent in review.comments]

    def close(self, number: int) -> None:
        self.fake.close(PATH, number)

    def pull_requests(self) -> int:
        return len(self.repository.pulls)

    def fault(self, thing: str, kind: str, times: int = 1) -> bool:
        self.fake.fault(*PLACES[thing], KINDS.get(kind, kind), times)
        return True


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeGitHub]:
    with FakeGitHub(tmp_path) as made:
        yield made


@pytest.fixture
def as_app(fake: FakeGitHub) -> Iterator[GitHubWorld]:
    world = GitHubWorld(fake, app_id=APP_ID, private_key=fake.private_key)
    yield world
    world.host.close()


@pytest.fixture
def as_account(fake: FakeGitHub) -> Iterator[GitHubWorld]:
    world = GitHubWorld(fake, token=TOKEN)
    yield world
    world.host.close()


class Test_GitHub(ForgeSuite):  # noqa: N801  # pytest looks for this form
    """The suite, as an App with check runs."""

    @pytest.fixture
    def world(self, as_app: GitHubWorld) -> World:
        return as_app


class Test_GitHubWithToken(ForgeSuite):  # noqa: N801  # pytest looks for this form
    """The suite, with a token: commit statuses stand in for check runs."""

    @pytest.fixture
    def world(self, as_account: GitHubWorld) -> World:
        return as_account

    def test_what_did_not_run_is_not_a_success(self, world: World) -> None:
        """GitHub has no neutral status: the description says that it did not run."""
        assert isinstance(world, GitHubWorld)
        _, head = pull(world)
        world.forge.ensure_check(check(head, "neutral", title="no tool"))
        (status,) = world.repository.statuses
        assert (status["state"], status["description"]) == ("success", "Not run: no tool (run r1)")


def test_the_judge_is_awake(fake: FakeGitHub) -> None:
    """A question and an answer that GitHub would not have are found."""
    fake.repository(PATH)
    headers = {"Authorization": f"token {TOKEN}"}
    requests.get(f"{fake.api_url}/repos/{PATH}/issues", params={"colour": "red"}, headers=headers, timeout=60)
    requests.get(f"{fake.api_url}/repos/{PATH}/stargazers", headers=headers, timeout=60)
    number = fake.issue(PATH, "T")
    fake.thread(PATH, number).title = 5  # type: ignore[assignment]  # on purpose
    requests.get(f"{fake.api_url}/repos/{PATH}/issues/{number}", headers=headers, timeout=60)
    found = "\n".join(fake.api.violations)
    assert "colour" in found
    assert "stargazers: not in the cut" in found
    assert "5 is not of type" in found
    fake.api.violations.clear()


def test_the_fake_runs_by_itself(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.fakes.github", "--root", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            url = process.stdout.readline().strip()

            def control(what: str, /, **words: Any) -> Any:
                answer = requests.post(f"{url}/_control/{what}", json=words, timeout=60)
                answer.raise_for_status()
                return answer.json()

            control("repository", name=PATH, files={"main.tf": "x\n"})
            number = control("issue", name=PATH, title="T", labels=["agents"])
            built = control("delivery", event="issues", repository=PATH, number=number)
            assert json.loads(built["body"])["issue"]["title"] == "T"
            key = (tmp_path / "app.pem").read_text()
            host = GitHubHost.make(api_url=f"{url}/api/v3", app_id=APP_ID, private_key=key, write_interval=0)
            assert host.open(PATH).file("main.tf", "main") == "x\n"
            host.close()
            state = control("state")
            assert state["repositories"][PATH]["threads"]["1"]["labels"] == ["agents"]
            assert state["violations"] == []
            assert requests.post(f"{url}/_control/api", timeout=60).status_code == 404
        finally:
            process.terminate()
            process.wait(60)
