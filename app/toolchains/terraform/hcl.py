"""The structure of a Terraform file: blocks, attributes and their places.

python-hcl2 takes two seconds to build its grammar the first time and gives no place to an attribute; Terraform's own
parser lives in a library that strangers' files must not reach outside the sandbox. This reader knows HCL's structure
and leaves the meaning of expressions to Terraform; a test compares it with python-hcl2.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from app.toolchains.terraform.hcl_lexer import HclError, Token, tokens


@dataclass(frozen=True, slots=True)
class Attribute:
    """``name = expression``; ``expression`` is source text; ``start`` and ``end`` are its offsets in the file."""

    name: str
    expression: str
    line: int
    end_line: int
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Block:
    """``type "label" … { … }``; ``start`` and ``end`` are the offsets of the whole block."""

    type: str
    labels: tuple[str, ...]
    line: int
    end_line: int = 0
    start: int = 0
    end: int = 0
    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: list["Block"] = field(default_factory=list)

    @property
    def address(self) -> str:
        """``aws_vpc.main``, ``data.aws_ami.this``, ``var.name``, ``module.network``, ``provider.aws``."""
        prefix = {"resource": (), "variable": ("var",)}.get(self.type, (self.type,))
        return ".".join((*prefix, *self.labels))

    def blocks_of(self, *types: str) -> Iterator["Block"]:
        """The direct inner blocks of these types."""
        return (block for block in self.blocks if block.type in types)

    def walk(self) -> Iterator["Block"]:
        """Itself and every block inside, outer ones first."""
        waiting = [self]
        while waiting:
            block = waiting.pop()
            yield block
            waiting.extend(reversed(block.blocks))

    def literal(self, name: str) -> str | None:
        """The attribute's value where it is a plain string."""
        attribute = self.attributes.get(name)
        return string_value(attribute.expression) if attribute else None


@dataclass(frozen=True)
class Source:
    """One read file. ``path`` is relative to its module's directory; ``code`` is the text with comments and the
    literal parts of strings blanked, at the same offsets; ``error`` says where reading stopped, if it did."""

    path: str
    text: str
    code: str
    top: Block
    error: HclError | None = None

    def line_at(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_left(self._line_ends, offset) + 1

    @cached_property
    def _line_ends(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]


def read_source(path: str, text: str) -> Source:
    """Read a ``.tf``, ``.tofu`` or ``.tfvars`` file. Never raises for odd text: ``error`` says what is wrong."""
    reader = _Reader(text)
    error: HclError | None = None
    try:
        reader.run()
    except HclError as wrong:
        error = wrong
    return Source(path, text, reader.code(), reader.top, error)


def string_value(expression: str) -> str | None:
    """``"abc"`` → ``abc``; None for anything that is not a plain string without templates."""
    text = expression.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"' or "${" in text or "%{" in text:
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def parts_of(text: str) -> list[str]:
    """Split at the commas and line ends that are inside no bracket and no string; comments are dropped."""
    parts, start, end, depth = [], -1, 0, 0
    try:
        for token in tokens(text):
            if depth == 0 and (token.kind == "newline" or token.text == ","):
                parts.append(text[start:end] if start >= 0 else "")
                start = -1
                continue
            if token.kind == "comment":
                continue
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            start, end = (token.start if start < 0 else start), token.end
    except HclError:
        return []
    return [part for part in [*parts, text[start:end] if start >= 0 else ""] if part]


class _Reader:
    """A block parser over the token stream, with its own stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kept: list[Token] = []
        self.top = Block("", (), 1, end=len(text))
        self.stack = [self.top]
        self.stream = tokens(text)

    def run(self) -> None:
        while token := self._next():
            if token.kind in {"newline", "comment"}:
                continue
            if token.kind == "close" and token.text == "}" and len(self.stack) > 1:
                done = self.stack.pop()
                done.end, done.end_line = token.end, token.line
            elif token.kind in {"name", "quote"}:
                self._item(token)
            else:
                raise HclError(token.line, f"expected a block or an argument, found {token.text!r}")
        if len(self.stack) > 1:
            raise HclError(self.stack[-1].line, "the block is not closed")

    def _next(self) -> Token | None:
        token = next(self.stream, None)
        if token:
            self.kept.append(token)
        return token

    def _item(self, first: Token) -> None:
        name = first.text if first.kind == "name" else self._quoted(first)
        labels: list[str] = []
        while token := self._next():
            if token.kind == "operator" and token.text in {"=", ":"} and not labels:
                self._attribute(name, first)
                return
            if token.kind == "open" and token.text == "{":
                block = Block(name, tuple(labels), first.line, first.line, first.start, first.start)
                self.stack[-1].blocks.append(block)
                self.stack.append(block)
                return
            if token.kind == "quote":
                labels.append(self._quoted(token))
            elif token.kind == "name":
                labels.append(token.text)
            else:
                break
        raise HclError(first.line, f"{name!r} is neither an argument nor a block")

    def _quoted(self, opening: Token) -> str:
        parts = []
        while (token := self._next()) and token.kind != "quote":
            if token.kind != "text":
                raise HclError(opening.line, "a label cannot hold a template")
            parts.append(token.text)
        return "".join(parts)

    def _attribute(self, name: str, first: Token) -> None:
        depth, start, last = 0, -1, first
        while token := self._next():
            if token.kind == "newline" and depth == 0:
                break
            if token.kind == "close" and depth == 0:
                self._add(name, first, start, last)
                done = self.stack.pop()
                done.end, done.end_line = token.end, token.line
                if not self.stack:
                    raise HclError(token.line, f"{token.text!r} closes nothing")
                return
            if token.kind == "comment":
                continue
            start = token.start if start < 0 else start
            last = token
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if start < 0:
            raise HclError(first.line, f"the argument {name!r} has no value")
        self._add(name, first, start, last)

    def _add(self, name: str, first: Token, start: int, last: Token) -> None:
        start = start if start >= 0 else last.end
        end_line = last.line + last.text.count("\n")
        expression = self.text[start : last.end]
        self.stack[-1].attributes[name] = Attribute(name, expression, first.line, end_line, start, last.end)

    def code(self) -> str:
        parts: list[str] = []
        at = 0
        for token in self.kept:
            parts.append(_blanked(self.text[at : token.start]))
            hidden = token.kind in {"comment", "text", "heredoc"}
            parts.append(_blanked(token.text) if hidden else token.text)
            at = token.end
        parts.append(_blanked(self.text[at:]))
        return "".join(parts)


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
