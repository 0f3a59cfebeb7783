"""Values by their form alone: regions, addresses, instance types, files, domains."""

import ipaddress
import re
from typing import Any

from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.tokens import Token

_REGION = re.compile(
    r"(?:us|eu|ap|ca|sa|me|af|il|mx|cn|us-gov)-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d"
)
_ZONE = re.compile(rf"({_REGION.pattern})([a-f])")
_INSTANCE = re.compile(
    r"(?:(?:db|cache|search|kafka|ml|dax)\.)?[a-z]{1,4}\d{1,2}[a-z]{0,5}(?:-[a-z0-9]+)?\."
    r"(?:nano|micro|small|medium|large|xlarge|\d{1,2}xlarge|metal(?:-\d+xl)?)(?:\.search)?"
)
_NODE = re.compile(r"(?:dc|ds|ra)\d\.(?:\d{1,2})?(?:x?large|xlplus)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOMAIN = re.compile(r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")
_FILE = re.compile(
    r".+\.(?:zip|py|js|ts|html|css|json|ya?ml|txt|pdf|png|jpg|csv|sh|tf|md|xml|jar|go|rb|toml|log|parquet|gz|php|conf)"
)


def literal(low: str) -> tuple[str, Any] | None:
    """Kind and value of a word that is a value by its form."""
    checks = (
        ("zone", lambda s: s if _ZONE.fullmatch(s) else None),
        ("region", lambda s: s if _REGION.fullmatch(s) else None),
        ("cidr", _cidr),
        ("ip", _ip),
        ("instance_type", lambda s: s if _INSTANCE.fullmatch(s) or _NODE.fullmatch(s) else None),
    )
    for kind, check in checks:
        value = check(low)
        if value is not None:
            return kind, value
    return None


def _cidr(low: str) -> str | None:
    if "/" not in low:
        return None
    try:
        ipaddress.ip_network(low, strict=False)
    except ValueError:
        return None
    return low


def _ip(low: str) -> str | None:
    try:
        ipaddress.ip_address(low)
    except ValueError:
        return None
    return low


def by_form(token: Token, i: int) -> Value | None:
    """The value at token number ``i``, where its form alone says what it is."""
    if token.kind != "word":
        return None
    found = literal(token.low)
    if found:
        return Value(found[0], found[1], i, i + 1, token.text)
    misspelt = re.fullmatch(r"(us|eu|ap|ca|sa)-(east|west|north|south|central|northeast|southeast)(\d)", token.low)
    if misspelt:
        return Value("region", "-".join(misspelt.groups()), i, i + 1, token.text)
    for kind, test in (
        ("arn", token.low.startswith("arn:")),
        ("url", token.low.startswith(("http://", "https://", "s3://", "git::"))),
        ("email", bool(_EMAIL.fullmatch(token.text))),
        ("path", token.text.startswith(("./", "../", "/", "~/")) or _is_file(token.low)),
        ("domain", bool(_DOMAIN.fullmatch(token.low))),
        ("action", bool(re.fullmatch(r"[a-z0-9]+:[A-Za-z]+:?[*\w]*", token.text)) and not token.low[0].isdigit()),
    ):
        if test:
            return Value(kind, token.text, i, i + 1, token.text)
    return None


def _is_file(low: str) -> bool:
    return bool(_FILE.fullmatch(low)) and not low.startswith(("node.", "next.", "vue."))
