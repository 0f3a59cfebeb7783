"""One way to set up and look at a fake forge, so that an end-to-end test is written once for both."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.fakes.git_http import run_git
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import APP_ID
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.gitlab.server import running

Delivery = tuple[Mapping[str, str], bytes]
MARKED = re.compile(r"<!-- agents key=([\w.-]+)")
LEVELS = {"read": 10, "triage": 20, "write": 30, "maintain": 40}


@dataclass(frozen=True, slots=True)
class Seen:
    """A thread as people see it: comments as (author, body), the state of each check by name on the last head."""

    title: str
    body: str
    branch: str
    labels: tuple[str, ...]
    comments: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    reactions: tuple[str, ...]

    def ours(self, key: str) -> list[str]:
        """Bodies of the bot's comments with that key."""
        return [body for _, body in self.comments if (found := MARKED.match(body)) and found[1] == key]


class World(Protocol):
    """A forge with one repository."""

    forge: str
    repository: str
    bot: str

    def environment(self) -> dict[str, str]: ...
    def permit(self, person: str, role: str) -> None: ...
    def issue(self, title: str, body: str, labels: tuple[str, ...] = ("agents",), author: str = "ada") -> int: ...
    def commit(self, branch: str, files: Mapping[str, str | None]) -> str: ...
    def pull(self, branch: str, title: str = "A change") -> int: ...
    def say(self, number: int, text: str, author: str = "ada", *, pull: bool = False) -> Delivery: ...
    def opened(self, number: int) -> Delivery: ...
    def pull_opened(self, number: int, action: str = "opened") -> Delivery: ...
    def seen(self, number: int, *, pull: bool = False) -> Seen: ...
    def pulls(self) -> list[int]: ...
    def checks(self, head: str) -> dict[str, str]: ...
    def branches(self) -> dict[str, str]: ...


class GitHubWorld:
    """The fake GitHub, the bot as an App."""

    forge, repository, bot = "github", "acme/web", "iac-agents[bot]"

    def __init__(self, fake: FakeGitHub, folder: Path, files: Mapping[str, str]) -> None:
        self.fake = fake
        self._key = folder / "app.pem"
        self._key.write_text(fake.private_key)
        fake.repository(self.repository, files)
        self.permit("ada", "write")

    def environment(self) -> dict[str, str]:
        return {
            "AGENTS_REPO_ALLOWLIST": "acme/*",
            "AGENTS_GITHUB_API_URL": self.fake.api_url,
            "AGENTS_GITHUB_APP_ID": APP_ID,
            "AGENTS_GITHUB_PRIVATE_KEY": str(self._key),
            "AGENTS_GITHUB_WEBHOOK_SECRET": self.fake.secret,
        }

    def permit(self, person: str, role: str) -> None:
        self.fake.permit(self.repository, person, role)

    def issue(self, title: str, body: str, labels: tuple[str, ...] = ("agents",), author: str = "ada") -> int:
        return self.fake.issue(self.repository, title, body, author, labels)

    def commit(self, branch: str, files: Mapping[str, str | None]) -> str:
        return self.fake.commit(self.repository, branch, files)

    def pull(self, branch: str, title: str = "A change") -> int:
        return self.fake.pull(self.repository, branch, title)

    def say(self, number: int, text: str, author: str = "ada", *, pull: bool = False) -> Delivery:
        comment = self.fake.say(self.repository, number, text, author)
        return self.fake.delivery("issue_comment", self.repository, number, "created", comment=comment)

    def opened(self, number: int) -> Delivery:
        return self.fake.delivery("issues", self.repository, number, "opened")

    def pull_opened(self, number: int, action: str = "opened") -> Delivery:
        return self.fake.delivery("pull_request", self.repository, number, action)

    def _state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.fake.state()["repositories"][self.repository]
        return found

    def seen(self, number: int, *, pull: bool = False) -> Seen:
        thread = self._state()["threads"][str(number)]
        return Seen(
            thread["title"],
            thread["body"],
            thread["branch"] or "",
            tuple(thread["labels"]),
            tuple((comment["author"], comment["body"]) for comment in thread["comments"]),
            tuple(remark["body"] for review in thread["reviews"] for remark in review["comments"]),
            tuple(kind for _, kind in thread["reactions"]),
        )

    def pulls(self) -> list[int]:
        return [int(number) for number, thread in self._state()["threads"].items() if thread["pull_request"]]

    def checks(self, head: str) -> dict[str, str]:
        found = [check for check in self._state()["checks"] if check["head"] == head]
        names = [check["name"] for check in found]
        assert len(names) == len(set(names)), names
        return {check["name"]: check.get("conclusion") or check.get("status", "") for check in found}

    def branches(self) -> dict[str, str]:
        found: dict[str, str] = self._state()["branches"]
        return found


