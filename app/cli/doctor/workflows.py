"""Reads the GitHub workflows of a repository that use this action, with their lines; nothing in them is run."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from app.analysis.nodes import NodeReader

FOLDER = ".github/workflows"
LARGEST = 512 * 1024
"""Bytes; GitHub itself takes no larger workflow."""
MOST = 200
USES = re.compile(r"(?P<owner>[\w.-]+)/iac-agents(?:/[^@\s]*)?@(?P<ref>\S+)")
CHECKOUT = "actions/checkout@"


@dataclass(frozen=True, slots=True)
class Use:
    """One step that uses the action. ``events`` start its workflow; ``permissions`` are the job's, or None where
    neither it nor the workflow says any; ``checked_out`` tells whether a step before it checks the repository out,
    ``number`` whether it is told an issue or a pull request."""

    path: str
    line: int
    owner: str
    ref: str
    events: frozenset[str]
    permissions: Mapping[str, str] | None
    checked_out: bool
    number: bool
    condition: str


def uses(root: Path) -> tuple[list[Use], list[tuple[str, str]]]:
    """Every use of the action below ``root``, and the workflows that cannot be read: path and why."""
    found: list[Use] = []
    unread: list[tuple[str, str]] = []
    folder = root / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return found, unread
    for path in sorted(folder.iterdir())[:MOST]:
        if path.suffix not in {".yml", ".yaml"} or path.is_symlink() or not path.is_file():
            continue
        name = f"{FOLDER}/{path.name}"
        text = beginning(path)
        reader = NodeReader()
        node = reader.compose(text)
        if "iac-agents" in text and reader.problems:
            unread.append((name, f"line {reader.problems[0][0]}: {reader.problems[0][1]}"))
        elif node is not None:
            found += _of_workflow(name, node)
    return found, unread


def beginning(path: Path) -> str:
    """As much of a text file as is read."""
    with path.open("rb") as file:
        return file.read(LARGEST).decode("utf-8", "replace")


def _of_workflow(path: str, node: yaml.Node) -> Iterator[Use]:
    top = fields(node)
    events = frozenset(_names(top.get("on")))
    for job in fields(top.get("jobs")).values():
        body = fields(job)
        permissions = _permissions(body.get("permissions") or top.get("permissions"))
        checked_out = False
        for step in _items(body.get("steps")):
            parts = fields(step)
            used = _text(parts.get("uses"))
            checked_out = checked_out or used.startswith(CHECKOUT)
            if match := USES.match(used):
                line = parts["uses"].start_mark.line + 1
                number = "number" in fields(parts.get("with"))
                said = f"{_text(body.get('if'))} {_text(parts.get('if'))}"
                yield Use(path, line, match["owner"], match["ref"], events, permissions, checked_out, number, said)


def fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """A mapping's values by their keys; nothing for any other node."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _permissions(node: yaml.Node | None) -> Mapping[str, str] | None:
    """``write-all`` and ``read-all`` stand under ``*``."""
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        return {"*": node.value.removesuffix("-all")} if node.value else {}
    return {name: _text(value) for name, value in fields(node).items()}


def _names(node: yaml.Node | None) -> list[str]:
    """Events: one name, a list, or a mapping's keys."""
    if isinstance(node, yaml.ScalarNode):
        return [str(node.value)]
    return list(fields(node)) or [_text(one) for one in _items(node)]


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _text(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
