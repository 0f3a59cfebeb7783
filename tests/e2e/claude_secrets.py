"""Secrets of every kind that redaction knows, and where they are planted in an issue and a repository.

They are made when they are needed, so that none stands in this file.
"""

import hashlib
import json
import string
from collections.abc import Callable
from dataclasses import dataclass

LETTERS = string.ascii_letters + string.digits
UPPER = string.ascii_uppercase + string.digits
HEXES = "0123456789abcdef"
ISSUE = "the issue"


@dataclass(frozen=True, slots=True)
class Planted:
    """``secret`` must never leave; ``text`` holds it and stands in the file ``path``, or in the issue."""

    kind: str
    path: str
    text: str
    secret: str


def _pem(kind: str) -> str:
    return f"-----BEGIN {kind}-----\n@@\n-----END {kind}-----\n"


class _Letters:
    """Letters that look random and are the same each time."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, length: int, alphabet: str = LETTERS) -> str:
        """With digits, small and capital letters where the alphabet has them."""
        while True:
            self._number += 1
            stream = hashlib.shake_256(str(self._number).encode()).digest(length)
            text = "".join(alphabet[byte % len(alphabet)] for byte in stream)
            if not alphabet.startswith(LETTERS) or all(
                sum(map(kind, text)) >= length // 10 for kind in (str.isdigit, str.islower, str.isupper)
            ):
                return text


SHAPES: tuple[tuple[str, str, str, Callable[[_Letters], str]], ...] = (
    ("AWS access key", ISSUE, "The key is @@, if you need it.", lambda some: f"AKIA{some(16, UPPER)}"),
    ("AWS temporary key", "README.md", "Use `@@`.", lambda some: f"ASIA{some(16, UPPER)}"),
    ("AWS secret key", ISSUE, "and its secret @@", lambda some: some(40)),
    ("AWS secret key, named", "infra/env.sh", "export AWS_SECRET_ACCESS_KEY=@@", lambda some: some(40)),
    ("AWS profile", "docs/profile.md", "    aws_secret_access_key = @@", lambda some: f"{some(20)}/{some(19)}"),
    ("GitHub token", ISSUE, "<!-- @@ -->", lambda some: f"ghp_{some(36)}"),
    ("GitHub fine-grained token", "infra/comment.tf", "# push with @@", lambda some: f"github_pat_{some(60)}"),
    ("GitHub token in a name", "docs/@@.md", "nothing", lambda some: f"ghs_{some(36)}"),
    ("GitLab token", "docs/gitlab.md", "# @@", lambda some: f"glpat-{some(20)}"),
    ("GitLab deploy token", "docs/deploy.md", "docker login -p @@", lambda some: f"gldt-{some(20)}"),
    ("Slack token", "infra/slack.tf", 'locals {\n  hint = "@@"\n}', lambda some: f"xoxb-{some(12)}-{some(24)}"),
    (
        "Slack webhook",
        "README.md",
        "https://hooks.slack.com/services/@@",
        lambda some: f"T{some(8)}/B{some(8)}/{some(24)}",
    ),
    ("Anthropic key", ISSUE, "ANTHROPIC_API_KEY=@@", lambda some: f"sk-ant-api03-{some(80)}"),
    ("OpenAI key", "docs/models.md", "curl -H 'x: @@'", lambda some: f"sk-proj-{some(48)}"),
    ("Google key", "web/index.html", "<script src='maps?key=@@'>", lambda some: f"AIza{some(35)}"),
    ("Google token", "docs/google.md", "@@", lambda some: f"ya29.{some(60)}"),
    ("Stripe key", "src/pay.py", 'stripe.key = "@@"', lambda some: f"sk_live_{some(24)}"),
    ("npm token", "docs/npm.md", "//registry.npmjs.org/:_authToken=@@", lambda some: f"npm_{some(36)}"),
    ("PyPI token", "docs/pypi.md", "twine: @@", lambda some: f"pypi-{some(80)}"),
    ("Vault token", "docs/vault.md", "vault login @@", lambda some: f"hvs.{some(24)}"),
    ("DigitalOcean token", "docs/ocean.md", "@@", lambda some: f"dop_v1_{some(64, HEXES)}"),
    ("SendGrid key", "docs/mail.md", "@@", lambda some: f"SG.{some(22)}.{some(43)}"),
    ("Twilio key", "docs/phone.md", "@@", lambda some: f"SK{some(32, HEXES)}"),
    ("JSON web token", "docs/jwt.md", "Cookie: session=@@", lambda some: f"eyJ{some(20)}.eyJ{some(40)}.{some(43)}"),
    ("bearer", "docs/api.md", "curl -H 'Authorization: Bearer @@'", lambda some: some(32)),
    ("basic", "docs/basic.md", "Authorization: Basic @@", lambda some: f"{some(30)}=="),
    ("password in an address", "src/db.py", 'URL = "postgres://app:@@@db.example.com/app"', lambda some: some(16)),
    ("token in an address", "docs/clone.md", "git clone https://@@@github.com/a/b", lambda some: some(40)),
    ("password in Terraform", "infra/db.tf", 'locals {\n  db_password = "@@"\n}', lambda some: some(16)),
    (
        "password of a default",
        "infra/variables.tf",
        'variable "x" {\n  default = { secret = "@@" }\n}',
        lambda some: some(14),
    ),
    ("password in a shell", "infra/user_data.sh", "export DB_PASSWORD=@@", lambda some: some(12)),
    ("password in YAML", "compose.yaml", "db:\n  POSTGRES_PASSWORD: @@", lambda some: some(18)),
    ("password in an ini file", "src/app.ini", "[db]\npassword = @@", lambda some: some(18)),
    ("password in the issue", ISSUE, "The old password: @@", lambda some: some(14)),
    ("client secret in JSON", "src/app.json", json.dumps({"client_secret": "@@"}), lambda some: some(30)),
    ("JSON in JSON", "src/nested.json", json.dumps({"text": json.dumps({"api_key": "@@"})}), lambda some: some(30)),
    ("storage account", "docs/azure.md", "AccountName=x;AccountKey=@@;Suffix=core", lambda some: f"{some(86)}=="),
    ("signed address", "docs/signed.md", "https://x.example.com/c?sv=2020&sig=@@", lambda some: f"{some(40)}%3D"),
    ("RSA key", "docs/rsa.md", _pem("RSA PRIVATE KEY"), lambda some: "\n".join(some(64) for _ in range(4))),
    ("OpenSSH key", "docs/ssh.md", _pem("OPENSSH PRIVATE KEY"), lambda some: "\n".join(some(64) for _ in range(4))),
    (
        "key of an account",
        "docs/account.json",
        json.dumps(_pem("PRIVATE KEY")),
        lambda some: f"{some(64)}\\n{some(64)}",
    ),
)


def planted() -> list[Planted]:
    """All of them, always the same."""
    some = _Letters()
    made = ((kind, path, text, maker(some)) for kind, path, text, maker in SHAPES)
    return [Planted(kind, path.replace("@@", it), text.replace("@@", it, 1), it) for kind, path, text, it in made]


def pieces(secret: str) -> list[str]:
    """What of a secret must be nowhere: all of it, and each of its long parts, however it is escaped."""
    lines = secret.replace("\\n", "\n").splitlines()
    found = [secret, *lines]
    return [*found, *(json.dumps(one)[1:-1] for one in found)]


def files() -> dict[str, str]:
    """The repository's files with everything planted in them."""
    found: dict[str, str] = {}
    for one in planted():
        if one.path != ISSUE:
            found[one.path] = f"{found.get(one.path, '')}{one.text}\n"
    return found


def issue(text: str) -> str:
    """The issue's text and everything planted in it."""
    return "\n\n".join([text, *(one.text for one in planted() if one.path == ISSUE)])
