"""Rewriting expressions of older Terraform: what an expression says stays the same, only its spelling changes."""

import re
from collections.abc import Iterator, Sequence

from app.toolchains.terraform.hcl_lexer import Token, tokens
from app.toolchains.terraform.repair.hcl_edit import Document

INDEX = re.compile(r"(?:(?<![\w-])[A-Za-z_][\w-]*|\])(\.(\d+))(?![\w])")
SPLAT = re.compile(r"(?:(?<![\w-])[A-Za-z_][\w-]*|\])(\.\*)(?=[.\s,)\]]|$)")
OPERATORS = frozenset({"?", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%"})


def unwrap_interpolations(document: Document, line: int) -> None:
    """``"${x}"`` → ``x`` on one line."""
    place, line = document.piece_at(line)
    while (found := _lone_interpolation(document.piece(place).text, line)) is not None:
        document.rewrite(place, *found)


def rename_functions(document: Document, line: int, end_line: int) -> None:
    """``list(a)`` → ``tolist([a])`` and ``map(k, v)`` → ``tomap({k = v})`` between two lines."""
    place, first = document.piece_at(line)
    last = first + end_line - line
    while (found := _legacy_call(document.piece(place).text, first, last)) is not None:
        document.rewrite(place, *found)


def bracket_indexes(document: Document, line: int, end_line: int) -> None:
    """``x.0.id`` → ``x[0].id`` and ``x.*.id`` → ``x[*].id`` between two lines."""
    place, first = document.piece_at(line)
    source = document.piece(place).source
    found = [(*match.span(1), f"[{match.group(2)}]") for match in INDEX.finditer(source.code)]
    found += [(*match.span(1), "[*]") for match in SPLAT.finditer(source.code)]
    for start, end, text in sorted(found, reverse=True):
        if first <= source.line_at(start) <= first + end_line - line:
            document.rewrite(place, start, end, text)


def unquote(document: Document, line: int, end_line: int) -> None:
    """``["aws_x.y"]`` → ``[aws_x.y]`` between two lines."""
    place, first = document.piece_at(line)
    stream = [token for token in _stream(document.piece(place).text) if first <= token.line <= first + end_line - line]
    for at in range(len(stream) - 3, -1, -1):
        opening, inner, closing = stream[at : at + 3]
        before = stream[at - 1].text if at else ""
        is_key = before == "[" and at > 1 and stream[at - 2].kind in {"name", "close"}
        quoted = (opening.kind, inner.kind, closing.kind) == ("quote", "text", "quote")
        if quoted and before in {"[", ",", "\n"} and not is_key:
            document.rewrite(place, opening.start, closing.end, inner.text)


def _stream(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.kind != "comment"]


def _lone_interpolation(source: str, line: int) -> tuple[int, int, str] | None:
    stream = _stream(source)
    for at, token in enumerate(stream):
        if token.text != "${" or token.kind != "open" or token.line != line or at == 0:
            continue
        close = _closing(stream, at)
        opens = stream[at - 1].kind == "quote" and (at < 2 or stream[at - 2].kind not in {"text", "close"})
        if not opens or close + 1 >= len(stream) or stream[close + 1].kind != "quote":
            continue
        after = stream[close + 2].text if close + 2 < len(stream) else "\n"
        inner = stream[at + 1 : close]
        if after in {"=", ":"} or not inner or inner[-1].text == "~" or inner[0].text == "~":
            continue
        text = source[inner[0].start : inner[-1].end]
        alone = stream[at - 2].text == "=" and after == "\n"
        compound = any(part.kind == "operator" and part.text in OPERATORS for part in inner)
        return stream[at - 1].start, stream[close + 1].end, f"({text})" if compound and not alone else text
    return None


def _legacy_call(source: str, line: int, end_line: int) -> tuple[int, int, str] | None:
    stream = _stream(source)
    for at, token in enumerate(stream[:-1]):
        called = token.kind == "name" and token.text in {"list", "map"} and stream[at + 1].text == "("
        if not called or not line <= token.line <= end_line or (at and stream[at - 1].text in {".", "::"}):
            continue
        close = _closing(stream, at + 1)
        parts = list(_arguments(source, stream[at + 2 : close]))
        if token.text == "list":
            return token.start, stream[close].end, f"tolist([{', '.join(parts)}])"
        if len(parts) % 2:
            continue
        pairs = [f"{_key(name)} = {value}" for name, value in zip(parts[::2], parts[1::2], strict=True)]
        return token.start, stream[close].end, f"tomap({{ {', '.join(pairs)} }})" if pairs else "tomap({})"
    return None


def _key(expression: str) -> str:
    return expression if expression.startswith('"') else f"({expression})"


def _arguments(text: str, inner: Sequence[Token]) -> Iterator[str]:
    """The source of each argument of a call."""
    depth, part = 0, list[Token]()
    for token in [*inner, Token("operator", ",", 0, 0)]:
        if token.text == "," and depth == 0 and token.kind == "operator":
            written = [item for item in part if item.kind != "newline"]
            if written:
                yield text[written[0].start : written[-1].end]
            part = []
            continue
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        part.append(token)


def _closing(stream: Sequence[Token], at: int) -> int:
    """The position of the token that closes the one at ``at``."""
    depth = 0
    for place in range(at, len(stream)):
        depth += {"open": 1, "close": -1}.get(stream[place].kind, 0)
        if depth == 0:
            return place
    return len(stream) - 1
