"""Values and expressions of ``domain.resources`` as HCL."""

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.domain.resources import Call, Expression, Json, Local, Ref, Template, Var
from app.toolchains.terraform.writer import text
from app.toolchains.terraform.writer.layout import Entry, indent, lay_out

WIDTH = 96
"""Columns that a list may fill before it is broken into one element per line."""

_ADDRESS = re.compile(r"(data\.)?[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*(\[[^\[\]${}]*\])?\Z", re.ASCII)
_PATH = re.compile(r"""[\w.\[\]*"/:-]*\Z""", re.ASCII)


def is_expression(value: Any) -> bool:
    """Whether the value is one of the expression types rather than a literal."""
    return isinstance(value, Ref | Var | Local | Template | Call | Expression | Json)


def entry(key: str, value: Any) -> Entry:
    """``key = value`` with the value in its best form."""
    document = _heredoc(value)
    if document is not None:
        return Entry(key, document, heredoc=True)
    return Entry(key, render(value))


def render(value: Any) -> list[str]:
    """The value's lines: one where it is short, else broken at its brackets."""
    if isinstance(value, Json):
        return _call("jsonencode", (value.value,))
    if isinstance(value, Call):
        return _call(value.function, value.args)
    if isinstance(value, Expression):
        return value.text.strip().split("\n")
    if isinstance(value, Mapping):
        return _map(value)
    return _list(value) if _is_collection(value) else [inline(value)]


def inline(value: Any) -> str:
    """The value on one line; raises ValueError for what HCL has no form for."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, str):
        return text.quote(value)
    if is_expression(value):
        return _expression(value)
    if isinstance(value, Mapping) or _is_collection(value):
        return _inline_map(value) if isinstance(value, Mapping) else _inline_list(value)
    message = f"no HCL form for {type(value).__name__}: {value!r}"
    raise ValueError(message)


def _is_collection(value: Any) -> bool:
    return isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes)


def _expression(value: Any) -> str:
    match value:
        case Ref():
            return reference(value)
        case Var() | Local():
            return f"{'var' if isinstance(value, Var) else 'local'}.{text.identifier(value.name)}"
        case Template():
            return _template(value)
        case Json():
            return f"jsonencode({inline(value.value)})"
        case Call():
            return f"{_function(value.function)}({', '.join(inline(item) for item in value.args)})"
        case _:
            return " ".join(str(value.text).split("\n"))


def reference(value: Ref) -> str:
    """``aws_vpc.main.id``; raises ValueError where address or path could be anything but a traversal."""
    if not _ADDRESS.match(value.address) or not _PATH.match(value.path):
        message = f"not a reference: {value.address!r} {value.path!r}"
        raise ValueError(message)
    if not value.path:
        return value.address
    return value.address + ("" if value.path.startswith("[") else ".") + value.path


def _function(name: str) -> str:
    for part in name.split("::"):
        text.identifier(part)
    return name


def _number(value: float | Decimal) -> str:
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        message = f"no HCL form for the number {value}"
        raise ValueError(message)
    return format(Decimal(repr(value)) if isinstance(value, float) else value, "f").removesuffix(".0")


def _ordered(value: Any) -> list[Any]:
    """Elements in a stable order: sets are sorted, since they have none of their own."""
    return sorted(value, key=inline) if isinstance(value, set | frozenset) else list(value)


def _parts(value: Template) -> list[Any]:
    """Literal strings joined, nested templates flattened."""
    flat: list[Any] = []
    for part in value.parts:
        for inner in _parts(part) if isinstance(part, Template) else [part]:
            if isinstance(inner, str) and flat and isinstance(flat[-1], str):
                flat[-1] += inner
            elif inner != "":
                flat.append(inner)
    return flat


def _template(value: Template) -> str:
    parts = _parts(value) or [""]
    if len(parts) == 1 and not isinstance(parts[0], str):
        return inline(parts[0])
    return '"' + "".join(_quoted_part(part, after) for part, after in zip(parts, [*parts[1:], ""], strict=True)) + '"'


def _quoted_part(part: Any, after: Any) -> str:
    if not isinstance(part, str):
        return f"${{{inline(part)}}}"
    escaped = text.escape(part)
    # A sign right before an interpolation would read as an escaped introducer.
    if not isinstance(after, str) and escaped[-1:] in {"$", "%"}:
        escaped = escaped[:-1] + text.by_code(escaped[-1])
    return escaped


def _heredoc(value: Any) -> list[str] | None:
    """The heredoc lines of a longer text, or None where a quoted string serves better."""
    if isinstance(value, str):
        return text.heredoc(text.heredoc_escape(value)) if text.fits_heredoc(value) else None
    if not isinstance(value, Template):
        return None
    parts = _parts(value)
    shape = "".join(part if isinstance(part, str) else "x" for part in parts)
    if not text.fits_heredoc(shape):
        return None
    ends = [part[-1:] for part in parts if isinstance(part, str)]
    if "$" in ends or "%" in ends:
        return None
    return text.heredoc(
        "".join(text.heredoc_escape(part) if isinstance(part, str) else f"${{{inline(part)}}}" for part in parts)
    )


def _inline_list(value: Any) -> str:
    return f"[{', '.join(inline(item) for item in _ordered(value))}]"


def _inline_map(value: Mapping[Any, Any]) -> str:
    if not value:
        return "{}"
    spelt = _keys(value)
    return "{ " + ", ".join(f"{spelt[key]} = {inline(item)}" for key, item in value.items()) + " }"


def _keys(value: Mapping[Any, Any]) -> dict[Any, str]:
    """Keys are text; an expression as key stands in parentheses."""
    spelt: dict[Any, str] = dict(text.keys(str(key) for key in value if not is_expression(key)))
    return {key: f"({inline(key)})" if is_expression(key) else spelt[str(key)] for key in value}


def _map(value: Mapping[Any, Any]) -> list[str]:
    if not value:
        return ["{}"]
    spelt = _keys(value)
    return ["{", *indent(lay_out([entry(spelt[key], item) for key, item in value.items()])), "}"]


def _list(value: Any) -> list[str]:
    elements = [render(item) for item in _ordered(value)]
    short = f"[{', '.join(lines[0] for lines in elements)}]"
    if all(len(lines) == 1 for lines in elements) and len(short) <= WIDTH:
        return [short]
    broken = [[*lines[:-1], f"{lines[-1]},"] for lines in elements]
    return ["[", *indent([line for lines in broken for line in lines]), "]"]


def _call(function: str, arguments: Sequence[Any]) -> list[str]:
    """A call; only its last argument may be broken beside the parenthesis, else every argument has its line."""
    name = _function(function)
    rendered = [render(argument) for argument in arguments]
    if all(len(lines) == 1 for lines in rendered):
        short = f"{name}({', '.join(lines[0] for lines in rendered)})"
        if len(short) <= WIDTH or len(rendered) == 1:
            return [short]
    elif all(len(lines) == 1 for lines in rendered[:-1]):
        before = "".join(f"{lines[0]}, " for lines in rendered[:-1])
        first, *middle, last = rendered[-1]
        return [f"{name}({before}{first}", *middle, f"{last})"]
    broken = [
        [*lines[:-1], lines[-1] + ("," if number < len(rendered) else "")]
        for number, lines in enumerate(rendered, start=1)
    ]
    return [f"{name}(", *indent([line for lines in broken for line in lines]), ")"]
