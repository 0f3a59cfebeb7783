"""Policy documents: IAM's JSON in every form it may take, read into one shape.

Source of the grammar: AWS, "Grammar of the IAM JSON policy language".
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.analysis.base import blocks_in

UNKNOWN = "(known after apply)"
"""A value that the plan does not tell: neither everything nor nothing."""
Conditions = Mapping[str, Mapping[str, tuple[str, ...]]]
KINDS = {"aws": "AWS", "*": "AWS", "service": "Service", "federated": "Federated", "canonicaluser": "CanonicalUser"}
"""Kinds of principals in lower case → as AWS spells them."""
_WILDCARDS = re.compile(r"[*?]*\*[*?]*")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. Actions are in lower case. ``principals`` maps ``AWS Service Federated CanonicalUser`` to names;
    ``conditions`` maps operators to keys (lower case) to values.
    """

    allows: bool
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    principals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_principals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=dict)
    sid: str = ""

    @property
    def keys(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Operator, key and values of every condition."""
        for operator, pairs in self.conditions.items():
            for key, values in pairs.items():
                yield operator, key, values


def is_told(value: str) -> bool:
    """Whether the plan tells the value: it is neither known only after apply nor blanked."""
    return value not in {UNKNOWN, "(sensitive)"}


def plain_wildcards(pattern: str) -> str:
    """The pattern with each run of wildcards that holds a ``*`` written as one: ``?*:**`` is ``*:*``."""
    return _WILDCARDS.sub("*", pattern)


def parse_document(text: object) -> tuple[Statement, ...]:
    """The statements of a document given as JSON text or already read; none where it is no policy document."""
    if isinstance(text, str):
        return _parsed(text)
    if not isinstance(text, Mapping):
        return ()
    found = _field(text, "statement")
    listed = found if isinstance(found, list) else [found]
    return tuple(_statement(one) for one in listed if isinstance(one, Mapping))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[Statement, ...]:
    """Several rules read each document; statements do not change."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return parse_document(read) if isinstance(read, Mapping) else ()


def parse_blocks(blocks: Iterable[Mapping[str, Any]]) -> tuple[Statement, ...]:
    """The ``statement`` blocks of an ``aws_iam_policy_document``, for where its JSON is known only after apply."""
    return tuple(_block(block) for block in blocks)


def _statement(node: Mapping[str, Any]) -> Statement:
    return Statement(
        allows=str(_field(node, "effect")).lower() == "allow",
        actions=_lower(_field(node, "action")),
        not_actions=_lower(_field(node, "notaction")),
        resources=_patterns(_field(node, "resource")),
        not_resources=_strings(_field(node, "notresource")),
        principals=_principals(_field(node, "principal")),
        not_principals=_principals(_field(node, "notprincipal")),
        conditions=_conditions(_field(node, "condition")),
        sid=str(_field(node, "sid") or ""),
    )


def _block(node: Mapping[str, Any]) -> Statement:
    conditions: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in blocks_in(node, "condition"):
        key = str(one.get("variable") or UNKNOWN).lower()
        conditions.setdefault(str(one.get("test")), {})[key] = _strings(one.get("values"))
    return Statement(
        allows=str(node.get("effect") or "Allow").lower() == "allow",
        actions=_lower(node.get("actions")),
        not_actions=_lower(node.get("not_actions")),
        resources=_patterns(node.get("resources")),
        not_resources=_strings(node.get("not_resources")),
        principals=_grouped(blocks_in(node, "principals")),
        not_principals=_grouped(blocks_in(node, "not_principals")),
        conditions=conditions,
        sid=str(node.get("sid") or ""),
    )


def _field(node: Mapping[str, Any], name: str) -> Any:
    """A field by its name in lower case: IAM takes element names in any case."""
    return next((value for key, value in node.items() if str(key).lower() == name), None)


def _strings(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(UNKNOWN if one is None else str(one) for one in listed)


def _patterns(value: Any) -> tuple[str, ...]:
    return tuple(plain_wildcards(one) for one in _strings(value))


def _lower(value: Any) -> tuple[str, ...]:
    return tuple(one.lower() for one in _patterns(value))


def _principals(value: Any) -> dict[str, tuple[str, ...]]:
    if isinstance(value, Mapping):
        return _by_kind((str(kind), names) for kind, names in value.items())
    return {"AWS": _strings(value)} if value is not None else {}


def _grouped(blocks: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    return _by_kind((str(block.get("type")), block.get("identifiers")) for block in blocks)


def _by_kind(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for said, names in pairs:
        kind = KINDS.get(said.lower(), said)
        found[kind] = (*found.get(kind, ()), *_strings(names))
    return found


def _conditions(value: Any) -> dict[str, dict[str, tuple[str, ...]]]:
    if not isinstance(value, Mapping):
        return {}
    return {
        str(operator): {str(key).lower(): _strings(values) for key, values in pairs.items()}
        for operator, pairs in value.items()
        if isinstance(pairs, Mapping)
    }
