"""The tools that look into the provider schemas: which types there are, and what is in them."""

from collections.abc import Iterator
from functools import cache

from pydantic import Field

from app.knowledge.language import provider_words
from app.knowledge.schemas import Attribute, Block, Nested, provider_names, provider_schema, schema_of
from app.knowledge.schemas.deprecated import ARGUMENTS, DATA, TYPES
from app.knowledge.schemas.overlays import overlay_of
from app.reasoning.base import Tool
from app.reasoning.model.tools.making import LIMIT, Input, listed, make_tool, nearest
from app.reasoning.model.tools.services import words_of

MOST_FOUND = 30
DEEPEST = 8
SECTIONS = ("resources", "data")
OUTCOMES = frozenset({"id", "tags_all"})
"""Where they are computed, the schema may let them be set, and nobody does."""


class FindTypes(Input):
    """What to look for."""

    query: str = Field(min_length=2, max_length=200, description="words, or a part of the type's name (sqs queue)")
    data: bool = Field(False, description="data sources instead of resources")


class OneType(Input):
    """Which type."""

    type: str = Field(min_length=1, max_length=120, description="a provider type (aws_sqs_queue)")
    data: bool = Field(False, description="the data source of that name instead of the resource")


def type_tools() -> tuple[Tool, ...]:
    """The tools for the schemas on board."""
    return (
        make_tool(
            "find_types",
            "Finds Terraform resource types or data sources by words.",
            FindTypes,
            lambda given: _find(given.query, SECTIONS[given.data]),
            "provider schemas",
        ),
        make_tool(
            "provider_schema",
            "Tells the arguments, blocks and exported attributes of a Terraform type.",
            OneType,
            lambda given: _describe(given.type, data=given.data),
            "provider schemas",
        ),
    )


def require_type(kind: str, *, data: bool = False) -> Block:
    """The schema of a type; raises ``ValueError`` with the nearest names where there is none."""
    found = schema_of(kind, data=data)
    if found is not None:
        return found
    if schema_of(kind, data=not data) is not None:
        raise ValueError(f"{kind} is {'a resource, no data source' if data else 'a data source, no resource'}")
    raise ValueError(f"there is no type {kind!r}.{nearest(kind, all_types(SECTIONS[data]))}")


@cache
def all_types(section: str) -> tuple[str, ...]:
    """The names of all types in a section (``resources``, ``data``) of all providers on board."""
    return tuple(kind for name in provider_names() for kind in provider_schema(name).types(section))


def type_words(kind: object) -> str:
    """Terraform's JSON type syntax as configurations write it: ``list(string)``."""
    if isinstance(kind, str):
        return {"dynamic": "any"}.get(kind, kind)
    outer, inner = kind if isinstance(kind, list) else ("", "")
    if isinstance(inner, dict):
        return f"object({{{', '.join(f'{name} = {type_words(one)}' for name, one in inner.items())}}})"
    if isinstance(inner, list) and outer == "tuple":
        return f"tuple([{', '.join(map(type_words, inner))}])"
    return f"{outer}({type_words(inner)})"


def successor(kind: str, path: str = "", *, data: bool = False) -> str:
    """What to use instead of a deprecated type, or of an argument at its top; empty for one that is not."""
    if path:
        return "" if data else ARGUMENTS.get(kind, {}).get(path, "")
    return (DATA if data else TYPES).get(kind, "")


def _find(query: str, section: str) -> str:
    wanted = words_of(query) | _names_for(query)
    parts = {kind: words_of(kind) for kind in all_types(section)}
    whole = query.strip().lower().replace(" ", "_")
    scored = [(2 * len(wanted & words) + (whole in kind), kind) for kind, words in parts.items()]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], len(pair[1]), pair[1]))
    if not best:
        return f"no type fits.{nearest(whole, all_types(section))}"
    return listed((_headline(kind) for _, kind in best[:MOST_FOUND]), "search for more words")


def _names_for(query: str) -> frozenset[str]:
    """The words of type names for what people call them (``load balancer``: ``lb``)."""
    said = query.lower()
    aliases = provider_words().aliases.items()
    return frozenset(word for part, names in aliases if any(name in said for name in names) for word in words_of(part))


def _headline(kind: str) -> str:
    instead = successor(kind)
    return f"{kind} (deprecated: use {instead})" if instead else kind


def _describe(kind: str, *, data: bool) -> str:
    """As deep as there is room for."""
    block = require_type(kind, data=data)
    head = [f"{'Data source' if data else 'Resource'} {kind}"]
    if instead := successor(kind, data=data):
        head.append(f"Deprecated: use {instead}.")
    told = [*head, *_Page(kind, 1, data=data).lines(block)]
    for depth in range(2, DEEPEST):
        deeper = [*head, *_Page(kind, depth, data=data).lines(block)]
        if sum(len(line) + 1 for line in deeper) > LIMIT - 200:
            break
        told = deeper
    return listed(told, "ask attribute for a block or argument by its path")


class _Page:
    """A type's schema on one page, down to ``depth`` levels of blocks."""

    def __init__(self, kind: str, depth: int, *, data: bool) -> None:
        self._kind = kind
        self._depth = depth
        self._data = data
        self._sensitive = frozenset() if data else overlay_of(kind.partition("_")[0]).sensitive(kind)

    def lines(self, block: Block) -> Iterator[str]:
        """Required arguments, then optional ones, then blocks, then what is exported."""
        yield from self._block(block, "", 1)
        exported = [name for name, one in block.attributes.items() if not self._is_set(name, one)]
        if exported:
            yield f"Exported: {', '.join(exported)}"

    def _block(self, block: Block, prefix: str, level: int) -> Iterator[str]:
        settable = [(name, one) for name, one in block.attributes.items() if self._is_set(name, one)]
        for name, one in sorted(settable, key=lambda pair: not pair[1].required):
            yield f"{prefix}{name}: {self._attribute(f'{prefix}{name}', one)}"
        for name, nested in block.blocks.items():
            path = f"{prefix}{name}"
            deeper = level < self._depth
            inside = "" if deeper else f"; its content: attribute {path}"
            yield f"{path}: {nested_words(nested)}{self._instead(path)}{inside}"
            if deeper:
                yield from self._block(nested.block, f"{path}.", level + 1)

    @staticmethod
    def _is_set(name: str, one: Attribute) -> bool:
        return one.settable and not (one.computed and name in OUTCOMES)

    def _attribute(self, path: str, one: Attribute) -> str:
        secret = ", sensitive" if path in self._sensitive else ""
        return f"{type_words(one.type)}, {use_words(one)}{secret}{self._instead(path)}"

    def _instead(self, path: str) -> str:
        instead = successor(self._kind, path, data=self._data)
        return f", deprecated: use {instead}" if instead else ""


def use_words(one: Attribute) -> str:
    """Whether it must, may or cannot be set."""
    if one.required:
        return "required"
    return ("optional" if one.optional else "exported only") + (
        ", else computed" if one.optional and one.computed else ""
    )


def nested_words(nested: Nested) -> str:
    """A block and how often it may stand."""
    most = "one" if not nested.repeated else f"at most {nested.maximum}" if nested.maximum else "any number"
    least = "optional" if not nested.minimum else "required" if nested.minimum == 1 else f"at least {nested.minimum}"
    return f"block ({most}, {least})"
