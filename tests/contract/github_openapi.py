"""GitHub's own OpenAPI file, cut to what is used, as a judge over questions and answers."""

import gzip
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

CUT = Path(__file__).parents[1] / "fixtures" / "github" / "openapi.json.gz"
NUMBERS = frozenset({"integer", "number", "boolean"})
FAILED = {
    "type": "object",
    "required": ["message", "documentation_url"],
    "properties": {"message": {"type": "string"}, "documentation_url": {"type": "string"}, "errors": {"type": "array"}},
}
"""The form of refusals that the file gives none for."""


@cache
def document() -> dict[str, Any]:
    """The cut of ``tools/build_openapi.py``."""
    return json.loads(gzip.decompress(CUT.read_bytes()))  # type: ignore[no-any-return]  # JSON


@cache
def _validator(operation: str, part: str) -> jsonschema_rs.Draft202012Validator | None:
    found: Any = document()["operations"][operation]
    for name in part.split("/"):
        found = found.get(name) if found is not None else None
    if found is None:
        return None
    return jsonschema_rs.Draft202012Validator(found | {"components": document()["components"]})


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], str]]:
    """Method, path and operation; fixed words before variables, so that ``issues/comments/5`` is no issue."""
    rows = []
    for operation in document()["operations"]:
        method, path = operation.split(" ", 1)
        wide = re.sub(r"\\\{(ref|path)\\\}", ".+", re.escape(path))
        rows.append((method, re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", wide) + "$"), operation))
    return sorted(rows, key=lambda row: row[2].count("{"))


class Contract:
    """Judges calls; ``seen`` are the operations that were judged."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def operation(self, method: str, path: str) -> str:
        """The operation's key in the cut, or empty."""
        return next((key for verb, pattern, key in _patterns() if verb == method and pattern.match(path)), "")

    def check(self, method: str, path: str, query: Mapping[str, str], said: Any, status: int, answer: Any) -> list[str]:
        """What GitHub's file does not allow, in words."""
        operation = self.operation(method, path)
        if not operation:
            return [f"{method} {path}: not in the cut of tools/build_openapi.py"]
        self.seen.add(operation)
        found = _judged(operation, "query", _typed(operation, query))
        if status < 400 and said is not None:
            found += _judged(operation, "request", said)
        if status >= 400 and _validator(operation, f"responses/{status}") is None:
            refusal = jsonschema_rs.Draft202012Validator(FAILED)
            return found + [f"{operation}: {status}: {one.message}" for one in refusal.iter_errors(answer)]
        if status == 301:  # any operation on a repository that has another name now
            return found
        if str(status) not in document()["operations"][operation]["responses"]:
            return [*found, f"{operation}: {status} is no documented answer"]
        return found + _judged(operation, f"responses/{status}", answer)


def _judged(operation: str, part: str, value: Any) -> list[str]:
    validator = _validator(operation, part)
    if validator is None:
        return []
    errors = list(validator.iter_errors(value))
    return [f"{operation}: {part}: {'/'.join(map(str, one.instance_path))}: {one.message[:300]}" for one in errors]


def _typed(operation: str, query: Mapping[str, str]) -> dict[str, Any]:
    """A query's texts as the numbers and truths that the schema asks for."""
    schema = document()["operations"][operation]["query"]["properties"]
    typed: dict[str, Any] = {}
    for name, text in query.items():
        kind = schema.get(name, {}).get("type")
        typed[name] = json.loads(text) if kind in NUMBERS and re.fullmatch(r"-?\d+|true|false", text) else text
    return typed
