"""Blocks of resources and data sources: attribute or block by the provider's schema, and the order inside."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.resources import Acceptance, Expression, Ref, Resource
from app.knowledge.schemas import Attribute, Block, Nested, schema_of
from app.toolchains.terraform.writer import text
from app.toolchains.terraform.writer.expressions import entry, is_expression, reference
from app.toolchains.terraform.writer.layout import BLANK, Entry, Item, Raw, block

_NAMES = ("name", "name_prefix", "identifier", "bucket", "family", "alias", "id")
_LAST = ("tags", "tags_all", "timeouts")


def resource_block(resource: Resource, kept: Sequence[Acceptance] = ()) -> list[str]:
    """The lines of one resource or data source, with its comment above; raises ValueError for what has no form.

    ``kept`` are findings that the design accepts here: a comment that scanners honour says so to every later reader.
    """
    word = "data" if resource.data else "resource"
    header = f"{word} {text.quote(text.identifier(resource.type))} {text.quote(text.identifier(resource.label))}"
    skips: list[Item] = [Raw([text.skip(one.rule, one.reason)]) for one in kept]
    sections = [
        skips,
        _meta(resource),
        *_body(resource.body, schema_of(resource.type, data=resource.data)),
        *_after(resource),
    ]
    return [*text.comment(resource.comment), *block(header, _separated(sections))]


def block_items(body: Mapping[str, Any], schema: Block | None = None) -> list[Item]:
    """The items of a body in their order, blank lines between its sections."""
    return _separated(_body(body, schema))


def _separated(sections: Sequence[Sequence[Item]]) -> list[Item]:
    items: list[Item] = []
    for section in sections:
        if section and items:
            items.append(BLANK)
        items += section
    return items


def _meta(resource: Resource) -> list[Item]:
    items: list[Item] = []
    if resource.count is not None:
        items.append(entry("count", resource.count))
    if resource.for_each is not None:
        items.append(entry("for_each", resource.for_each))
    if resource.provider:
        name, _, alias = resource.provider.rpartition(".")
        name = name or resource.type.partition("_")[0]
        items.append(Entry("provider", [f"{text.identifier(name)}.{text.identifier(alias)}"]))
    return items


def _body(body: Mapping[str, Any], schema: Block | None) -> list[list[Item]]:
    """Single-line arguments in one section, each longer one and each block in a section of its own."""
    short: list[Item] = []
    long: list[list[Item]] = []
    nested: list[list[Item]] = []
    for name in sorted(body, key=_rank):
        value = body[name]
        if value is None:
            continue
        if is_block(name, value, schema):
            nested += [[Raw(lines)] for lines in _blocks(name, value, schema)]
            continue
        item = entry(text.identifier(name), _complete(value, schema.attributes.get(name) if schema else None))
        if item.aligned and not item.heredoc:
            short.append(item)
        else:
            long.append([item])
    return [short, *long, *nested]


def _rank(name: str) -> int:
    """Names first and tags last; everything else keeps the order it was given in."""
    if name in _NAMES or name.endswith("_identifier"):
        return 0
    if name in _LAST:
        return 3
    return 1 if name.endswith("_name") else 2


def is_block(name: str, value: Any, schema: Block | None) -> bool:
    """Whether this key is written as a nested block.

    The schema decides. Lists of objects are arguments for which Terraform also takes block syntax, the only form in
    which their fields may be left out; without a schema a list of mappings is read as repeated blocks.
    """
    mappings = isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)
    if schema is None:
        return mappings and all(text.IDENTIFIER.match(str(key)) for item in value for key in item)
    if name in schema.blocks:
        if is_expression(value):
            message = f"block {name!r} cannot be an expression"
            raise ValueError(message)
        return True
    attribute = schema.attributes.get(name)
    objects = attribute is not None and isinstance(attribute.type, list) and attribute.type[0] in {"list", "set"}
    if not objects or attribute is None or attribute.type[1][0] != "object":
        return False
    return mappings or isinstance(value, Mapping)


def _blocks(name: str, value: Any, schema: Block | None) -> list[list[str]]:
    inner, nested = _inner(name, schema)
    header = text.identifier(name)
    if nested is not None and nested.nesting == "map":
        return [block(f"{header} {text.quote(str(key))}", block_items(item, inner)) for key, item in value.items()]
    bodies = [value] if isinstance(value, Mapping) else list(value)
    return [block(header, block_items(item, inner)) for item in bodies if item is not None]


def _inner(name: str, schema: Block | None) -> tuple[Block | None, Nested | None]:
    if schema is None:
        return None, None
    nested = schema.blocks.get(name)
    if nested is not None:
        return nested.block, nested
    fields = schema.attributes[name].type[1][1]
    return Block({"a": {field: [kind, "o"] for field, kind in fields.items()}}), None


def _complete(value: Any, attribute: Attribute | None) -> Any:
    """Objects given as arguments need every field: those that were left out are null."""
    return _filled(value, attribute.type) if attribute is not None else value


def _filled(value: Any, kind: Any) -> Any:
    if not isinstance(kind, list):
        return value
    if kind[0] == "object" and isinstance(value, Mapping):
        return {name: _filled(value.get(name), inner) for name, inner in kind[1].items()}
    if isinstance(value, list | tuple) and kind[0] in {"list", "set"}:
        return [_filled(item, kind[1]) for item in value]
    return value


def _after(resource: Resource) -> list[list[Item]]:
    depends: list[Item] = []
    if resource.depends_on:
        references = [Expression(reference(Ref(address, ""))) for address in resource.depends_on]
        depends = [entry("depends_on", references)]
    lifecycle: list[Item] = []
    if resource.lifecycle:
        lifecycle = [Raw(block("lifecycle", _lifecycle(resource.lifecycle)))]
    return [depends, lifecycle]


def _lifecycle(body: Mapping[str, Any]) -> list[Item]:
    arguments: list[Item] = []
    conditions: list[list[Item]] = []
    for name, value in body.items():
        if name in {"precondition", "postcondition"}:
            bodies = [value] if isinstance(value, Mapping) else value
            conditions += [[Raw(block(name, block_items(item)))] for item in bodies]
        elif name in {"ignore_changes", "replace_triggered_by"}:
            arguments.append(entry(name, _traversals(value)))
        else:
            arguments.append(entry(text.identifier(name), value))
    return _separated([arguments, *conditions])


def _traversals(value: Any) -> Any:
    """Attribute names and addresses stand bare in the lifecycle block."""
    if isinstance(value, str):
        return Expression(reference(Ref(value, "")))
    return [item if not isinstance(item, str) else Expression(reference(Ref(item, ""))) for item in value]
