"""Whose account a principal belongs to."""

import re
from collections.abc import Iterable

from app.domain.planned import Planned
from app.knowledge.permissions import named

_ACCOUNT = re.compile(r"(?:arn:[\w-]+:[\w-]+::)?(\d{12})(?::.*)?")


def own_accounts(planned: Planned) -> frozenset[str]:
    """The accounts that the stack stands in, as far as the plan tells."""
    found = {str(one.get("account_id", "")) for one in planned if one.type == "aws_caller_identity"}
    for resource in planned:
        arn = resource.get("arn")
        if resource.mode == "managed" and isinstance(arn, str) and arn.count(":") >= 5:
            found.add(arn.split(":")[4])
    return frozenset(found - {"", "aws"})


def foreign_accounts(principals: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    """The accounts among ``principals`` that are neither the stack's nor AWS's own."""
    accounts = [found[1] for one in principals if (found := _ACCOUNT.fullmatch(one))]
    return tuple(dict.fromkeys(one for one in accounts if one not in own | named("log_delivery_accounts")))
