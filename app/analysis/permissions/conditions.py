"""What the conditions of a statement narrow: who may use it, or what it may be used on."""

import ipaddress
import re
from collections.abc import Iterable

from app.analysis.permissions.document import UNKNOWN, Statement
from app.knowledge.permissions import named

POSITIVE = re.compile(
    r"^(?:ForAnyValue:)?(?:StringEquals|StringLike|StringEqualsIgnoreCase|Arn\w*|IpAddress|Bool)$", re.IGNORECASE
)
NEGATIVE = re.compile(
    r"^(?:ForAnyValue:|ForAllValues:)?(?:StringNot\w*|ArnNot\w*|NotIpAddress|Bool)(?:IfExists)?$", re.IGNORECASE
)


def limits_principal(statement: Statement) -> bool:
    """Whether the conditions bound who may use the statement."""
    return any(
        POSITIVE.match(operator) and _bounds_principal(key) and values and not any(map(_open, values))
        for operator, key, values in statement.keys
    )


def fenced(statement: Statement, statements: Iterable[Statement]) -> bool:
    """Whether a Deny for everyone outside an organisation, network or account covers all that ``statement`` allows."""
    return any(
        not deny.allows
        and set(deny.actions) & {"*", *(f"{one.partition(':')[0]}:*" for one in statement.actions), *statement.actions}
        and any(NEGATIVE.match(operator) and _bounds_principal(key) for operator, key, _ in deny.keys)
        for deny in statements
    )


def narrows_resources(statement: Statement) -> bool:
    """Whether a condition bounds what the statement may be used on (tags, a calling service, a namespace, …)."""
    return any(key not in named("weak_keys") for _, key, _ in statement.keys)


def passed_to(statement: Statement) -> tuple[str, ...]:
    """The services that ``iam:PassedToService`` names; empty where the condition is not there."""
    return tuple(
        v
        for operator, key, values in statement.keys
        for v in values
        if key == "iam:passedtoservice" and POSITIVE.match(operator)
    )


def _bounds_principal(key: str) -> bool:
    return (
        key in named("principal_keys")
        or key.startswith("aws:principaltag/")
        or key.endswith((":sub", ":amr"))
        or key == UNKNOWN
    )


def _open(value: str) -> bool:
    """Whether a condition's value lets everyone through: ``*``, ``arn:aws:iam::*:…``, ``0.0.0.0/0``."""
    if not value.strip("*:/") or re.fullmatch(r"arn:[^:]*:[^:]*:[^:]*:\*:\*", value):
        return True
    try:
        return ipaddress.ip_network(value, strict=False).prefixlen <= 1
    except ValueError:
        return False
