"""What every part of the GitHub forge has: the repository and the way to ask about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from app.domain.errors import Failure
from app.forges.github.client import Client


@dataclass(slots=True)
class Access:
    """One repository, seen by the bot. ``login`` tells whose comments are ours.

    ``statuses`` becomes True where checks turned out not to be ours to write: then commit statuses are.
    """

    repository: str
    client: Client
    login: Callable[[], str]
    token: Callable[[], str]
    statuses: bool = field(default=False)


class Part:
    """A part of ``GitHubForge``."""

    name = "github"

    def __init__(self, access: Access) -> None:
        self._access = access
        self._client = access.client
        self.repository = access.repository

    def _path(self, *words: object) -> str:
        """A path below the repository; each word is one segment, a branch or file name keeps its slashes.

        Raises ``Failure`` for a name that would lead elsewhere.
        """
        base = f"/repos/{quote(self.repository)}"
        path = "/".join((base, *(quote(str(word), safe="/") for word in words)))
        if {".", ".."} & set(path.split("/")):
            raise Failure(f"asking GitHub about {self.repository}", "a name holds `.` or `..` alone", "name it plainly")
        return path
