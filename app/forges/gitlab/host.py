"""GitLab as a whole, as the service sees it."""

import time
from collections.abc import Callable, Mapping, Sequence

from app.domain.errors import Failure, UsageFailure
from app.domain.event import Event, Ignored
from app.forges.gitlab import auth, events
from app.forges.gitlab.client import Client
from app.forges.gitlab.project import found
from app.forges.gitlab.reviews import Reviews


class GitLabForge(Reviews):
    """One project on GitLab: the whole ``Forge``."""


class GitLabHost:
    """The ``Host`` of GitLab. ``own`` is the bot's user name where it is known already; else it is asked for once."""

    name = events.FORGE

    def __init__(
        self,
        client: Client,
        secrets: Sequence[str],
        label: str,
        own: str = "",
        now: Callable[[], float] = time.time,
    ) -> None:
        self.client = client
        self._secrets = tuple(secrets)
        self._label = label
        self._own = own
        self._now = now

    @classmethod
    def make(
        cls, url: str, token: str, secrets: Sequence[str], label: str, write_interval: float, own: str = ""
    ) -> "GitLabHost":
        """From the operator's settings; raises ``UsageFailure`` for secrets that cannot be used."""
        wrong = auth.wrong_secrets(secrets)
        if wrong:
            hint = "copy the signing token as GitLab showed it"
            raise UsageFailure("reading AGENTS_GITLAB_WEBHOOK_SECRET", "; ".join(wrong), hint)
        return cls(Client(url, token, write_interval), secrets, label, own)

    def delivery(self, headers: Mapping[str, str]) -> str:
        """The delivery's id: the same when GitLab sends it again."""
        return events.delivery_of(headers)

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """By secret token or signature."""
        return auth.verify(self._secrets, headers, body, self._now())

    def parse(self, headers: Mapping[str, str], payload: Mapping[str, object]) -> Event | Ignored:
        """The delivery as an event; the payload says what it is, the headers are not needed."""
        del headers
        return events.parse(payload, self._own, self._label)

    def open(self, repository: str) -> GitLabForge:
        """One project."""
        return GitLabForge(self.client, repository, self.own)

    def own(self) -> str:
        """The bot's user name."""
        if not self._own:
            self._own = str(self.client.get("/user")["username"])
        return self._own

    def missed(self, since: str) -> Sequence[tuple[str, Mapping[str, str], Mapping[str, object]]]:
        """GitLab gives a project's token no list of deliveries: reconciliation finds what was missed."""
        del since
        return ()

    def reachable(self) -> str:
        """Ask who we are and what the token may do."""
        try:
            self._own = str(self.client.probe("/user")["username"])
            token = found(lambda: self.client.probe("/personal_access_tokens/self")) or {}
        except Failure as error:
            return f"{error.wrong}: {error.hint}" if error.hint else error.wrong
        scopes = token.get("scopes")
        return "" if scopes is None or "api" in scopes else "the token in AGENTS_GITLAB_TOKEN lacks the scope `api`"

    def budget(self) -> int | None:
        """Calls left in the present minute, where GitLab says so."""
        return self.client.remaining

    def close(self) -> None:
        """Close the connections."""
        self.client.close()
