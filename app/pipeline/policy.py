"""Reads ``.agents.yml``: unknown keys and wrong types are errors with their line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from app.domain.errors import UsageFailure
from app.domain.finding import Finding, Severity
from app.domain.policy import Policy, Waiver

NAME = ".agents.yml"
LIMIT = 256 * 1024
KNOWN = ("version", "stacks", "ignore", "language", "gate", "waivers")
WAIVER_KEYS = ("rule", "path", "owner", "reason", "expires")


def read_policy(root: Path) -> Policy:
    """The policy of the checkout at ``root``; the documented defaults where there is no file."""
    path = root / NAME
    if not path.is_file() or path.is_symlink():
        return Policy()
    if path.stat().st_size > LIMIT:
        raise _wrong(1, f"it is larger than {LIMIT // 1024} KiB")
    return parse_policy(path.read_text("utf-8", "replace"))


def parse_policy(text: str) -> Policy:
    """The policy in YAML text; raises ``UsageFailure`` that names the line."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(mark.line + 1 if mark else 1, f"it is not YAML: {getattr(error, 'problem', error)}") from error
    if node is None:
        return Policy()
    fields = _mapping(node, KNOWN)
    _version(fields.get("version"))
    gate = _mapping(fields["gate"], ("fail_on",)) if "gate" in fields else {}
    return Policy(
        stacks=_texts(fields.get("stacks")),
        ignore=_texts(fields.get("ignore")),
        language=_choice(fields.get("language"), ("en", "es"), ""),
        fail_on=Severity.parse(_choice(gate.get("fail_on"), tuple(str(s) for s in Severity), "high")),
        waivers=tuple(_waiver(item) for item in _items(fields.get("waivers"))),
    )


def apply_waivers(findings: Sequence[Finding], policy: Policy, today: date) -> tuple[Finding, ...]:
    """Mark what a waiver covers; an expired one covers nothing."""
    current = [waiver for waiver in policy.waivers if waiver.expires >= today]

    def waived(finding: Finding) -> Finding:
        for waiver in current:
            if finding.rule == waiver.rule and (not waiver.path or fnmatch(finding.path, waiver.path)):
                return replace(finding, waived=f"{waiver.reason} ({waiver.owner}, until {waiver.expires})")
        return finding

    return tuple(waived(finding) for finding in findings)


def _mapping(node: yaml.Node, known: Sequence[str]) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(_line(node), f"a mapping with {', '.join(known)} was expected")
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value not in known:
            raise _wrong(_line(key), f"unknown key {key.value!r}; known: {', '.join(known)}")
        fields[key.value] = value
    return fields


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(_line(node), "a list was expected")
    return list(node.value)


def _text(node: yaml.Node | None) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag.endswith((":null", ":bool")):
        raise _wrong(_line(node) if node else 1, "a text was expected")
    return str(node.value)


def _texts(node: yaml.Node | None) -> tuple[str, ...]:
    return tuple(_text(item) for item in _items(node))


def _choice(node: yaml.Node | None, choices: Sequence[str], default: str) -> str:
    if node is None:
        return default
    value = _text(node)
    if value not in choices:
        raise _wrong(_line(node), f"{value!r} is not one of {', '.join(choices)}")
    return value


def _version(node: yaml.Node | None) -> None:
    if node is not None and _text(node) != "1":
        raise _wrong(_line(node), "this version of agents reads version 1")


def _waiver(node: yaml.Node) -> Waiver:
    fields = _mapping(node, WAIVER_KEYS)
    rule, owner, reason, expires = (_required(node, fields, key) for key in ("rule", "owner", "reason", "expires"))
    try:
        day = date.fromisoformat(expires)
    except ValueError as error:
        raise _wrong(_line(fields["expires"]), f"{expires!r} is not a date like 2027-01-31") from error
    path = _text(fields["path"]) if "path" in fields else ""
    return Waiver(rule, owner, reason, day, path)


def _required(node: yaml.Node, fields: dict[str, Any], key: str) -> str:
    if key not in fields:
        raise _wrong(_line(node), f"a waiver needs {key}")
    return _text(fields[key])


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _wrong(line: int, wrong: str) -> UsageFailure:
    return UsageFailure(f"reading {NAME}, line {line}", wrong, "see docs/reference/policy.md")
