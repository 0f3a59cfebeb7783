"""Whose account a principal belongs to, and whose organisation."""

import re
from collections.abc import Iterable

from app.domain.planned import Planned
from app.knowledge.permissions import named

LOG_DELIVERY = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
"""The canonical user by which CloudFront delivers logs (Amazon CloudFront Developer Guide, "Access logs")."""
CANONICAL = ("aws_canonical_user_id", "aws_cloudfront_log_delivery_canonical_user_id")
ORGANISATION = "aws_organizations_organization"
_ACCOUNT = re.compile(r"(?:arn:[\w-]+:[\w-]+::)?(\d{12})(?::.*)?")
_USER = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_ANYBODYS = re.compile(r"\*+|arn:[^:]*:[^:]*:[^:]*:[^:]*[*?][^:]*:.*")


def own_accounts(planned: Planned) -> frozenset[str]:
    """The accounts that the stack stands in, as far as the plan tells, by number and by canonical user; and its
    organisation.
    """
    found = {str(one.get("account_id", "")) for one in planned if one.type == "aws_caller_identity"}
    for resource in planned:
        arn = resource.get("arn")
        if resource.mode == "managed" and isinstance(arn, str) and arn.count(":") >= 5:
            found.add(arn.split(":")[4])
        if resource.type in CANONICAL or resource.type == ORGANISATION:
            found.add(str(resource.get("id", "")))
        if user := resource.get("s3_canonical_user_id"):
            found.add(str(user))
    return frozenset(found - {"", "aws"})


def everyone(principals: Iterable[str]) -> bool:
    """Whether ``principals`` name everybody: ``*``, or something in an account that is a wildcard."""
    return any(_ANYBODYS.fullmatch(one) for one in principals)


def foreign_accounts(principals: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    """The accounts among ``principals`` that are neither the stack's nor AWS's own."""
    accounts = [found[1] for one in principals if (found := _ACCOUNT.fullmatch(one))]
    return tuple(dict.fromkeys(one for one in accounts if one not in own | named("log_delivery_accounts")))


def foreign_users(users: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    """The canonical users that are neither the stack's nor AWS's own: accounts under another name."""
    known = {one.lower() for one in own} | {LOG_DELIVERY}
    return tuple(dict.fromkeys(one for one in users if _USER.fullmatch(one) and one.lower() not in known))


def spelled(outside: Iterable[str]) -> str:
    """Accounts and organisations in words: ``account 1, 2 and organisation o-1``."""
    listed = list(outside)
    organisations = [one for one in listed if one.startswith("o-")]
    parts = (("account", [one for one in listed if one not in organisations]), ("organisation", organisations))
    return " and ".join(f"{kind} {', '.join(names)}" for kind, names in parts if names)
