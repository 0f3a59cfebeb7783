"""What AWS's permissions can do, as data.

- ``actions.json.xz``: every action of every service, its access level, whether it can be narrowed to a resource
  (AWS Service Authorization Reference).
- ``managed.json.xz``: the policies that AWS maintains and what each allows everywhere.
- ``escalations.json``: combinations of actions by which a principal gains more than it was given, as published.
- ``names.json``: condition keys, services and accounts of AWS's that the analyses know by name.
- ``sensitive.json``: actions that give out credentials, read data, or destroy.

Each file keeps its source and date; ``tools/build_permissions.py`` makes the first two.
"""

import json
import lzma
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LEVELS = {"l": "list", "r": "read", "w": "write", "p": "permissions", "t": "tagging"}


@dataclass(frozen=True, slots=True)
class Action:
    """One action. ``level`` is ``list read write permissions tagging``; ``scoped``: resources can be named for it."""

    name: str
    level: str
    scoped: bool


@dataclass(frozen=True, slots=True)
class Escalation:
    """A way to gain permissions: all ``actions`` (lower case) are needed; ``service`` is whom a role is passed to."""

    how: str
    actions: tuple[str, ...]
    service: str
    source: str


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    parts = (".*" if char == "*" else "." if char == "?" else re.escape(char) for char in glob)
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def matches(glob: str, text: str) -> bool:
    """Whether IAM's wildcard pattern (``*`` and ``?``) covers ``text``; letters in any case, as actions are."""
    return _pattern(glob).fullmatch(text) is not None


def _json(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


def _xz(name: str) -> Any:
    return json.loads(lzma.decompress((HERE / f"{name}.json.xz").read_bytes()))


@cache
def _services() -> Mapping[str, Mapping[str, Action]]:
    """Service → action in lower case (``s3:getobject``) → what it is."""
    return {
        service: {
            f"{service}:{name}".lower(): Action(f"{service}:{name}", LEVELS[level.lower()], level.isupper())
            for level, names in levels.items()
            for name in names.split()
        }
        for service, levels in _xz("actions")["services"].items()
    }


@cache
def expanded(pattern: str) -> tuple[Action, ...]:
    """The actions that a policy's pattern covers; none for a service that the data does not know."""
    service, _, rest = pattern.lower().partition(":")
    if not rest:
        return (
            tuple(action for actions in _services().values() for action in actions.values()) if "*" in service else ()
        )
    services = [service] if service in _services() else [one for one in _services() if matches(service, one)]
    if not any(char in rest for char in "*?"):
        found = (_services()[one].get(f"{one}:{rest}") for one in services)
        return tuple(action for action in found if action)
    return tuple(a for one in services for name, a in _services()[one].items() if matches(f"{one}:{rest}", name))


@cache
def managed_policies() -> Mapping[str, tuple[str, ...]]:
    """AWS's own policies by name, and the patterns of what each allows on every resource without a condition.

    Of single actions only those are kept that escalate, leak, or manage permissions.
    """
    data = _xz("managed")
    return {name: tuple(data["everywhere"].get(name, ())) for name in data["names"]}


@cache
def escalations() -> tuple[Escalation, ...]:
    """The published ways to gain permissions."""
    data = _json("escalations")
    return tuple(
        Escalation(how, tuple(actions.lower().split()), service, data["sources"][source])
        for how, actions, service, source in data["methods"]
    )


@cache
def sensitive(kind: str) -> frozenset[str]:
    """Actions (lower case) that give out ``credentials``, read ``data``, or are ``destructive``."""
    return frozenset(one.lower() for one in _json("sensitive")[kind])


@cache
def named(kind: str) -> frozenset[str]:
    """Names of one kind: ``principal_keys weak_keys deputies log_delivery_accounts harmless_writes``."""
    return frozenset(_json("names")[kind]["names"])
