"""What the provider requires of a block that a repair wrote, so that no repair leaves code that cannot be planned."""

from collections.abc import Iterator

from app.knowledge.schemas import Block as BlockSchema
from app.knowledge.schemas import schema_of
from app.toolchains.terraform.hcl import Block

META = frozenset({"lifecycle", "provisioner", "connection", "dynamic"})
META_ARGUMENTS = frozenset({"count", "for_each", "provider", "depends_on"})


def missing(block: Block) -> frozenset[str]:
    """Dotted paths of required arguments and blocks that the resource's inner blocks lack; empty for unknown types."""
    schema = schema_of(block.labels[0]) if block.type == "resource" and block.labels else None
    if schema is None:
        return frozenset()
    return frozenset(path for inner in block.blocks for path in _missing(inner, schema, ""))


def unknown(block: Block) -> frozenset[str]:
    """Dotted paths of arguments and blocks that the provider does not know."""
    schema = schema_of(block.labels[0]) if block.type == "resource" and block.labels else None
    if schema is None:
        return frozenset()
    return frozenset(_unknown(block, schema, ""))


def _missing(block: Block, outer: BlockSchema, prefix: str) -> Iterator[str]:
    nested = outer.blocks.get(block.type)
    if nested is None or block.type in META:
        return
    path = f"{prefix}{block.type}."
    there = set(block.attributes) | {inner.type for inner in block.blocks}
    there |= {inner.labels[0] for inner in block.blocks_of("dynamic") if inner.labels}
    for name, attribute in nested.block.attributes.items():
        if attribute.required and name not in there:
            yield f"{path}{name}"
    for name, inner_schema in nested.block.blocks.items():
        if inner_schema.minimum and name not in there:
            yield f"{path}{name}"
    for inner in block.blocks:
        yield from _missing(inner, nested.block, path)


def _unknown(block: Block, schema: BlockSchema, prefix: str) -> Iterator[str]:
    for name in block.attributes:
        if name not in schema.attributes and name not in schema.blocks and (prefix or name not in META_ARGUMENTS):
            yield f"{prefix}{name}"
    for inner in block.blocks:
        nested = schema.blocks.get(inner.type)
        if inner.type in META or inner.type in schema.attributes:
            continue
        if nested is None:
            yield f"{prefix}{inner.type}"
        else:
            yield from _unknown(inner, nested.block, f"{prefix}{inner.type}.")