class GitLabWorld:
    """The fake GitLab, in a nested group, the bot with a token."""

    forge, repository, bot = "gitlab", "acme/infra/web", "agents-bot"

    def __init__(self, fake: FakeGitLab, files: Mapping[str, str]) -> None:
        self.fake = fake
        self._token = fake.person(self.bot)
        fake.person("ada")
        fake.project(self.repository, files, {self.bot: 40, "ada": LEVELS["write"]})

    def environment(self) -> dict[str, str]:
        return {
            "AGENTS_REPO_ALLOWLIST": "acme/*",
            "AGENTS_GITLAB_URL": self.fake.url,
            "AGENTS_GITLAB_TOKEN": self._token,
            "AGENTS_GITLAB_WEBHOOK_SECRET": self.fake.secret,
        }

    def permit(self, person: str, role: str) -> None:
        if person not in self.fake.world.people:
            self.fake.person(person)
        self.fake.world.project_of(self.repository).members[person] = LEVELS[role]

    def issue(self, title: str, body: str, labels: tuple[str, ...] = ("agents",), author: str = "ada") -> int:
        return self.fake.issue(self.repository, title, body, author, labels=labels)

    def commit(self, branch: str, files: Mapping[str, str | None]) -> str:
        return self.fake.commit(self.repository, branch, files, "main")

    def pull(self, branch: str, title: str = "A change") -> int:
        return self.fake.merge_request(self.repository, branch, title)

    def say(self, number: int, text: str, author: str = "ada", *, pull: bool = False) -> Delivery:
        comment = self.fake.note(self.repository, number, author, text, merge=pull)
        return self.fake.delivery("note", self.repository, number, comment=comment, merge=pull)

    def opened(self, number: int) -> Delivery:
        return self.fake.delivery("issue", self.repository, number)

    def pull_opened(self, number: int, action: str = "opened") -> Delivery:
        if action == "synchronize":
            return self.fake.delivery("merge_request", self.repository, number, action="update", oldrev="0" * 40)
        return self.fake.delivery("merge_request", self.repository, number, action="open")

    def _state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.fake.state()["projects"][self.repository]
        return found

    def seen(self, number: int, *, pull: bool = False) -> Seen:
        thread = self._state()["merge_requests" if pull else "issues"][str(number)]
        return Seen(
            thread["title"],
            thread["description"],
            thread.get("source_branch", ""),
            tuple(thread["labels"]),
            tuple((note["author"]["username"], note["body"]) for note in thread["notes"] if not note.get("system")),
            tuple(note["body"] for discussion in thread["discussions"] for note in discussion),
            tuple(str(award["name"]) for award in thread["awards"]),
        )

    def pulls(self) -> list[int]:
        return [int(number) for number in self._state()["merge_requests"]]

    def checks(self, head: str) -> dict[str, str]:
        return {status["name"]: status["status"] for status in self._state()["statuses"] if status["sha"] == head}

    def branches(self) -> dict[str, str]:
        bare = self.fake.world.project_of(self.repository).bare
        listed = run_git(bare, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads")
        return dict(line.split(" ") for line in listed.splitlines())


FILES = {"README.md": "# Here\n"}


@contextmanager
def world(forge: str, folder: Path, files: Mapping[str, str] | None = None) -> Iterator[Any]:
    """A fake forge with one repository in which ``ada`` may write."""
    if forge == "github":
        with FakeGitHub(folder / "git") as github:
            yield GitHubWorld(github, folder, files or FILES)
    else:
        with running(folder / "git") as gitlab:
            yield GitLabWorld(gitlab, files or FILES)
