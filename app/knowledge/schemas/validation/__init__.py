"""What real providers refuse in a configuration, as data: only what is certain, as a wrong refusal is worse than none.

Per resource type and dotted path: ``values`` (the allowed ones), ``patterns`` (a regular expression for the whole
text, and what it means in words), ``ranges`` (lowest and highest number), ``json`` (texts that must be JSON),
``cidr`` (IPv4 networks without host bits), ``arns``; per type, groups of arguments: ``exactly_one``,
``at_least_one``, ``at_most_one``. Sources: the argument references of the AWS provider and the AWS API reference.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECTIONS = (
    "values",
    "patterns",
    "ranges",
    "json",
    "cidr",
    "arns",
    "exactly_one",
    "at_least_one",
    "at_most_one",
)


@cache
def _tables(provider: str) -> Mapping[str, Mapping[str, Any]]:
    path = HERE / f"{provider}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@cache
def rules_for(kind: str) -> Mapping[str, Any]:
    """The rules of a resource type by section; a section that says nothing is left out."""
    tables = _tables(kind.partition("_")[0])
    return {section: tables[section][kind] for section in SECTIONS if kind in tables.get(section, {})}
