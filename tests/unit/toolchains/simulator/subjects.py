"""Objects to ask special rules about."""

from pathlib import Path
from typing import Any

from app.knowledge.schemas import Block, provider_schema
from app.toolchains.simulator.place import Place
from app.toolchains.simulator.provider import Subject
from app.toolchains.simulator.tokens import Tokens


def subject_of(
    kind: str, section: str = "resources", *, seed: str = "seed", directory: Path | None = None, **values: Any
) -> Subject:
    """A subject of a type with the given values and null for the rest."""
    provider = kind.partition("_")[0]
    block = provider_schema(provider).block(section, kind) or Block({})
    place = Place(region="eu-west-1", account="111122223333", default_tags={"team": "a"}, directory=directory)
    return Subject(kind, block, {**dict.fromkeys(block.attributes), **values}, Tokens(seed), place)
