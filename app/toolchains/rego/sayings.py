"""What a rule's value says: texts, or objects with ``msg`` and more, as conftest and OPA users write them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.toolchains.rego.modules import Entry

SEVERITY = {"deny": "high", "violation": "high", "warn": "low"}
"""By the rule's name, where neither the rule nor what it says names one."""
SEVERITIES = {name: name for name in ("critical", "high", "medium", "low", "info")} | {
    "error": "high",
    "warning": "low",
    "moderate": "medium",
    "note": "info",
}
MESSAGES = ("msg", "message", "reason")
RULES = ("rule", "rule_id", "id", "policy")
RESOURCES = ("resource", "address", "resource_address")
ID = re.compile(r"[A-Za-z][\w.-]{1,99}\Z")
RESERVED = re.compile(r"AGT_|CKV|zizmor", re.IGNORECASE)
"""How the ids of other rules begin."""
ADDRESS = re.compile(r"[\w.\[\]\"/:@-]{3,300}\Z")
LONGEST = 1000


class Malformed(Exception):
    """A value that says nothing that can be told."""


def said(entry: Entry, value: Any) -> list[dict[str, Any]]:
    """Everything that a value says, as records; raises ``Malformed``.

    A set or list holds texts or objects; a boolean rule says its own name; a false one, and one without a value, says
    nothing.
    """
    if value is None or value is False:
        return []
    if value is True:
        return [_record(entry, {"msg": entry.annotation.get("title") or entry.path})]
    if isinstance(value, Mapping) and not any(key in value for key in MESSAGES):
        raise Malformed(f"{entry.path} gives an object without msg")
    items = value if isinstance(value, list) else [value]
    return [_record(entry, item if isinstance(item, Mapping) else {"msg": item}) for item in items]


def rule_of(entry: Entry, own: Any = None) -> str:
    """The id of a rule: what it says of itself, its annotation's, else package and name."""
    for name in (own, _custom(entry).get("id")):
        if isinstance(name, str) and ID.match(name) and not RESERVED.match(name):
            return name
    return entry.path.removeprefix("data.")


def _record(entry: Entry, item: Mapping[str, Any]) -> dict[str, Any]:
    parts = [item, *(item[key] for key in ("metadata", "details") if isinstance(item.get(key), Mapping))]
    message = _first(parts, MESSAGES)
    if not isinstance(message, str) or not message.strip():
        raise Malformed(f"{entry.path} gives something that is neither a text nor an object with msg")
    text = " ".join(message.split())
    resource = _first(parts, RESOURCES)
    return {
        "rule": rule_of(entry, _first(parts, RULES)),
        "severity": _severity(entry, _first(parts, ("severity",))),
        "message": text[:LONGEST],
        "resource": resource if isinstance(resource, str) and ADDRESS.match(resource) else "",
        "detail": _detail(entry),
        "controls": _controls(_first(parts, ("controls",)) or _custom(entry).get("controls")),
    }


def _first(parts: list[Any], names: tuple[str, ...]) -> Any:
    return next((part[name] for part in parts for name in names if name in part), None)


def _custom(entry: Entry) -> Mapping[str, Any]:
    found = entry.annotation.get("custom")
    return found if isinstance(found, Mapping) else {}


def _severity(entry: Entry, own: Any) -> str:
    for word in (own, _custom(entry).get("severity")):
        if isinstance(word, str) and word.strip().lower() in SEVERITIES:
            return SEVERITIES[word.strip().lower()]
    return SEVERITY[entry.name.partition("_")[0]]


def _detail(entry: Entry) -> str:
    return " ".join(_sentences(entry))[:LONGEST]


def _sentences(entry: Entry) -> Iterator[str]:
    for text in (entry.annotation.get("description"), _custom(entry).get("mend")):
        if isinstance(text, str) and text.strip():
            yield " ".join(text.split())


def _controls(found: Any) -> dict[str, list[str]]:
    if not isinstance(found, Mapping):
        return {}
    return {
        str(framework): [str(one) for one in ids]
        for framework, ids in found.items()
        if isinstance(ids, list) and all(isinstance(one, str) for one in ids)
    }
