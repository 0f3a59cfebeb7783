import hashlib
import hmac
import json
from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.forges.github.auth import NEEDED, app_auth, is_signed
from app.forges.github.host import GitHubHost
from tests.fakes.github import FakeGitHub
from tests.unit.forges.github.conftest import REPOSITORY

BODY = '{"zen": "ñ"}'.encode()


def signature(secret: str, body: bytes = BODY) -> str:
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


@pytest.mark.parametrize(
    ("given", "secrets", "fits"),
    [
        (signature("one"), ("one",), True),
        (signature("two"), ("one", "two"), True),
        (signature("three"), ("one", "two"), False),
        (signature("one", BODY + b" "), ("one",), False),
        (signature(""), ("",), False),
        (signature("one"), (), False),
        ("", ("one",), False),
        ("sha256=", ("one",), False),
        (signature("one").removeprefix("sha256="), ("one",), False),
        ("sha256=é", ("one",), False),
    ],
)
def test_signatures(given: str, secrets: tuple[str, ...], fits: bool) -> None:
    assert is_signed({"x-hub-signature-256": given}, BODY, secrets) is fits


def test_the_signature_of_the_documentation() -> None:
    """The example of docs.github.com, "Validating webhook deliveries"."""
    given = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert is_signed({"X-Hub-Signature-256": given}, b"Hello, World!", ["It's a Secret to Everybody"])


def test_a_bad_key_is_named() -> None:
    with pytest.raises(UsageFailure, match="private key") as failure:
        app_auth("7", "-----BEGIN RSA PRIVATE KEY-----\nno\n-----END RSA PRIVATE KEY-----")
    assert "AGENTS_GITHUB_PRIVATE_KEY" in failure.value.hint


def test_the_manifest_asks_for_what_is_needed() -> None:
    manifest = Path(__file__).parents[4] / "docs" / "manifests" / "github-app.json"
    assert json.loads(manifest.read_text("utf-8"))["default_permissions"] == NEEDED


def tokens_made(github: FakeGitHub) -> int:
    return sum(path.endswith("/access_tokens") for _, path, _ in github.state_.calls)


def test_one_token_serves_many_calls_and_is_replaced_early(github: FakeGitHub, host: GitHubHost) -> None:
    github.api.token_seconds = 3600
    forge = host.open(REPOSITORY)
    assert forge.head_of("main")
    assert host.open(REPOSITORY).head_of("main")
    assert tokens_made(github) == 1
    github.api.token_seconds = 299  # less than five minutes: each call asks anew
    github.expire_tokens()
    assert forge.head_of("main")
    assert forge.head_of("main")
    assert tokens_made(github) == 3


def test_a_token_is_for_one_repository_and_what_the_app_was_given(github: FakeGitHub, host: GitHubHost) -> None:
    github.repository("acme/other")
    github.allow("members", "")
    github.allow("checks", "read")
    host.open(REPOSITORY).head_of("main")
    (token,) = [one for one in github.state_.tokens.values() if one.app]
    assert token.repositories == (REPOSITORY,)
    assert token.permissions["checks"] == "read"
    assert "members" not in token.permissions


def test_an_expired_token_is_renewed_after_a_401(github: FakeGitHub, host: GitHubHost) -> None:
    forge = host.open(REPOSITORY)
    forge.head_of("main")
    github.expire_tokens()
    assert forge.head_of("main")
    assert tokens_made(github) == 2
