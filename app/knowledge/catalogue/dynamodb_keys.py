"""Keys and indexes of a DynamoDB table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.request import Component
from app.knowledge.catalogue.base import Site

NUMBERS = ("timestamp", "time", "date", "count", "score", "age", "year", "epoch", "created_at", "updated_at", "price")
"""Attribute names that hold numbers where no type was stated."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The table's keys and their types (``S N B``)."""

    hash: str
    hash_type: str
    range: str | None
    range_type: str


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index by one or two attributes."""

    name: str
    hash: str
    range: str | None = None

    def block(self, read: int | None, write: int | None) -> dict[str, Any]:
        """The block of the table."""
        schema = [{"attribute_name": self.hash, "key_type": "HASH"}]
        if self.range:
            schema.append({"attribute_name": self.range, "key_type": "RANGE"})
        body: dict[str, Any] = {"name": self.name, "key_schema": schema, "projection_type": "ALL"}
        if read is not None:
            body |= {"read_capacity": read, "write_capacity": write}
        return body


def keys_of(component: Component, site: Site) -> Keys:
    """The stated keys, else ``id``."""
    hash_key = site.setting(component, "hash_key") or "id"
    range_key = site.setting(component, "range_key")
    return Keys(
        hash=hash_key,
        hash_type=site.setting(component, "hash_key_type") or "S",
        range=range_key,
        range_type=site.setting(component, "range_key_type") or ("N" if str(range_key).lower() in NUMBERS else "S"),
    )


def indexes(component: Component, site: Site) -> tuple[Index, ...]:
    """The stated indexes; ``status:created_at`` has a range key."""
    found = []
    for text in site.setting(component, "indexes") or ():
        first, _, second = str(text).partition(":")
        name = f"by-{first}" + (f"-{second}" if second else "")
        found.append(Index(name.lower().replace("_", "-"), first, second or None))
    return tuple(found)


def key_attributes(keys: Keys, table_indexes: Sequence[Index]) -> list[dict[str, str]]:
    """Every attribute that a key or index uses, once."""
    types = {keys.hash: keys.hash_type}
    if keys.range:
        types[keys.range] = keys.range_type
    for index in table_indexes:
        for name in (index.hash, index.range):
            if name:
                types.setdefault(name, "N" if name.lower() in NUMBERS else "S")
    return [{"name": name, "type": kind} for name, kind in types.items()]
