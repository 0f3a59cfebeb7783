"""What an operator needs to know about a kind of resource, by provider type, in each language."""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path


@cache
def _advice() -> Mapping[str, Mapping[str, str]]:
    advice: Mapping[str, Mapping[str, str]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return advice


def advice_for(types: Collection[str], language: str) -> list[str]:
    """The advice for the types there are, in the file's order."""
    return [texts[language] for kind, texts in _advice().items() if kind in types]
