"""Secrets are found by shape and by name; what only looks like one is not."""

import pytest

from app.toolchains.secrets.leaks import RULES, is_name, leaks, only_names

KEY_ID = "AKIA" + "Q3EGVJ7RK2MWX5ZT"
RANDOM = "oMa8YnnxGYHTF4MM4OnlyQTC6TOm16rJtH7wJFS9"


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("main.tf", f'access_key = "{KEY_ID}"', "AGT_SECRET_TOKEN"),
        ("notes.md", f"the key is {KEY_ID}.", "AGT_SECRET_TOKEN"),
        ("main.tf", f'secret_key = "{RANDOM}"', "AGT_SECRET_PASSWORD"),
        ("main.tf", 'password = "hunter2"', "AGT_SECRET_PASSWORD"),
        ("main.tf", 'master_password = "Winter2026!"', "AGT_SECRET_PASSWORD"),
        ("values.yaml", "rootPassword: s3cretpw", "AGT_SECRET_PASSWORD"),
        (".env", "DB_PASSWORD=s3cretpw", "AGT_SECRET_PASSWORD"),
        ("image/Dockerfile", "ENV DB_PASSWORD=s3cretpw", "AGT_SECRET_PASSWORD"),
        ("api.dockerfile", 'ENV API_KEY="Zq81xPw02LmV77"', "AGT_SECRET_PASSWORD"),
        ("main.tf", 'url = "postgres://app:pa55w0rdX@db/app"', "AGT_SECRET_URL"),
        ("id_rsa", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", "AGT_SECRET_PRIVATE_KEY"),
        ("ci.yml", "url: https://hooks.slack.com/services/T0AAAA/B0BBBB/cccccccccccc", "AGT_SECRET_TOKEN"),
    ],
)
def test_secrets(path: str, text: str, rule: str) -> None:
    (leak,) = leaks(path, f"first line\n{text}\n")
    assert (leak.rule, leak.line) == (rule, 2)
    assert rule in RULES
    assert RANDOM not in repr(leak)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("main.tf", "password = random_password.db.result"),
        ("Dockerfile", "ENV POSTGRES_PASSWORD_FILE=/run/secrets/db"),
        ("Dockerfile", "ARG DB_PASSWORD"),
        ("Dockerfile", "ENV DB_PASSWORD=${DB_PASSWORD}"),
        ("main.tf", "password = var.db_password"),
        ("main.tf", 'password = "${var.db_password}"'),
        ("main.tf", "manage_master_user_password = true"),
        ("main.tf", 'password_policy = "minimum-14-characters"'),
        ("main.tf", 'auth_token_secret = "prod/redis/auth-token"'),
        ("main.tf", 'secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"'),
        ("main.tf", 'name = "db_password"'),
        ("main.tf", 'description = "Password: set it with TF_VAR_password"'),
        ("main.tf", 'source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="'),
        ("main.tf", 'thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]'),
        (
            "main.tf",
            'public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKHEChlBmvQaTpDpCkvkbZTJYQVSzNz8Oen0sVZ0h8fI a"',
        ),
        ("ci.yml", "password: ${{ secrets.DB_PASSWORD }}"),
        ("ci.yml", "uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683"),
        ("stack.yaml", "MasterUserPassword: !Ref Password"),
        ("values.yaml", "passwordKey: password"),
        ("app.py", 'PASSWORD = os.environ["DB_PASSWORD"]'),
        ("README.md", "password: <your password>"),
        ("README.md", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"),
        ("main.tf", 'url = "postgres://user:password@localhost/app"'),
    ],
)
def test_what_is_none(path: str, text: str) -> None:
    assert list(leaks(path, text)) == []


def test_a_line_is_reported_once() -> None:
    assert len(list(leaks("main.tf", f'password = "{KEY_ID}"'))) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("orders-db-credentials", True),
        ("prod/redis/auth-token", True),
        ("AllowGetSecretValue", True),
        ("alias/orders-20240101", True),
        ("${var.x}", True),
        ("AKIAIOSFODNN7EXAMPLE", True),
        ("lAi369DggfphXQ", False),
        (RANDOM, False),
    ],
)
def test_names(value: str, expected: bool) -> None:
    assert is_name(value) is expected


def test_lines_of_names() -> None:
    assert only_names('auth_token_secret = "prod/redis/auth-token"')
    assert only_names("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE")
    assert not only_names(f'secret = "{RANDOM}"')
    assert not only_names(f"SECRET={RANDOM}")


HOSTILE = ("password = ", 'secret = "', "a", "a-", "aB", 'token: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" ')
"""What, repeated, makes a careless pattern start anew at each place. How time grows is measured in the benchmarks."""


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_read_to_its_end(unit: str) -> None:
    found = leaks("main.tf", f'{unit * (200_000 // len(unit))}\npassword = "hunter2"\n')
    assert 2 in {one.line for one in found}
