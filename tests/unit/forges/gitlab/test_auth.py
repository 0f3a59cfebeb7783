"""Secret tokens, signatures, git's credentials."""

import base64
import hashlib
import hmac

import pytest

from app.forges.gitlab.auth import git_environment, signature, verify, wrong_secrets

NOW = 1_767_225_600.0
BODY = '{"object_kind":"note","ü":1}'.encode()
KEY = b"0123456789abcdef"
SIGNING = "whsec_" + base64.b64encode(KEY).decode()
OTHER = "whsec_" + base64.b64encode(b"another key").decode()


def signed(body: bytes = BODY, key: bytes = KEY, at: float = NOW, identity: str = "d-1") -> dict[str, str]:
    digest = hmac.new(key, f"{identity}.{int(at)}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(int(at)),
        "Webhook-Signature": f"v1,{base64.b64encode(digest).decode()}",
    }


@pytest.mark.parametrize(
    ("secrets", "headers", "right"),
    [
        (["s1"], {"X-Gitlab-Token": "s1"}, True),
        (["old", "s1"], {"x-gitlab-token": "s1"}, True),
        (["s1"], {"X-Gitlab-Token": "s2"}, False),
        (["s1"], {"X-Gitlab-Token": ""}, False),
        (["s1"], {}, False),
        ([], {"X-Gitlab-Token": ""}, False),
        ([""], {"X-Gitlab-Token": ""}, False),
        (["sécret"], {"X-Gitlab-Token": "sécret"}, True),
        ([SIGNING], {"X-Gitlab-Token": SIGNING}, False),
        ([SIGNING], signed(), True),
        ([OTHER, SIGNING], signed(), True),
        ([OTHER], signed(), False),
        ([SIGNING], signed(at=NOW - 299), True),
        ([SIGNING], signed(at=NOW - 301), False),
        ([SIGNING], signed(at=NOW + 301), False),
        ([SIGNING], signed(body=b"{}"), False),
        ([SIGNING], signed() | {"webhook-id": "d-2"}, False),
        ([SIGNING], signed() | {"webhook-timestamp": str(int(NOW) + 1)}, False),
        ([SIGNING], signed() | {"webhook-timestamp": "٣"}, False),
        ([SIGNING], signed() | {"webhook-timestamp": ""}, False),
        ([SIGNING], {"webhook-signature": "v1,"}, False),
        (["s1", SIGNING], signed() | {"X-Gitlab-Token": "wrong"}, True),
        (["s1", SIGNING], signed(key=b"wrong") | {"X-Gitlab-Token": "s1"}, False),
        (["s1", SIGNING], {"X-Gitlab-Token": "s1"}, True),
        (["s1"], signed() | {"X-Gitlab-Token": "s1"}, True),
    ],
)
def test_verify(secrets: list[str], headers: dict[str, str], right: bool) -> None:
    assert verify(secrets, headers, BODY, NOW) is right


def test_several_signatures_during_a_rotation_at_gitlab() -> None:
    headers = signed()
    headers["Webhook-Signature"] = "v1,AAAA v2,BBBB " + headers["Webhook-Signature"]
    assert verify([SIGNING], headers, BODY, NOW)


def test_the_standard_webhooks_example() -> None:
    """The specification's own: https://github.com/standard-webhooks/standard-webhooks."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_that_cannot_be_used_are_named_and_not_shown() -> None:
    wrong = wrong_secrets(["plain", "whsec_%%%", SIGNING])
    assert len(wrong) == 1
    assert "secret 2" in wrong[0]
    assert "%%%" not in wrong[0]
    assert not verify(["whsec_%%%"], signed(), BODY, NOW)


def test_git_gets_the_token_for_one_host_by_its_environment() -> None:
    environment = git_environment("https://git.example:8443/a/b/c.git", "t0ken")
    assert environment["GIT_CONFIG_KEY_0"] == "http.https://git.example:8443/.extraHeader"
    value = environment["GIT_CONFIG_VALUE_0"].removeprefix("Authorization: Basic ")
    assert base64.b64decode(value) == b"oauth2:t0ken"
