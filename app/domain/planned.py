"""What a plan would leave standing, as a graph: resources with their planned values and what they refer to."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

INSTANCE_KEY = r"""\[(?:\d+|"(?:[^"\\]|\\.)*")\]"""
"""What tells instances of one ``count`` or ``for_each`` apart in an address, as Terraform quotes it."""
_KEY = re.compile(INSTANCE_KEY)


def block_of(address: str, mark: str = "") -> str:
    """The block that an instance comes from: its address without instance keys, or with ``mark`` in their place."""
    return _KEY.sub(mark, address)


def at_path(tree: Any, path: str) -> Any:
    """What a tree of values (or of what is unknown) has at a dotted path, None where it has nothing there."""
    for part in path.split("."):
        tree = _below(tree, part)
    return tree


def _below(node: Any, part: str) -> Any:
    if isinstance(node, list):
        if part.isdigit():
            return node[int(part)] if int(part) < len(node) else None
        node = node[0] if node else None  # Terraform's single blocks are lists of one
    return node.get(part) if isinstance(node, dict) else None


@dataclass(frozen=True, slots=True)
class PlannedResource:
    """One instance of a resource (modules, ``count`` and ``for_each`` resolved) or of a data source.

    ``address`` is Terraform's, with index; ``provider`` the last part of the provider's source (``aws azurerm
    google``); ``region`` the provider's, or the resource's own, empty where the plan does not say; ``values`` are the
    planned ones with what is sensitive blanked and what is known only after apply left out (None); ``unknown`` says
    which those are, as a tree of the same shape. ``references`` maps an attribute's path without indexes
    (``vpc_config.subnet_ids``) to the addresses that its expression names, as far as the configuration tells.
    """

    address: str
    type: str
    name: str
    module: str = ""
    mode: Literal["managed", "data"] = "managed"
    provider: str = ""
    region: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict)
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def tags(self) -> Mapping[str, str]:
        """All its tags, the provider's default ones too."""
        found = self.values.get("tags_all") or self.values.get("tags") or self.values.get("labels") or {}
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, Mapping) else {}

    def get(self, path: str, default: Any = None) -> Any:
        """The value at a dotted path, ``root_block_device.0.volume_size``; ``default`` where there is none.

        A list of one block may be left out of the path, as Terraform's single blocks are lists of one.
        """
        node = at_path(self.values, path)
        return default if node is None else node

    def blocks(self, path: str) -> list[Mapping[str, Any]]:
        """The nested blocks at a dotted path, none where there are none."""
        found = self.get(path, [])
        listed = found if isinstance(found, list) else [found]
        return [block for block in listed if isinstance(block, Mapping)]

    def is_unknown(self, path: str) -> bool:
        """Whether the value at a dotted path is known only after apply."""
        node: Any = self.unknown
        for part in path.split("."):
            if node is True:
                return True
            node = _below(node, part)
        return node is True


class _Index:
    """What is of which type in a stack, and what points to what; each is read once, when it is first asked for."""

    def __init__(self, resources: Sequence[PlannedResource]) -> None:
        self._resources = resources

    @cached_property
    def by_type(self) -> Mapping[str, list[PlannedResource]]:
        """The managed resources of each type."""
        found: dict[str, list[PlannedResource]] = {}
        for resource in self._resources:
            if resource.mode == "managed":
                found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def naming(self) -> Mapping[str, list[PlannedResource]]:
        """By address, the resources some expression of which names it."""
        found: dict[str, list[PlannedResource]] = {}
        for resource in self._resources:
            for address in dict.fromkeys(one for names in resource.references.values() for one in names):
                found.setdefault(address, []).append(resource)
        return found

    @cached_property
    def by_identity(self) -> Mapping[str, PlannedResource]:
        """By id and ARN, where a plan knows them: those of what exists already."""
        found: dict[str, PlannedResource] = {}
        for resource in sorted(self._resources, key=lambda one: len(one.type)):  # a bucket before its policy
            for key in ("arn", "id"):
                value = resource.values.get(key)
                if isinstance(value, str) and value:
                    found.setdefault(value, resource)
        return found

    @cached_property
    def holding(self) -> Mapping[str, list[PlannedResource]]:
        """By address, the managed resources some value of which is the id or ARN of that resource."""
        found: dict[str, list[PlannedResource]] = {}
        for resource in self._resources:
            if resource.mode == "managed":
                for address in dict.fromkeys(one.address for one in self._held(resource)):
                    found.setdefault(address, []).append(resource)
        return found

    def _held(self, resource: PlannedResource) -> list[PlannedResource]:
        flat = [value for item in resource.values.values() for value in (item if isinstance(item, list) else [item])]
        return [self.by_identity[one] for one in flat if isinstance(one, str) and one in self.by_identity]


@dataclass(frozen=True)
class Planned:
    """The resources that a stack has after its plan, in the plan's order. ``stack`` is its path."""

    stack: str = "."
    resources: tuple[PlannedResource, ...] = ()

    @cached_property
    def _by_address(self) -> Mapping[str, PlannedResource]:
        return {resource.address: resource for resource in self.resources}

    @cached_property
    def _index(self) -> _Index:
        return _Index(self.resources)

    def __iter__(self) -> Iterator[PlannedResource]:
        return iter(self.resources)

    def get(self, address: str) -> PlannedResource | None:
        """The resource of that address."""
        return self._by_address.get(address)

    def with_all(self, changed: Mapping[str, PlannedResource]) -> "Planned":
        """The same stack with the resources of some addresses as they would be; what pointed to them still does."""
        by_address = {**self._by_address, **changed}
        made = replace(self, resources=tuple(by_address.values()))
        # Known already: of a large stack thousands of what-ifs are made, each of which would read all of it.
        vars(made).update(_by_address=by_address, _index=self._index)
        return made

    def of_type(self, *types: str) -> list[PlannedResource]:
        """The managed resources of these types."""
        return self._present(one for type_ in types for one in self._index.by_type.get(type_, []))

    def referred(self, resource: PlannedResource, path: str) -> list[PlannedResource]:
        """What the attribute at ``path`` (without indexes) points to: by its expression, else by a known id or ARN."""
        named = [self._by_address[a] for a in resource.references.get(path, ()) if a in self._by_address]
        if named:
            return named
        value = resource.get(path)
        values = value if isinstance(value, list) else [value]
        known = self._index.by_identity
        return self._present(known[one] for one in values if isinstance(one, str) and one in known)

    def referring(self, resource: PlannedResource, *types: str) -> list[PlannedResource]:
        """The resources (of these types, where any are named) some attribute of which points to ``resource``."""
        named = self._index.naming.get(resource.address, [])
        if not types:
            return self._present(named)
        by_value = self._index.holding.get(resource.address, [])
        found = {one.address: one for one in (*named, *by_value) if one.type in types}
        return self._present(found.values())

    def _present(self, found: Iterable[PlannedResource]) -> list[PlannedResource]:
        """What the index found, as it is in this stack."""
        return [self._by_address[one.address] for one in found]
