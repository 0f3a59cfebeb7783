"""What a plan's configuration says: which resources an expression names, through variables, outputs and modules."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from app.domain.planned import INSTANCE_KEY

Node = Mapping[str, Any]
DEEPEST = 12
"""Modules inside modules; further down nothing is followed."""
_STEP = re.compile(rf"module\.([^.\[]+)({INSTANCE_KEY})?\.?")
_NAMED = re.compile(rf"((?:data\.)?[a-z0-9_]+\.[\w-]+)({INSTANCE_KEY})?")
_MODULE = re.compile(rf"(module\.[\w-]+)({INSTANCE_KEY})?(?:\.([\w-]+))?")
_INDEX = re.compile(rf"({INSTANCE_KEY})$")
_INSTANCE = re.compile(rf"({INSTANCE_KEY})\.")


@dataclass(frozen=True, slots=True)
class Scope:
    """One module's configuration at one of its instances: ``path`` is its address (``module.a["x"]``), empty on top."""

    path: str
    config: Node
    call: Node
    parent: "Scope | None" = None

    def child(self, name: str, index: str = "") -> "Scope | None":
        """The module that the call ``name`` makes."""
        call = (self.config.get("module_calls") or {}).get(name)
        if not isinstance(call, Mapping):
            return None
        prefix = f"{self.path}." if self.path else ""
        return Scope(f"{prefix}module.{name}{index}", call.get("module") or {}, call, self)

    def resource(self, address: str) -> Node:
        """The configuration of ``type.name``."""
        return next((one for one in self.config.get("resources") or () if one.get("address") == address), {})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource is configured: its module's address, the attributes it sets, its provider's region."""

    module: str
    configured: frozenset[str]
    region: str
    scope: Scope
    expressions: Node
    index: str

    def references(self, known: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Attribute path (without indexes) → addresses that its expression names, of those that are ``known``."""
        found: dict[str, tuple[str, ...]] = {}
        for path, expression in _flat(self.expressions):
            named = list(_targets(expression, self.scope, self.index, known, 0))
            if named:
                found[path] = tuple(dict.fromkeys((*found.get(path, ()), *named)))
        return found


@dataclass(frozen=True, slots=True)
class Configuration:
    """The whole of it."""

    root: Scope
    providers: Node
    variables: Node

    @classmethod
    def of(cls, document: Node) -> Self:
        """The configuration of a plan document; an empty one where it has none."""
        config = document.get("configuration") or {}
        root = Scope("", config.get("root_module") or {}, {})
        return cls(root, config.get("provider_config") or {}, document.get("variables") or {})

    def place(self, address: str, entry: Node) -> Place:
        """Where the resource of that address stands."""
        scope, rest = self._scope(address)
        index = found[1] if (found := _INDEX.search(rest)) else ""
        config = scope.resource(rest.removesuffix(index))
        expressions = config.get("expressions") or {}
        key = str(config.get("provider_config_key") or str(entry.get("provider_name", "")).rpartition("/")[2])
        return Place(scope.path, frozenset(expressions), self._region(key, scope), scope, expressions, index)

    def _scope(self, address: str) -> tuple[Scope, str]:
        scope, rest = self.root, address
        while found := _STEP.match(rest):
            below = scope.child(found[1], found[2] or "")
            if below is None:
                below = Scope(f"{scope.path}.{found[0]}".strip("."), {}, {}, scope)
            scope, rest = below, rest[found.end() :]
        return scope, rest

    def _region(self, key: str, scope: Scope) -> str:
        provider = self.providers.get(key) or self.providers.get(key.rpartition(":")[2]) or {}
        expression = (provider.get("expressions") or {}).get("region") or {}
        while ":" in key and "references" in expression and scope.parent:  # configured inside a module
            name = str((expression["references"] or [""])[0]).removeprefix("var.")
            expression, scope, key = (scope.call.get("expressions") or {}).get(name) or {}, scope.parent, key[:0]
        if isinstance(expression.get("constant_value"), str):
            return str(expression["constant_value"])
        for name in expression.get("references") or ():
            value = (self.variables.get(str(name).removeprefix("var.")) or {}).get("value")
            if str(name).startswith("var.") and isinstance(value, str):
                return value
        return ""


def _flat(expressions: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Every expression with its path: nested blocks are lists or mappings of more of them."""
    for key, value in expressions.items():
        where = f"{path}.{key}" if path else str(key)
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, Mapping):
                continue
            if isinstance(one.get("references"), list):
                yield where, one
            elif "constant_value" not in one:
                yield from _flat(one, where)


def _targets(expression: Node, scope: Scope, index: str, known: Collection[str], depth: int) -> Iterator[str]:
    names = [str(name) for name in expression.get("references") or ()]
    own = any(name.startswith(("count.", "each.")) for name in names)
    for position, name in enumerate(names):
        if position and names[position - 1].startswith((f"{name}.", f"{name}[")):
            continue  # Terraform names the parts first and then what they are parts of
        if depth < DEEPEST:
            yield from _resolved(name, scope, index if own else "", known, depth)


def _resolved(name: str, scope: Scope, index: str, known: Collection[str], depth: int) -> Iterator[str]:
    if name.startswith("var."):
        key = name.split(".")[1].partition("[")[0]
        given = (scope.call.get("expressions") or {}).get(key)
        if scope.parent and isinstance(given, Mapping):
            inner = found[1] if (found := _INDEX.search(scope.path)) else ""
            yield from _targets(given, scope.parent, inner, known, depth + 1)
    elif name.startswith("module."):
        yield from _through_output(name, scope, known, depth)
    elif found := _NAMED.match(name):
        prefix = f"{scope.path}." if scope.path else ""
        address = f"{prefix}{found[1]}"
        one = address + (found[2] or index)
        if one in known:
            yield one
        elif address in known:
            yield address
        else:
            yield from (each for each in known if each.startswith(f"{address}["))


def _through_output(name: str, scope: Scope, known: Collection[str], depth: int) -> Iterator[str]:
    found = _MODULE.match(name)
    if not found or not found[3]:
        return
    below = scope.child(found[1].removeprefix("module."), found[2] or "")
    output = ((below.config.get("outputs") or {}).get(found[3]) or {}) if below else {}
    if below and isinstance(output.get("expression"), Mapping):
        for instance in _instances(below, found[2], known):
            yield from _targets(output["expression"], instance, "", known, depth + 1)


def _instances(scope: Scope, index: str | None, known: Collection[str]) -> Iterator[Scope]:
    """The module's instances that there are: the one that is named, or all of them."""
    if index or not ({"count_expression", "for_each_expression"} & set(scope.call)):
        yield scope
        return
    paths = {
        scope.path + found[1]
        for one in known
        if one.startswith(f"{scope.path}[") and (found := _INSTANCE.match(one, len(scope.path)))
    }
    for path in sorted(paths):
        yield Scope(path, scope.config, scope.call, scope.parent)
