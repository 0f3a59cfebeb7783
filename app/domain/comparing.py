"""Planned values that two proofs can be compared by: what a simulated deployment drew by lot is named or blanked."""

import re
from collections.abc import Mapping
from typing import Any

from app.domain.planned import Planned, block_of

DRAWN = re.compile(
    r"\b[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?<=\.)[a-z0-9]{12}(?=\.[a-z0-9-]+\.(?:rds|docdb|neptune)\.)"
)
"""What AWS gives by number: ``vpc-0a1b…``, ids of keys and secrets, the middle of a database's host."""
BLANK = "drawn"


def comparable(planned: Planned) -> Mapping[str, Mapping[str, Any]]:
    """Address → values of each managed resource. The id of another one is replaced by the block it comes from, so that
    equal ones (``count``) may have theirs in any order; another id that only the deployment told, by a mark."""
    owners = {str(one.values.get("id")): block_of(one.address) for one in planned.resources if one.mode == "managed"}
    return {
        one.address: {name: _named(value, owners, name in one.unknown) for name, value in one.values.items()}
        for one in planned.resources
        if one.mode == "managed"
    }


def _named(value: Any, owners: Mapping[str, str], drawn: bool) -> Any:
    if isinstance(value, str):
        return DRAWN.sub(lambda found: owners.get(found[0], BLANK if drawn else found[0]), value)
    if isinstance(value, Mapping):
        return {key: _named(inner, owners, drawn) for key, inner in value.items()}
    return [_named(inner, owners, drawn) for inner in value] if isinstance(value, list) else value
