"""Provider schemas as data, read once and shared.

Shape of the files: ``{resources|data|ephemeral: {type: block}, provider: block}``; a block is ``{"a": {name: [type,
flags]}, "b": {name: [nesting, min, max, block]}}``; types are Terraform's JSON type syntax; flags ``r`` required,
``o`` optional, ``c`` computed; nesting ``single list set map``; max 0 is unlimited.
"""

import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from app.knowledge.schemas.amendments import amended

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Attribute:
    """An argument or exported attribute; ``type`` is Terraform's JSON type syntax (``"string"``, ``["list", …]``)."""

    type: Any
    required: bool
    optional: bool
    computed: bool

    @property
    def settable(self) -> bool:
        """Whether a configuration may set it."""
        return self.required or self.optional


@dataclass(frozen=True, slots=True)
class Nested:
    """A nested block: how often (``maximum`` 0 is unlimited) and what is inside."""

    nesting: str
    minimum: int
    maximum: int
    block: "Block"

    @property
    def repeated(self) -> bool:
        """Whether more than one block may be written."""
        return self.nesting != "single" and self.maximum != 1


class Block:
    """Attributes and nested blocks of a resource, data source or provider, parsed when first asked for."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw

    @cached_property
    def attributes(self) -> dict[str, Attribute]:
        """Attributes by name, in the file's order."""
        return {
            name: Attribute(kind, "r" in flags, "o" in flags, "c" in flags)
            for name, (kind, flags) in self.raw.get("a", {}).items()
        }

    @cached_property
    def blocks(self) -> dict[str, Nested]:
        """Nested blocks by name."""
        return {
            name: Nested(nesting, low, high, Block(inner))
            for name, (nesting, low, high, inner) in self.raw.get("b", {}).items()
        }

    def at(self, path: str) -> "Attribute | Nested | None":
        """What stands at a dotted path (``versioning_configuration.status``), or None."""
        first, _, rest = path.partition(".")
        if not rest:
            return self.attributes.get(first) or self.blocks.get(first)
        nested = self.blocks.get(first)
        return nested.block.at(rest) if nested else None


class ProviderSchema:
    """One provider: its version and its types."""

    def __init__(self, name: str, version: str, raw: Mapping[str, Any]) -> None:
        self.name = name
        self.version = version
        self.raw = raw
        self._blocks: dict[tuple[str, str], Block] = {}

    def _block(self, section: str, kind: str) -> Block | None:
        key = (section, kind)
        if key not in self._blocks:
            raw = self.raw.get(section, {}).get(kind)
            if raw is None:
                return None
            self._blocks[key] = Block(raw)
        return self._blocks[key]

    def block(self, section: str, kind: str) -> Block | None:
        """The schema of a type in a section (``resources``, ``data``, ``ephemeral``), or None."""
        return self._block(section, kind)

    def resource(self, kind: str) -> Block | None:
        """The schema of a managed resource type, or None."""
        return self._block("resources", kind)

    def data(self, kind: str) -> Block | None:
        """The schema of a data source, or None."""
        return self._block("data", kind)

    def types(self, section: str = "resources") -> Iterator[str]:
        """The names in a section: ``resources``, ``data`` or ``ephemeral``."""
        return iter(self.raw.get(section, {}))

    @cached_property
    def configuration(self) -> Block:
        """The provider block."""
        return Block(self.raw.get("provider", {}))


@cache
def _files() -> dict[str, Path]:
    return {path.name.split("_")[0]: path for path in sorted(HERE.glob("*.json.xz"))}


def provider_names() -> tuple[str, ...]:
    """The providers whose schema is on board."""
    return tuple(_files())


def provider_versions() -> dict[str, str]:
    """Provider name → version of the schema on board, told by the file names alone."""
    return {name: path.name.removeprefix(f"{name}_").removesuffix(".json.xz") for name, path in _files().items()}


@cache
def provider_schema(name: str) -> ProviderSchema:
    """The schema of a provider (``aws``); raises KeyError for one that is not on board."""
    raw = json.loads(lzma.decompress(_files()[name].read_bytes()))
    return ProviderSchema(name, provider_versions()[name], amended(name, raw))


def schema_of(kind: str, *, data: bool = False) -> Block | None:
    """The schema of a type by its name (``aws_sqs_queue``), whichever provider it belongs to, or None."""
    name = kind.partition("_")[0]
    if name not in _files():
        return None
    schema = provider_schema(name)
    return schema.data(kind) if data else schema.resource(kind)
