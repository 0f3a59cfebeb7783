"""Refusals that the AWS provider makes before it plans, from data; see `app.knowledge.schemas.validation`.

What is null, unknown or not there is never wrong here: core checks what is required, and what is unknown may be right.
"""

import ipaddress
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.knowledge.schemas import Block
from app.knowledge.schemas.validation import rules_for
from app.toolchains.simulator.planning import Path
from app.toolchains.simulator.provider import Problem
from app.toolchains.simulator.values import Unknown, has_unknown

ARN = re.compile(r"arn:[\w-]+:[\w-]+:[^:]*:[^:]*:.+", re.DOTALL)
ABSENT: tuple[Any, ...] = (None, "", False, [], {})


def check(section: str, kind: str, _block: Block, config: Mapping[str, Any]) -> list[Problem]:
    """The problems of a resource's configuration."""
    if section != "resources":
        return []
    rules = rules_for(kind)
    return [*_values(rules, config), *_groups(rules, config), *_special(kind, config)]


def found(config: Any, path: str, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The known scalar values at a dotted path, each with its exact place; lists are gone through."""
    if isinstance(config, list):
        for index, each in enumerate(config):
            yield from found(each, path, (*at, index))
    elif path and isinstance(config, dict):
        first, _, rest = path.partition(".")
        yield from found(config.get(first), rest, (*at, first))
    elif not path and config is not None and not isinstance(config, Unknown | dict):
        yield at, config


def _values(rules: Mapping[str, Any], config: Mapping[str, Any]) -> Iterator[Problem]:
    for section, judge in JUDGES.items():
        entries = rules.get(section, {})
        paths = entries if isinstance(entries, dict) else dict.fromkeys(entries)
        for path, rule in paths.items():
            for at, value in found(config, path):
                wrong = judge(value, rule)
                if wrong:
                    yield Problem(f"invalid value for {path}", f"{_shown(value)}: {wrong}", _attribute(at))


def _attribute(at: Path) -> Path:
    """The path without a position at its end: an element of a set cannot be addressed by one."""
    return tuple(step for index, step in enumerate(at) if isinstance(step, str) or index < len(at) - 1)


def _shown(value: Any) -> str:
    text = str(value)
    return f'"{text[:77]}…"' if len(text) > 80 else f'"{text}"'


def _judge_values(value: Any, allowed: list[Any]) -> str:
    return "" if value in allowed else f"expected one of {', '.join(str(each) for each in allowed if each != '')}"


def _judge_pattern(value: Any, rule: list[str]) -> str:
    pattern, meaning = rule
    return "" if value == "" or re.fullmatch(pattern, str(value)) else f"expected {meaning}"


def _judge_range(value: Any, rule: list[float]) -> str:
    low, high = rule
    try:
        return "" if low <= float(value) <= high else f"expected a number from {low} to {high}"
    except ValueError:
        return ""


def _judge_json(value: Any, _rule: None) -> str:
    if value == "":
        return ""
    try:
        json.loads(value)
    except ValueError as error:
        return f"invalid JSON: {error}"
    return ""


def _judge_cidr(value: Any, _rule: None) -> str:
    try:
        network = ipaddress.IPv4Network(value, strict=False)
    except ValueError:
        return "" if value == "" else "no valid IPv4 CIDR block"
    return "" if str(network) == value else f"not a network address; expected {network}"


def _judge_arn(value: Any, _rule: None) -> str:
    return "" if value == "" or ARN.fullmatch(str(value)) else "no valid ARN"


JUDGES: Mapping[str, Callable[[Any, Any], str]] = {
    "values": _judge_values,
    "patterns": _judge_pattern,
    "ranges": _judge_range,
    "json": _judge_json,
    "cidr": _judge_cidr,
    "arns": _judge_arn,
}


def _groups(rules: Mapping[str, Any], config: Mapping[str, Any]) -> Iterator[Problem]:
    for section, fewest, most in (("exactly_one", 1, 1), ("at_least_one", 1, 99), ("at_most_one", 0, 1)):
        for names in rules.get(section, ()):
            given = [name for name in names if config.get(name) not in ABSENT]
            uncertain = any(has_unknown(config.get(name)) for name in names)
            listed = ", ".join(names)
            if len(given) < fewest:
                yield Problem("missing argument", f"one of {listed} must be given")
            elif len(given) > most and not uncertain:
                yield Problem("conflicting arguments", f"only one of {listed} can be given", (given[-1],))


def _special(kind: str, config: Mapping[str, Any]) -> Iterator[Problem]:
    if kind in {"aws_sqs_queue", "aws_sns_topic"}:
        yield from _fifo(config)
    elif kind == "aws_dynamodb_table":
        yield from _keys(config)


def _fifo(config: Mapping[str, Any]) -> Iterator[Problem]:
    """A FIFO queue or topic is named so, and nothing else is."""
    name = config.get("name")
    fifo = config.get("fifo_queue", config.get("fifo_topic"))
    if not isinstance(name, str) or isinstance(fifo, Unknown) or not name:
        return
    if name.endswith(".fifo") != bool(fifo):
        detail = f'"{name}" must {"" if fifo else "not "}end with .fifo when FIFO is {"on" if fifo else "off"}'
        yield Problem("invalid name", detail, ("name",))


def _keys(config: Mapping[str, Any]) -> Iterator[Problem]:
    """A table declares exactly the attributes that its keys and indexes use."""
    if has_unknown({name: config.get(name) for name in (*KEYS, *INDEXES, "attribute")}):
        return
    declared = {block.get("name") for block in config.get("attribute") or ()}
    used = {config.get(name) for name in KEYS}
    for index in (block for name in INDEXES for block in config.get(name) or ()):
        used |= {index.get(name) for name in KEYS}
        used |= {part.get("attribute_name") for part in index.get("key_schema") or ()}
    used.discard(None)
    used.discard("")
    if used - declared and not config.get("restore_source_name"):
        names = ", ".join(sorted(str(name) for name in used - declared))
        yield Problem("undeclared key", f"all indexes must match a defined attribute; not defined: {names}")
    if declared - used:
        names = ", ".join(sorted(str(name) for name in declared - used))
        yield Problem("unused attribute", f"all attributes must be indexed; unused: {names}")


KEYS = ("hash_key", "range_key")
INDEXES = ("global_secondary_index", "local_secondary_index")
