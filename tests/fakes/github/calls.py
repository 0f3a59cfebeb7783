"""One call of the fake's API: who asks, what for, and how it is answered or refused."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.fakes.github.shapes import Shapes
from tests.fakes.github.state import Repository, State, Thread, Token


class Refusal(Exception):
    """An answer of 400 and above, or the way to another name."""

    def __init__(
        self, status: int, message: str, errors: Sequence[Any] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers
        self.body: dict[str, Any] = {"message": message, "documentation_url": "https://docs.github.com/rest"}
        if errors:
            self.body["errors"] = list(errors)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: JSON and headers of its own."""

    status: int
    data: Any = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request, already authenticated."""

    state: State
    shapes: Shapes
    token: Token
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def actor(self) -> str:
        """Who asks."""
        return self.token.login

    def repository(self, owner: str, repo: str, need: str = "", level: str = "write") -> Repository:
        """The repository, where the token may see it and, with ``need``, has that permission."""
        name = f"{owner}/{repo}"
        if name in self.state.moved:
            path = self.path.replace(f"/repos/{name}", f"/repos/{self.state.moved[name]}")
            query = f"?{urlencode(self.query)}" if self.query else ""
            raise Refusal(301, "Moved Permanently", headers={"Location": f"{self.shapes.api}{path}{query}"})
        found = self.state.repositories.get(name)
        hidden = self.token.repositories is not None and name not in self.token.repositories
        if found is None or hidden:
            raise Refusal(404, "Not Found")
        if need and self.token.app and not _covers(self.token.permissions.get(need, ""), level):
            raise Refusal(403, "Resource not accessible by integration")
        return found

    def thread(self, owner: str, repo: str, number: int) -> tuple[Repository, Thread]:
        """An issue or pull request."""
        repository = self.repository(owner, repo)
        if number not in repository.threads:
            raise Refusal(404, "Not Found")
        return repository, repository.threads[number]

    def writable(self, owner: str, repo: str, number: int) -> tuple[Repository, Thread]:
        """An issue or pull request that the token may write to: issues or pull requests, as GitHub takes it."""
        repository, thread = self.thread(owner, repo, number)
        need = "pull_requests" if thread.branch else "issues"
        if self.token.app and self.token.permissions.get(need) != "write":
            raise Refusal(403, "Resource not accessible by integration")
        return repository, thread

    def page(self, items: Sequence[Any], shape: Callable[[Any], Any], wrapped: str = "") -> Reply:
        """One page of a list, with Link; ``wrapped`` names the list in an object with ``total_count``."""
        size, number = min(int(self.query.get("per_page", 30)), self.state.most), int(self.query.get("page", 1))
        chosen = [shape(item) for item in items[(number - 1) * size : number * size]]
        headers = {}
        if number * size < len(items):
            following = dict(self.query) | {"page": str(number + 1)}
            headers["Link"] = f'<{self.shapes.api}{self.path}?{urlencode(following)}>; rel="next"'
        return Reply(200, {"total_count": len(items), wrapped: chosen} if wrapped else chosen, headers)


def _covers(held: str, level: str) -> bool:
    return held in {"write", level}


def invalid(said: str = "Validation Failed", **error: Any) -> Refusal:
    """422 with one error."""
    return Refusal(422, said, [error] if error else [])


def decoded(body: bytes) -> Mapping[str, Any]:
    """The request's JSON object."""
    if not body:
        return {}
    try:
        value = json.loads(body)
    except ValueError as error:
        raise Refusal(400, "Problems parsing JSON") from error
    if not isinstance(value, dict):
        raise Refusal(400, "Body should be a JSON object")
    return value
