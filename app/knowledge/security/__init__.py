"""The rules of our own analyses of a plan, and what other tools call the same thing, as data.

- ``rules.json``: ``{themes: {theme: {framework: [controls]}}, rules: {id: {title, severity, theme, why, mend,
  guideline}}}``. What a rule is evidence toward comes from its theme.
- ``aliases.json``: ``{id: [rules of checkov that say the same of the same resource]}``, the nearest first.
- ``ports.json``: ports by what listens there.
- ``encryption.json``: stores, and the attribute that says whether they are encrypted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.finding import Severity
from app.domain.rule import Rule

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Store:
    """``attribute`` (dotted path) must be set for it to be encrypted; ``keeps`` says what lies there.

    ``on_by_default``: the values with which it is encrypted unless the attribute is false; None where it never is.
    """

    attribute: str
    keeps: str
    severity: Severity
    on_by_default: Mapping[str, str] | None = None


def _json(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


@cache
def security_rules() -> Mapping[str, Rule]:
    """The rules by id."""
    data = _json("rules")
    return {
        name: Rule(
            id=name,
            title=facts["title"],
            severity=Severity.parse(facts["severity"]),
            why=facts["why"],
            mend=facts["mend"],
            guideline=facts["guideline"],
            controls={key: tuple(ids) for key, ids in data["themes"][facts["theme"]].items() if ids},
        )
        for name, facts in data["rules"].items()
    }


@cache
def aliases() -> Mapping[str, tuple[str, ...]]:
    """Our rule → the rules of other tools that say the same of the same resource, the nearest first."""
    return {name: tuple(ids) for name, ids in _json("aliases").items()}


@cache
def ports(kind: str) -> Mapping[int, str]:
    """Port → what listens there; ``kind`` is ``administration`` or ``database``."""
    return {int(port): name for port, name in _json("ports")[kind].items()}


@cache
def encryption() -> Mapping[str, Store]:
    """Stores by type that are unencrypted unless told otherwise."""
    return {
        name: Store(
            one["attribute"], one["keeps"], Severity.parse(one.get("severity", "high")), one.get("on_by_default")
        )
        for name, one in _json("encryption")["stores"].items()
    }
