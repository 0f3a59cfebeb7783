"""The tool that tells what is known of one argument."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from app.knowledge.arguments import known
from app.knowledge.schemas import Attribute, Block, Nested
from app.knowledge.schemas.overlays import overlay_of
from app.knowledge.schemas.validation import rules_for
from app.reasoning.base import Tool
from app.reasoning.model.tools.making import Input, listed, make_tool, nearest
from app.reasoning.model.tools.provider_types import (
    nested_words,
    require_type,
    successor,
    type_words,
    use_words,
)

POSITION = re.compile(r"\[[^\]]*\]|\.(?:\d+|\*)(?=\.|$)")
DEEPEST = 5
"""Levels of blocks that are searched for a name that stands elsewhere."""
GROUPS = {"exactly_one": "exactly one of", "at_least_one": "at least one of", "at_most_one": "at most one of"}


class OneAttribute(Input):
    """Which argument of which type."""

    type: str = Field(min_length=1, max_length=120, description="a provider type (aws_sqs_queue)")
    path: str = Field(
        min_length=1,
        max_length=200,
        description="the argument or block by its dotted path (versioning_configuration.status)",
    )
    data: bool = Field(False, description="of the data source instead of the resource")


def attribute_tool() -> Tool:
    """The tool for the schemas on board."""
    return make_tool(
        "attribute",
        "Tells one argument, exported attribute or block of a Terraform type: its type, whether it is required, "
        "allowed and usual values.",
        OneAttribute,
        _describe,
        "provider schemas",
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an argument stands: ``path`` without positions, the type's schema, what was found there."""

    kind: str
    path: str
    found: Attribute | Nested
    data: bool


def _describe(given: OneAttribute) -> str:
    block = require_type(given.type, data=given.data)
    path = POSITION.sub("", given.path.removeprefix(f"{given.type}.")).strip(".")
    found = _at(block, path.split("."))
    if found is None:
        raise ValueError(f"{given.type} has no {path!r}.{_elsewhere(block, path)}")
    place = _Place(given.type, path, found, given.data)
    return listed((*_schema(place), *(() if given.data else _facts(place))), "ask for the paths inside")


def _at(block: Block, parts: Sequence[str]) -> Attribute | Nested | None:
    """What stands at a path, also inside an attribute that is an object."""
    found = block.at(".".join(parts))
    if found is None and len(parts) > 1:
        for size in range(len(parts) - 1, 0, -1):
            outer = block.at(".".join(parts[:size]))
            if isinstance(outer, Attribute):
                return _inside(outer, parts[size:])
    return found


def _inside(outer: Attribute, parts: Sequence[str]) -> Attribute | None:
    kind: Any = outer.type
    for part in parts:
        while isinstance(kind, list) and kind[0] != "object":
            kind = kind[1]
        kind = kind[1].get(part) if isinstance(kind, list) else None
        if kind is None:
            return None
    return Attribute(kind, outer.required, outer.optional, outer.computed)


def _elsewhere(block: Block, path: str) -> str:
    """The nearest names where the path breaks off, else paths that end alike."""
    *outer, last = path.split(".")
    inside = _at(block, outer) if outer else None
    here = inside.block if isinstance(inside, Nested) else block
    near = nearest(last, [*here.attributes, *here.blocks]) if not outer or isinstance(inside, Nested) else ""
    alike = [one for one in _paths(block, "", DEEPEST) if one.rpartition(".")[2] == last][:3]
    return near + (f" Elsewhere: {', '.join(alike)}." if alike else "")


def _paths(block: Block, prefix: str, depth: int) -> Iterator[str]:
    yield from (f"{prefix}{name}" for name in block.attributes)
    for name, nested in block.blocks.items():
        yield f"{prefix}{name}"
        if depth:
            yield from _paths(nested.block, f"{prefix}{name}.", depth - 1)


def _schema(place: _Place) -> Iterator[str]:
    found = place.found
    if isinstance(found, Attribute):
        yield f"{place.path} of {place.kind}: {type_words(found.type)}, {use_words(found)}"
        return
    yield f"{place.path} of {place.kind}: {nested_words(found)}, with"
    for name, one in found.block.attributes.items():
        yield f"- {name}: {type_words(one.type)}, {use_words(one)}"
    for name, nested in found.block.blocks.items():
        yield f"- {name}: {nested_words(nested)}"


def _facts(place: _Place) -> Iterator[str]:
    """What is known beside the schema."""
    kind, path = place.kind, place.path
    if instead := successor(kind, path):
        yield f"Deprecated: use {instead}."
    overlay = overlay_of(kind.partition("_")[0])
    if path in overlay.sensitive(kind):
        yield "Sensitive: its value is never shown."
    if path in overlay.replaces(kind):
        yield "A change of it makes a new resource."
    yield from _rules(rules_for(kind), path)
    if isinstance(place.found, Attribute):
        yield from _values(place, place.found)


def _rules(rules: Mapping[str, Any], path: str) -> Iterator[str]:
    """What the provider refuses."""
    if allowed := rules.get("values", {}).get(path):
        yield f"Allowed: {', '.join(json.dumps(value) for value in allowed if value != '')}."
    if pattern := rules.get("patterns", {}).get(path):
        yield f"It must be {pattern[1]}."
    if bounds := rules.get("ranges", {}).get(path):
        yield f"It must be from {bounds[0]} to {bounds[1]}."
    for section, says in (("json", "JSON"), ("cidr", "an IPv4 network without host bits"), ("arns", "an ARN")):
        if path in rules.get(section, ()):
            yield f"It must be {says}."
    for section, says in GROUPS.items():
        for names in rules.get(section, ()):
            if path.partition(".")[0] in names:
                yield f"There must be {says} {', '.join(names)}."


def _values(place: _Place, one: Attribute) -> Iterator[str]:
    """Usual and default values."""
    kind, path = place.kind, place.path
    default = overlay_of(kind.partition("_")[0]).defaults(kind).get(path)
    if default is not None and one.optional and not one.computed:
        yield f"Default: {json.dumps(default)}."
    leaf = path.rpartition(".")[2]
    usual = known().usual(kind).get(path, known().value(kind, path, leaf) if one.required else None)
    if (told := _told(usual)) and one.settable:
        yield f"Usually {told}."
    if one.optional and (told := _told(known().safe(kind, path, one))):
        yield f"Safe: {told}."
    if form := known().name_form(kind) if leaf in {"name", "bucket", "identifier"} and "." not in path else None:
        yield f"Such names: {json.dumps(form)}."


def _told(value: Any) -> str:
    """A value of the knowledge in words: references by the attribute they name; our other directives say nothing."""
    if isinstance(value, str) and value.startswith("@"):
        if value == "@key":
            return "the ARN of a KMS key of one's own"
        return f"a reference to {value[1:]}" if value.startswith("@aws_") else ""
    return "" if value is None or "@" in json.dumps(value) else json.dumps(value)
