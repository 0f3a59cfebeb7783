"""The local forge, held against the suite of all forges."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.forges.local import LocalForge
from app.workspace import identity
from tests.builders import DATE
from tests.contract.forge_suite import BASE_FILE, PlainSuite, World
from tests.fakes.git_http import bare_repository, commit


class LocalWorld:
    """A bare repository and a desk."""

    strict = False

    def __init__(self, root: Path) -> None:
        self._bare = bare_repository(root, "r", {"main.tf": BASE_FILE, "ünï/ä b.tf": "é"})
        self.forge = LocalForge(self._bare, identity(DATE))

    def issue(self, title: str, body: str, labels: tuple[str, ...] = ()) -> int:
        return self.forge.desk.open_thread({"title": title, "body": body, "author": "ada", "labels": list(labels)})

    def commit(self, branch: str, files: Mapping[str, str | None], onto: str = "") -> str:
        return commit(self._bare, branch, files, "Change", onto)

    def say(self, number: int, pull_request: bool, author: str, text: str) -> str:
        return self.forge.desk.write_comment(number, text, author)

    def comments(self, number: int, pull_request: bool) -> list[tuple[str, str]]:
        return [(author, body) for _, author, body in self.forge.desk.comments(number)]

    def remove_comment(self, number: int, pull_request: bool, comment: str) -> None:
        (self.forge.desk.folder / f"threads/{number}/comments/{comment}.agents.md").unlink()

    def reactions(self, number: int, pull_request: bool, comment: str) -> list[str]:
        return list(self.forge.desk.thread(number, pull_request).get("reactions", {}).get(comment, []))

    def labels(self, number: int, pull_request: bool) -> set[str]:
        return set(self.forge.desk.thread(number, pull_request).get("labels", []))

    def checks(self, head: str) -> list[tuple[str, str]]:
        return [(values["name"], values["state"]) for values in self.forge.desk.checks(head)]

    def remarks(self, number: int) -> list[tuple[str, int, str]]:
        return [(one["path"], one["line"], one["body"]) for one in self.forge.desk.remarks(number)]

    def close(self, number: int) -> None:
        desk = self.forge.desk
        desk.write_thread(number, desk.thread(number, pull_request=True) | {"open": False})

    def pull_requests(self) -> int:
        desk = self.forge.desk
        return sum("branch" in desk.any_thread(number) for number in desk.numbers())

    def fault(self, thing: str, kind: str, times: int = 1) -> bool:
        return False


@pytest.fixture
def world(tmp_path: Path) -> World:
    return LocalWorld(tmp_path)


class Test_Local(PlainSuite):  # noqa: N801  # pytest looks for this form
    """The suite."""
