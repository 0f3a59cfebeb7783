"""The rules name types and arguments that exist."""

import re
from typing import Any

from app.knowledge.schemas import Block, provider_schema
from app.knowledge.schemas.overlays import overlay_of
from app.knowledge.schemas.validation import SECTIONS, rules_for


def exists(block: Block, path: str) -> bool:
    """Whether a path leads somewhere; inside an attribute of objects anything may be."""
    first, _, rest = path.partition(".")
    return first in block.attributes or (block.at(path) is not None if rest else first in block.blocks)


def paths_of(entry: Any) -> list[str]:
    if isinstance(entry, dict):
        return list(entry)
    return [path for each in entry for path in (each if isinstance(each, list) else [each])]


def test_types_and_arguments_exist() -> None:
    schema = provider_schema("aws")
    seen = set()
    for kind in schema.types():
        block = schema.resource(kind)
        assert block is not None
        for section, entry in rules_for(kind).items():
            seen.add(section)
            assert all(exists(block, path) for path in paths_of(entry)), (kind, section)
    assert seen == set(SECTIONS)


def test_patterns_compile_and_say_what_they_mean() -> None:
    for kind in provider_schema("aws").types():
        for pattern, meaning in rules_for(kind).get("patterns", {}).values():
            assert re.compile(pattern).groups is not None
            assert meaning


def test_defaults_of_the_real_provider_obey_the_rules() -> None:
    """A rule that refuses what the provider itself fills in is wrong."""
    defaults = overlay_of("aws")
    for kind in provider_schema("aws").types():
        for path, allowed in rules_for(kind).get("values", {}).items():
            default = defaults.defaults(kind).get(path)
            assert default is None or default in allowed, (kind, path, default)


def test_nothing_is_said_of_other_types() -> None:
    assert rules_for("aws_nothing") == {}
    assert rules_for("random_id") == {}
