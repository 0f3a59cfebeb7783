"""Policy documents in the values of any resource: in a text by itself, or somewhere within one."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from app.analysis.permissions.document import Statement, parse_document


def texts_in(values: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a tree of values, with its path without indexes."""
    if isinstance(values, str):
        yield path, values
    elif isinstance(values, list):
        for one in values:
            yield from texts_in(one, path)
    elif hasattr(values, "items"):
        for key, value in values.items():
            yield from texts_in(value, f"{path}.{key}" if path else str(key))


def documents_in(text: str) -> tuple[tuple[Statement, ...], ...]:
    """The statements of each policy document in a JSON text that names a principal."""
    return _documents(text) if text.lstrip()[:1] in {"{", "["} else ()


@lru_cache(maxsize=1024)
def _documents(text: str) -> tuple[tuple[Statement, ...], ...]:
    try:
        return tuple(_found(json.loads(text)))
    except (ValueError, RecursionError):
        return ()


def _found(node: Any) -> Iterator[tuple[Statement, ...]]:
    if isinstance(node, str):
        yield from documents_in(node)
    elif isinstance(node, list):
        for one in node:
            yield from _found(one)
    elif isinstance(node, dict):
        statements = parse_document(node)
        if any(one.principals or one.not_principals for one in statements):
            yield statements
            return
        for one in node.values():
            yield from _found(one)
