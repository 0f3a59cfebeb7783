"""Dotted paths into resource bodies: ``versioning_configuration.status``, ``statement.0.actions``.

A step into a list of blocks without an index means its first block, as people say it.
"""

from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """A deep copy of mappings and sequences with None entries left out; expressions are shared as they are."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [plain(inner) for inner in value if inner is not None]
    return value


def get_at(body: Any, path: str) -> Any:
    """What stands at a path, or None."""
    here = body
    for step in path.split("."):
        if isinstance(here, list) and not step.isdigit():
            here = here[0] if here else None
        if isinstance(here, list):
            here = here[int(step)] if int(step) < len(here) else None
        elif isinstance(here, Mapping):
            here = here.get(step)
        else:
            return None
    return here


def _descend(here: Any, step: str) -> Any:
    """The mapping or list behind a step, made where it is missing."""
    if isinstance(here, list) and step.isdigit():
        return here[int(step)]
    holder = _first(here)
    if not isinstance(holder.get(step), dict | list):
        holder[step] = {}
    return holder[step]


def _first(here: Any) -> dict[str, Any]:
    if isinstance(here, list):
        if not here:
            here.append({})
        here = here[0]
    if not isinstance(here, dict):
        raise TypeError(f"no mapping to go into: {here!r}")
    return here


def set_at(body: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a path; None removes what stands there. Raises IndexError for an index that is not there."""
    *steps, last = path.split(".")
    here: Any = body
    for step in steps:
        here = _descend(here, step)
    if isinstance(here, list) and last.isdigit():
        here[int(last)] = plain(value)
    elif value is None:
        _first(here).pop(last, None)
    else:
        _first(here)[last] = plain(value)


def append_at(body: dict[str, Any], path: str, value: Any) -> None:
    """Append to the list at a path; a single block or value that stands there becomes the first item."""
    there = get_at(body, path)
    if isinstance(there, list):
        there.append(plain(value))
    else:
        set_at(body, path, [value] if there is None else [there, value])
