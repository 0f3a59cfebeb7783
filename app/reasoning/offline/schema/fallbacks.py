"""Plausible values for required arguments of which nothing else is known, by name and type.

The values are directives or literals as in the argument data; all of them are safe: private ranges, the documentation
address blocks, example.com, the stack's own account.
"""

from typing import Any

from app.knowledge.arguments import known


def fallback(kind: str, name: str, of: Any) -> Any:
    """A value of the schema type ``of`` for the argument ``name`` of the type ``kind``."""
    if isinstance(of, list):
        return _collection(kind, name, of)
    if of == "bool":
        return known().switch(name)
    if of == "number":
        return known().number(name)
    return _text(kind, name)


def _collection(kind: str, name: str, of: list[Any]) -> Any:
    outer, inner = of
    if outer in {"list", "set"}:
        single = name.removesuffix("es") if name.endswith(("sses", "xes")) else name.removesuffix("s")
        return [fallback(kind, single, inner)]
    if outer == "map":
        return {"name": fallback(kind, name, inner)}
    return {field: fallback(kind, field, kind_of) for field, kind_of in inner.items()}


def _text(kind: str, name: str) -> Any:
    """By the argument's words; an ARN of the stack's own account where an ARN is wanted."""
    value = known().text(name)
    if value is not None:
        return value
    if name.endswith("arn"):
        family = kind.split("_")[1]
        stem = name.removesuffix("arn").strip("_") or "resource"
        return f"@text:arn:{{partition}}:{family}:{{region}}:{{account}}:{stem.replace('_', '-')}/{{label}}"
    return "@name"
