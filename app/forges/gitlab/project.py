"""What every part of the forge knows: the client, the project's path, who the bot is."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from app.forges.gitlab.client import Client
from app.forges.gitlab.errors import Missing

T = TypeVar("T")


class Project:
    """One project by its full path (``a/b/c``). ``who`` tells the bot's own user name."""

    name = "gitlab"

    def __init__(self, client: Client, repository: str, who: Callable[[], str]) -> None:
        self.client = client
        self.repository = repository
        self._who = who

    def path(self, rest: str = "") -> str:
        """The API's path of something in the project."""
        return f"/projects/{encoded(self.repository)}{rest}"

    def thread(self, number: int, pull_request: bool) -> str:
        """The API's path of an issue or a merge request."""
        return self.path(f"/{'merge_requests' if pull_request else 'issues'}/{number}")

    def ours(self, entry: dict[str, Any]) -> bool:
        """Whether the bot wrote it."""
        return bool((entry.get("author") or {}).get("username") == self._who())


def encoded(path: str) -> str:
    """A path as one part of an address."""
    return quote(path, safe="")


def found(look: Callable[[], T]) -> T | None:
    """What ``look`` finds, or None where GitLab has no such thing."""
    try:
        return look()
    except Missing:
        return None
