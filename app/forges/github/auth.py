"""Who we are for GitHub, and whether a delivery is GitHub's."""

import hashlib
import hmac
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from github.Auth import AppAuth, Auth

from app.domain.errors import UsageFailure
from app.forges.github.client import Client
from app.forges.github.events import header

EARLY = 300.0
"""Seconds before its end at which a token is replaced: a push that starts now must not end without one."""
NEEDED: Mapping[str, str] = {
    "checks": "write",
    "contents": "write",
    "issues": "write",
    "members": "read",
    "metadata": "read",
    "pull_requests": "write",
    "security_events": "write",
    "statuses": "write",
}
"""What the service does with a repository; of these a token gets what the App was given, and no more."""


def is_signed(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> bool:
    """Whether ``X-Hub-Signature-256`` is right for one of the secrets; every secret is tried, in constant time."""
    given = header(headers, "X-Hub-Signature-256").encode()
    fits = False
    for secret in secrets:
        if secret:
            expected = f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
            fits |= hmac.compare_digest(expected.encode(), given)
    return fits


def app_auth(app_id: str, private_key: str) -> AppAuth:
    """The App's identity; raises ``UsageFailure`` for a key that cannot sign."""
    try:
        auth = AppAuth(app_id, lambda: _signing_key(private_key))
        auth.create_jwt()
    except Exception as error:  # the key's libraries raise what they like
        wrong = f"the private key cannot be read ({type(error).__name__})"
        hint = "AGENTS_GITHUB_PRIVATE_KEY is the PEM file that GitHub offers on the App's page"
        raise UsageFailure("reading the App's private key", wrong, hint) from error
    return auth


@lru_cache(maxsize=4)
def _signing_key(private_key: str) -> Any:
    """Read once: the look at a key of 2,048 bits takes 20 to 100 ms."""
    return load_pem_private_key(private_key.encode(), None)


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    until: float


class RepositoryAuth(Auth):
    """The App's token for one repository, got when needed and replaced before it ends."""

    def __init__(self, app: Client, repository: str, now: Callable[[], float]) -> None:
        self._app, self._repository, self._now = app, repository, now
        self._held: _Held | None = None
        self._lock = threading.Lock()

    @property
    def token_type(self) -> str:
        """As GitHub calls it."""
        return "token"

    @property
    def token(self) -> str:
        """A token that lives for five more minutes at least."""
        with self._lock:
            if self._held is None or self._held.until - self._now() < EARLY:
                self._held = self._fresh()
            return self._held.token

    def renew(self) -> bool:
        """Forget the token: GitHub has refused it."""
        with self._lock:
            self._held = None
        return True

    def _fresh(self) -> _Held:
        doing = f"getting a token for {self._repository}"
        installation = self._app.get(f"/repos/{self._repository}/installation", doing)
        given = installation.get("permissions") or {}
        asked = {
            name: level if given[name] in {"write", "admin"} else "read"
            for name, level in NEEDED.items()
            if given.get(name)
        }
        body = {"repositories": [self._repository.partition("/")[2]], "permissions": asked}
        made = self._app.write("POST", f"/app/installations/{installation['id']}/access_tokens", doing, body)
        return _Held(made["token"], datetime.fromisoformat(made["expires_at"]).timestamp())
