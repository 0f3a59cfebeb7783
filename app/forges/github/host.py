"""GitHub as a whole, as the service sees it."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from github.Auth import AppAuth, Auth, Token

from app.domain.errors import AgentsError, UsageFailure
from app.domain.event import Event, Ignored
from app.forges.github.auth import RepositoryAuth, app_auth, is_signed
from app.forges.github.client import Client
from app.forges.github.deliveries import Missed, missed_deliveries
from app.forges.github.events import header, parse
from app.forges.github.pace import Pace
from app.forges.github.part import Access
from app.forges.github.refusals import Refused
from app.forges.github.repository import GitHubForge

ACTIONS_LOGIN = "github-actions[bot]"
"""Whose the token of a workflow run is; it may not ask."""
IMPATIENT = 10.0


class GitHubHost:
    """The ``Host`` of ``app/forges/base.py``, as a GitHub App or with a token.

    It should be asked ``reachable()`` once before deliveries are parsed: that tells it its own login, where ``login``
    did not.
    """

    name = "github"

    def __init__(
        self, api_url: str, auth: Auth, pace: Pace, secrets: Sequence[str], label: str, login: str, timeout: float
    ) -> None:
        self._url, self._auth, self._pace = api_url, auth, pace
        self._secrets, self._label, self._login, self._timeout = tuple(secrets), label, login, timeout
        own_pace = pace if isinstance(auth, Token) else Pace(0, now=pace.now, sleep=pace.sleep)
        self._own = Client(api_url, auth, own_pace, timeout=timeout)
        self._quick = Client(api_url, auth, own_pace, timeout=min(timeout, IMPATIENT), attempts=1)
        self._known: dict[str, Access] = {}
        self._lock = threading.Lock()

    @classmethod
    def make(
        cls,
        *,
        api_url: str,
        app_id: str = "",
        private_key: str = "",
        token: str = "",
        secrets: Sequence[str] = (),
        label: str = "agents",
        login: str = "",
        write_interval: float = 1.0,
        timeout: float = 30.0,
        patience: float = 300.0,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Self:
        """From the operator's settings; an App goes before a token. Raises ``UsageFailure`` where neither fits."""
        if not (app_id or token):
            hint = "set AGENTS_GITHUB_APP_ID and AGENTS_GITHUB_PRIVATE_KEY, or AGENTS_GITHUB_TOKEN"
            raise UsageFailure("opening GitHub", "there is neither an App nor a token", hint)
        auth = app_auth(app_id, private_key) if app_id else Token(token)
        pace = Pace(write_interval, patience=patience, now=now, sleep=sleep)
        return cls(api_url.rstrip("/"), auth, pace, secrets, label, login, timeout)

    def delivery(self, headers: Mapping[str, str]) -> str:
        """The delivery's id, or empty."""
        return header(headers, "X-GitHub-Delivery")

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the signature over the raw bytes is right; constant time."""
        return is_signed(headers, body, self._secrets)

    def parse(self, headers: Mapping[str, str], payload: Mapping[str, object]) -> Event | Ignored:
        """The delivery as an event."""
        own = frozenset({self._login}) if self._login else frozenset()
        return parse(headers, payload, own, self._label)

    def open(self, repository: str) -> GitHubForge:
        """One repository; its token and connections are kept for the next time."""
        with self._lock:
            if repository not in self._known:
                self._known[repository] = self._access(repository)
            return GitHubForge(self._known[repository])

    def _access(self, repository: str) -> Access:
        if not isinstance(self._auth, AppAuth):
            return Access(repository, self._own, self.login, lambda: self._auth.token)
        auth = RepositoryAuth(self._own, repository, self._pace.now)
        client = Client(self._url, auth, self._pace, renew=auth.renew, timeout=self._timeout)
        return Access(repository, client, self.login, lambda: auth.token)

    def login(self) -> str:
        """The bot's login: that of the App's account or of the token's."""
        if not self._login:
            self._login = self._who(self._own)
        return self._login

    def _who(self, client: Client) -> str:
        doing = "asking GitHub who we are"
        if isinstance(self._auth, AppAuth):
            return f"{client.get('/app', doing)['slug']}[bot]"
        try:
            return str(client.get("/user", doing)["login"])
        except Refused as refusal:
            if refusal.status == 403:
                return ACTIONS_LOGIN
            raise

    def missed(self, since: str) -> Sequence[Missed]:
        """Deliveries since an ISO time that did not arrive; empty with a token, which may not ask."""
        return missed_deliveries(self._own, since) if isinstance(self._auth, AppAuth) else ()

    def reachable(self) -> str:
        """Empty where GitHub answers and takes our credentials, else what is wrong; asked once, without patience."""
        try:
            found = self._who(self._quick)
        except AgentsError as error:
            return f"{error.wrong}{f'; {error.hint}' if error.hint else ''}"
        self._login = self._login or found
        return ""

    def budget(self) -> int | None:
        """Calls left in the present window, or None where unknown."""
        return self._pace.left

    def close(self) -> None:
        """Close the connections."""
        for client in {
            id(one): one for one in (self._own, self._quick, *(a.client for a in self._known.values()))
        }.values():
            client.close()
