"""Redaction: what must go, what must stay, and that it never gets in the way."""

import base64
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.redaction import MARK, redact, redact_values

WORD = string.ascii_letters + string.digits


def _some(alphabet: str, length: int) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=length, max_size=length)


def _prefixed(prefix: str, alphabet: str, length: int) -> st.SearchStrategy[str]:
    return _some(alphabet, length).map(lambda rest: prefix + rest)


TOKENS = st.one_of(
    _prefixed("AKIA", string.ascii_uppercase + string.digits, 16),
    _prefixed("ASIA", string.ascii_uppercase + string.digits, 16),
    _prefixed("ghp_", WORD, 36),
    _prefixed("ghs_", WORD, 36),
    _prefixed("github_pat_", WORD, 60),
    _prefixed("glpat-", WORD, 20),
    _prefixed("xoxb-", WORD, 30),
    _prefixed("sk-ant-api03-", WORD, 60),
    _prefixed("AIza", WORD, 35),
    _prefixed("sk_live_", WORD, 24),
    _prefixed("npm_", WORD, 36),
    _prefixed("hvs.", WORD, 24),
    st.tuples(_some(WORD, 20), _some(WORD, 40), _some(WORD, 43)).map(
        lambda parts: f"eyJ{parts[0]}.eyJ{parts[1]}.{parts[2]}"
    ),
)
SURROUNDINGS = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


@given(before=SURROUNDINGS, token=TOKENS, after=SURROUNDINGS)
def test_a_token_never_gets_through(before: str, token: str, after: str) -> None:
    assert token not in redact(f"{before} {token} {after}")


@given(text=st.text(max_size=400))
def test_it_takes_any_text_and_twice_is_once(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(token=TOKENS, depth=st.integers(1, 3))
def test_json_stays_json(token: str, depth: int) -> None:
    text = f'password = "{token}"\n'
    for _ in range(depth):
        text = json.dumps({"text": text, "token": token})
    cleaned = redact(text)
    assert token not in cleaned
    json.loads(cleaned)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('password = "hunter2hunter"  # db', f'password = "{MARK}"  # db'),
        ('"db_password": "hunter2"', f'"db_password": "{MARK}"'),
        ("client_secret: 'abcd1234'", f"client_secret: '{MARK}'"),
        ('"password": "ab\\"cdef"', f'"password": "{MARK}"'),
        (
            json.dumps(json.dumps(json.dumps('password = "hunter2"'))),
            json.dumps(json.dumps(json.dumps(f'password = "{MARK}"'))),
        ),
        ("export DB_PASSWORD=hunter2", f"export DB_PASSWORD={MARK}"),
        ("POSTGRES_PASSWORD: hunter2hunter", f"POSTGRES_PASSWORD: {MARK}"),
        ("password = hunter2hunter\n", f"password = {MARK}\n"),
        ("The old password: hunter2hunter, please.", f"The old password: {MARK}, please."),
        ("https://ann:pa55word@example.com/x", f"https://ann:{MARK}@example.com/x"),
        ("https://ghs0123456789abcdefghij@example.com", f"https://{MARK}@example.com"),
        ("Authorization: Bearer abcdef0123456789", f"Authorization: Bearer {MARK}"),
        ("https://hooks.slack.com/services/T0/B0/abcdefgh", f"https://hooks.slack.com/services/{MARK}"),
        ("aws wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", f"aws {MARK}"),
        ("x?X-Amz-Signature=0123456789abcdef&y=1", f"x?X-Amz-Signature={MARK}&y=1"),
        ("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\nb", f"a\n{MARK}\nb"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk", MARK),
        ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE", MARK),
        ("-----BEGIN PRIVATE KEY-----\\nMIIE\\nabc", MARK),
    ],
)
def test_secrets_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:iam::111122223333:role/deploy",
        'secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"',
        "commit da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "123e4567-e89b-12d3-a456-426614174000",
        "password = var.db_password",
        "password = random_password.db1.result",
        "secret = aws_secretsmanager_secret.db1.arn",
        "token = try(local.token1, null)",
        'api_key = lookup1["a"]',
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-1AbCdEf",
        "password: at least 12 characters",
        "secret: orders-queue-secret",
        'password = "${random_password.db.result}"',
        "manage_master_user_password = true",
        'http_tokens   = "required"',
        'authorization = "COGNITO_USER_POOLS"',
        'authorization = "AWS_IAM"',
        'refresh_token = "days"',
        'master_password: "{{ vault_password }}"',
        "postgres://${var.user}:${var.password}@db",
        'name = "password"',
        '"tokens": 1200',
        "basic authentication-and-authorization",
        "stacks/web/modules/network/Some_Longer_Name1.tf",
        "git@github.com:owner/repository.git",
        "https://example.com:8443/path",
        "See CKV_SECRET_6 and AWS key ids that start with AKIA",
        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----",
    ],
)
def test_what_only_looks_secret_stays(text: str) -> None:
    assert redact(text) == text


HOSTILE = ("-----BEGIN PRIVATE KEY-----", "password=", 'password = "', "://a:", "eyJaaaaaaaaaa.", "bearer ", "\\", "a")
"""What, repeated, makes a careless pattern start anew at each place. How time grows is measured in the benchmarks."""


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_read_to_its_end(unit: str) -> None:
    token = "ghp_" + "a1B2" * 9
    assert token not in redact(f"{unit * (200_000 // len(unit))}\n{token}\n")


def test_every_text_of_a_document_is_redacted_and_nothing_else() -> None:
    """As JSON, the letter of an escape would stand in front of the second one."""
    token = "ghp_" + "a1B2" * 9
    document = {"a": [f"\n{token}", 1, None, True], "b": ({"c": token},), "d": 1.5}
    assert redact_values(document) == {"a": [f"\n{MARK}", 1, None, True], "b": [{"c": MARK}], "d": 1.5}


@pytest.mark.parametrize(
    "text",
    [
        "password:\n  correct-horse-9",
        "password: |\n  correct-horse-9",
        "password = <<EOT\ncorrect-horse-9\nEOT",
        'variable "db_password" {\n  type    = string\n  default = "correct-horse-9"\n}',
        "contraseña: correct-horse-9",
        "Contrasena=correct-horse-9",
        "https%3A%2F%2Fx%2F%3Fpassword%3Dcorrect-horse-9",
        "password&#61;correct-horse-9",
        base64.b64encode(b"login=me\npassword=correct-horse-9\n").decode(),
        base64.b64encode(base64.b64encode(b"login=me\npassword=correct-horse-9\n")).decode(),
    ],
)
def test_other_ways_to_write_one(text: str) -> None:
    cleaned = redact(text)
    assert MARK in cleaned
    assert "correct-horse-9" not in cleaned
    assert redact(cleaned) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "password:\n  enabled2: true",
        "password:\n  rotation days",
        'variable "password_length" {\n  type = number\n  default = 24\n}',
        base64.b64encode(b"Nothing of interest stands here, nor below.").decode(),
        "app/reasoning/offline/build/encryption",
    ],
)
def test_what_only_resembles_these_stays(text: str) -> None:
    assert redact(text) == text
