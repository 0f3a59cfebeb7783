"""Who is speaking: the webhook's secret or signature, and git's credentials."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

SIGNING = "whsec_"
"""What the signing tokens begin with that GitLab makes; any other secret is compared with ``X-Gitlab-Token``."""

TOLERANCE = 300
"""Seconds that a signed delivery may be old or early: the Standard Webhooks specification's."""


def lowered(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers by their names in lower case."""
    return {name.lower(): value for name, value in headers.items()}


def verify(secrets: Sequence[str], headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether the delivery holds a right secret token or a right, fresh signature over its raw bytes.

    ``now`` are seconds since 1970. Every secret is looked at whatever came of the others, each in constant time.
    A signed delivery is never taken by its token alone where signing tokens are configured.
    """
    given = lowered(headers)
    signing = [secret for secret in secrets if secret.startswith(SIGNING)]
    if signing and "webhook-signature" in given:
        return _signed(signing, given, body, now)
    token = given.get("x-gitlab-token", "").encode()
    plain = [secret.encode() for secret in secrets if secret and not secret.startswith(SIGNING)]
    return sum(hmac.compare_digest(secret, token) for secret in plain) > 0


def signature(secret: str, identity: str, timestamp: str, body: bytes) -> str:
    """``v1,<base64>`` over ``id.timestamp.body``; raises ``ValueError`` for a secret that is no base64."""
    key = base64.b64decode(secret.removeprefix(SIGNING), validate=True)
    digest = hmac.new(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def wrong_secrets(secrets: Sequence[str]) -> tuple[str, ...]:
    """What is wrong with the secrets, without showing them."""
    wrong = []
    for number, secret in enumerate(secrets, 1):
        try:
            if secret.startswith(SIGNING):
                signature(secret, "", "", b"")
        except (binascii.Error, ValueError):
            wrong.append(f"secret {number} begins with {SIGNING} and is not base64 after it")
    return tuple(wrong)


def git_environment(url: str, token: str) -> dict[str, str]:
    """Environment that lets git use the token at this address's host and nowhere else; nothing stands in arguments."""
    parts = urlsplit(url)
    basic = base64.b64encode(f"oauth2:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{parts.scheme}://{parts.netloc}/.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
    }


def _signed(secrets: Sequence[str], headers: Mapping[str, str], body: bytes, now: float) -> bool:
    identity, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(now - int(timestamp)) > TOLERANCE:
        return False
    given = [part.encode() for part in headers.get("webhook-signature", "").split()]
    right = False
    for secret in secrets:
        try:
            wanted = signature(secret, identity, timestamp, body).encode()
        except (binascii.Error, ValueError):
            continue
        right |= sum(hmac.compare_digest(wanted, part) for part in given) > 0
    return right
