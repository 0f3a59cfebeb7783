"""What a provider does between a configuration and a plan: unknown values, defaults, replacement.

Core hands over the *proposed* state: the configuration, with what it leaves open taken from the prior state. Where
that is still null and the schema says computed, a new object gets an unknown value; a default is filled in where the
configuration says nothing. What changed and cannot change in place is reported as a path that requires replacement.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.knowledge.schemas import Block, Nested
from app.toolchains.simulator.schema_message import write_only
from app.toolchains.simulator.values import UNKNOWN, Unknown

Path = tuple[str | int, ...]
EMPTY: tuple[Any, ...] = (None, "", [], {})
KINDS: dict[str, tuple[type, ...]] = {"string": (str,), "bool": (bool,), "number": (int, float)}


def planned_state(
    block: Block, proposed: Mapping[str, Any], prior: Mapping[str, Any] | None, defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """The planned state of an object that is created (``prior`` None) or updated; ``defaults`` by dotted path."""
    return _filled(block, proposed, prior, defaults, "")


def _filled(
    block: Block, proposed: Mapping[str, Any], prior: Mapping[str, Any] | None, defaults: Mapping[str, Any], path: str
) -> dict[str, Any]:
    out = dict(proposed)
    for name, attribute in block.attributes.items():
        if out.get(name) is not None:
            if name.endswith("_wo") and write_only(name, block.raw["a"]):
                out[name] = None
            continue
        if attribute.computed:
            out[name] = UNKNOWN if prior is None else prior.get(name)
        elif attribute.optional and path + name in defaults:
            out[name] = _default(defaults[path + name], attribute.type)
    for name, nested in block.blocks.items():
        old = prior.get(name) if prior is not None else None
        out[name] = _filled_blocks(nested, out.get(name), old, defaults, f"{path}{name}.")
    return out


def _filled_blocks(nested: Nested, value: Any, prior: Any, defaults: Mapping[str, Any], path: str) -> Any:
    if value is None or isinstance(value, Unknown):
        return value
    if nested.nesting == "single":
        return _filled(nested.block, value, prior if isinstance(prior, dict) else None, defaults, path)
    if nested.nesting == "map":
        named = prior if isinstance(prior, dict) else {}
        return {key: _filled(nested.block, one, named.get(key), defaults, path) for key, one in value.items()}
    olds = prior if isinstance(prior, list) else []
    if nested.nesting == "set":
        return _filled_set(nested.block, value, olds, defaults, path)
    return [
        _filled(nested.block, one, _item(olds, index), defaults, path) if isinstance(one, dict) else one
        for index, one in enumerate(value)
    ]


def _item(olds: list[Any], index: int) -> dict[str, Any] | None:
    old = olds[index] if index < len(olds) else None
    return old if isinstance(old, dict) else None


def _filled_set(
    block: Block, value: list[Any], olds: list[Any], defaults: Mapping[str, Any], path: str
) -> list[dict[str, Any]]:
    """The elements of a set, each with the computed values of the earlier element it agrees with.

    Core pairs elements as well, but knows nothing of defaults: an element with one would look new in every plan.
    """
    left = [old for old in olds if isinstance(old, dict)]
    out = []
    for one in value:
        if not isinstance(one, dict):
            out.append(one)
            continue
        fresh = _filled(block, one, None, defaults, path)
        old = next((each for each in left if agrees(fresh, each)), None)
        if old is not None:
            left.remove(old)
        out.append(fresh if old is None else _filled(block, one, old, defaults, path))
    return out


def agrees(new: Any, old: Any) -> bool:
    """Whether a planned value can be the earlier one: unknown parts fit anything, null and empty are the same."""
    if isinstance(new, Unknown):
        return True
    if isinstance(new, dict) and isinstance(old, dict):
        return all(agrees(value, old.get(name)) for name, value in new.items())
    if isinstance(new, list) and isinstance(old, list):
        return len(new) == len(old) and all(any(agrees(one, each) for each in old) for one in new)
    return bool(new == old) or (new in EMPTY and old in EMPTY)


def _default(value: Any, kind: Any) -> Any:
    """The default if it says something and is of today's type, else null."""
    wanted = KINDS.get(kind) if isinstance(kind, str) else None
    if wanted is None or value == "" or (isinstance(value, bool) and kind != "bool"):
        return None
    return value if isinstance(value, wanted) else None


def changed(prior: Mapping[str, Any], planned: Mapping[str, Any]) -> bool:
    """Whether a plan changes anything; an unknown value is a change."""
    return dict(prior) != dict(planned)


def replacement_paths(paths: frozenset[str], prior: Mapping[str, Any], planned: Mapping[str, Any]) -> list[Path]:
    """Where the plan changes something that only a new object can have."""
    out: list[Path] = []
    for path in sorted(paths):
        if path == "id":
            continue
        out.extend(_changes(tuple(path.split(".")), prior, planned, ()))
    return out


def _changes(names: tuple[str, ...], prior: Any, planned: Any, at: Path) -> Iterator[Path]:
    if not isinstance(planned, dict) or not isinstance(prior, dict):
        return
    first, rest = names[0], names[1:]
    if first not in planned:
        return
    old, new = prior.get(first), planned[first]
    if old == new or (not old and not new and not isinstance(new, Unknown)):
        return
    here = (*at, first)
    if not rest or not isinstance(new, list) or not isinstance(old, list):
        if not rest:
            yield here
        return
    if len(old) != len(new):
        # A set of blocks that grew or shrank: the provider compares element by element, and so each is new.
        yield here
        return
    for index, (one, other) in enumerate(zip(old, new, strict=True)):
        yield from _changes(rest, one, other, (*here, index))
