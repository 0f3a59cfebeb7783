"""The arguments a request states, as a tree that follows the blocks of a type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.knowledge.schemas import Block


def tree(arguments: Mapping[str, Any], block: Block) -> Any:
    """Dotted paths as nested mappings; paths the schema does not have, or does not let anyone set, are left out.

    Numbers in a path choose the repeated block: ``rule.0.action`` and ``rule.1.action``.
    """
    root: dict[str, Any] = {}
    for path, value in arguments.items():
        steps = path.split(".")
        there = block.at(".".join(step for step in steps if not step.isdigit()))
        if there is None or not getattr(there, "settable", True):
            continue
        _put(root, steps, value)
    return _lists(root)


def _put(root: dict[str, Any], steps: list[str], value: Any) -> None:
    here = root
    for step in steps[:-1]:
        inner = here.get(step)
        if not isinstance(inner, dict):
            inner = here[step] = {}
        here = inner
    last = steps[-1]
    if isinstance(value, Mapping) and isinstance(here.get(last), dict):
        here[last].update(value)
    else:
        here[last] = dict(value) if isinstance(value, Mapping) else value


def _lists(node: Any) -> Any:
    """Mappings whose keys are all numbers become lists."""
    if not isinstance(node, dict):
        return node
    inner = {key: _lists(value) for key, value in node.items()}
    if inner and all(isinstance(key, str) and key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


@dataclass(frozen=True, slots=True)
class Usual:
    """A value of the argument data, which may hold directives; what a request states never does."""

    value: Any


def usual_tree(usual: Mapping[str, Any]) -> dict[str, Any]:
    """The usual arguments of a type, nested as its blocks are, every value marked."""
    root: dict[str, Any] = {}
    for path, value in usual.items():
        _put(root, path.split("."), _marked(value))
    return root


def _marked(value: Any) -> Any:
    if isinstance(value, Mapping) and set(value) != {"@json"}:
        return {key: _marked(inner) for key, inner in value.items()}
    if isinstance(value, list) and value and all(isinstance(inner, Mapping) for inner in value):
        return [_marked(inner) for inner in value]
    return Usual(value)


def without_marks(value: Any) -> Any:
    """The plain values again, for arguments that are maps themselves."""
    if isinstance(value, Usual):
        return value.value
    if isinstance(value, Mapping):
        return {key: without_marks(inner) for key, inner in value.items()}
    return [without_marks(inner) for inner in value] if isinstance(value, list) else value


def merged(usual: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    """What is usual, with what was stated over it."""
    result = dict(usual)
    for name, value in stated.items():
        there = result.get(name)
        if isinstance(there, Mapping) and isinstance(value, Mapping):
            result[name] = merged(there, value)
        elif isinstance(there, list) and isinstance(value, Mapping) and there and isinstance(there[0], Mapping):
            result[name] = [merged(there[0], value), *there[1:]]
        else:
            result[name] = value
    return result


def bodies(value: Any) -> Iterator[Mapping[str, Any]]:
    """The bodies of a block that may be given as one mapping or as a list of them."""
    if isinstance(value, Mapping):
        yield value
    elif isinstance(value, list | tuple):
        yield from (item for item in value if isinstance(item, Mapping))
