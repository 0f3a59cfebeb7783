"""Edits on the text of one Terraform file: comments and the lines that are not concerned stay as they are.

The file is read again after every edit, so that places are always right; files are small and reading takes
milliseconds.
"""

import re
from collections.abc import Sequence

from app.toolchains.terraform.hcl import Attribute, Block, Source, read_source
from app.toolchains.terraform.repair.layout import aligned

TRAILING = frozenset({"tags", "tags_all", "depends_on", "lifecycle", "timeouts", "provisioner", "connection"})
"""What people write last in a block; new things go before it."""
CONSTANT = re.compile(r'^(true|false|null|-?[0-9.]+|"[^"$%\\]*"|\[[^$(){}]*\])$', re.DOTALL)


class NotMechanical(Exception):
    """An edit that a person must decide about; the text says why."""


class Document:
    """One file. Raises ``NotMechanical`` where it cannot be read."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self._crlf = "\r\n" in text
        self._text = text.replace("\r\n", "\n")
        self._read()

    @property
    def text(self) -> str:
        """The text with the line ends it came with."""
        return self._text.replace("\n", "\r\n") if self._crlf else self._text

    @property
    def top(self) -> Block:
        """The file's blocks as they are now."""
        return self._source.top

    @property
    def source(self) -> Source:
        """The file as it is read now: text, code without comments and literals, blocks."""
        return self._source

    def _read(self) -> None:
        if self.path.endswith(".json"):
            raise NotMechanical("files in JSON form are not edited")
        self._source = read_source(self.path, self._text)
        if self._source.error:
            raise NotMechanical(f"the file cannot be parsed: {self._source.error}")

    def _replace(self, text: str) -> None:
        self._text = text
        self._read()

    def find(self, address: str) -> Block | None:
        """The top-level block with this address."""
        return next((block for block in self.top.blocks if block.address == address), None)

    def at(self, trail: Sequence[int]) -> Block:
        """The block at a trail of positions among inner blocks; trails outlive edits that add at the end."""
        block = self.top
        for position in trail:
            block = block.blocks[position]
        return block

    def trail(self, address: str) -> tuple[int, ...]:
        """The trail of a top-level block."""
        for position, block in enumerate(self.top.blocks):
            if block.address == address:
                return (position,)
        raise NotMechanical(f"{address} is not in {self.path}")

    def source_of(self, block: Block) -> str:
        """The block's text."""
        return self._text[block.start : block.end]

    def put(self, trail: Sequence[int], name: str, expression: str, *, first: bool = False) -> None:
        """Set an argument of a block to an expression, in place or as a new line (``first`` in the block)."""
        self._open_up(trail)
        attribute = self.at(trail).attributes.get(name)
        if attribute:
            self._replace(self._text[: attribute.start] + expression + self._text[attribute.end :])
            self._align(trail, attribute.line)
            return
        body = self.at(trail)
        line = body.line if first else _place_of_argument(body)
        indent = _indent(self._lines()[body.line - 1]) + "  "
        added = [f"{indent}{name} = {expression}"]
        if _crowded(body, line) and "\n" not in expression:
            added.append("")
        self._insert(line, added)
        self._align(trail, line + 1)

    def add_block(self, trail: Sequence[int], name: str) -> tuple[int, ...]:
        """Add an empty inner block and return its trail; the first argument put into it opens it up."""
        self._open_up(trail)
        body = self.at(trail)
        line = _place_of_block(body)
        indent = _indent(self._lines()[body.line - 1]) + "  "
        lines = self._lines()
        before = [""] if line > body.line and lines[line - 1].strip() else []
        after = [""] if lines[line].strip() and line + 1 < body.end_line else []
        self._insert(line, [*before, f"{indent}{name} {{", f"{indent}}}", *after])
        position = next(
            index for index, inner in enumerate(self.at(trail).blocks) if inner.line == line + 1 + len(before)
        )
        return (*trail, position)

    def remove(self, trail: Sequence[int], name: str) -> None:
        """Remove an argument with the comment above it."""
        attribute = self.at(trail).attributes.get(name)
        if attribute is None:
            return
        self._open_up(trail)
        attribute = self.at(trail).attributes[name]
        following = attribute.line
        self._cut(attribute.line, attribute.end_line)
        for line in (following, following - 1):
            self._align(trail, line)

    def remove_block(self, trail: Sequence[int]) -> None:
        """Remove a block with the comment above it and one blank line."""
        block = self.at(trail)
        self._cut(block.line, block.end_line)

    def rewrite(self, start: int, end: int, text: str) -> None:
        """Replace a stretch of source inside one expression and set its line in columns again."""
        line = self._text.count("\n", 0, start) + 1
        self._replace(self._text[:start] + text + self._text[end:])
        self._align(self._around(line), line)

    def _around(self, line: int) -> tuple[int, ...]:
        """The trail of the innermost block around a line."""
        trail: tuple[int, ...] = ()
        while True:
            inner = self.at(trail).blocks
            place = next((at for at, block in enumerate(inner) if block.line <= line <= block.end_line), None)
            if place is None:
                return trail
            trail = (*trail, place)

    def add_after(self, trail: Sequence[int], code: str) -> None:
        """Write a new top-level block behind another."""
        self._insert(self.at(trail).end_line, ["", *code.strip("\n").split("\n")])

    def append(self, code: str) -> None:
        """Write new top-level blocks at the end of the file."""
        start = self._text.rstrip("\n")
        self._replace((start + "\n\n" if start else "") + code.strip("\n") + "\n")

    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def _insert(self, line: int, added: Sequence[str]) -> None:
        lines = self._lines()
        self._replace("\n".join([*lines[:line], *added, *lines[line:]]))

    def _align(self, trail: Sequence[int], line: int) -> None:
        self._replace("\n".join(aligned(self._lines(), self.at(trail), line)))

    def _cut(self, first: int, last: int) -> None:
        lines = self._lines()
        start = first - 1
        while start > 0 and lines[start - 1].lstrip().startswith(("#", "//")):
            start -= 1
        end = last
        blank_above = start == 0 or not lines[start - 1].strip() or lines[start - 1].rstrip().endswith("{")
        blank_below = end >= len(lines) or not lines[end].strip() or lines[end].strip() == "}"
        if blank_above and blank_below:
            if end < len(lines) and not lines[end].strip() and end + 1 < len(lines):
                end += 1
            elif start > 0 and not lines[start - 1].strip():
                start -= 1
        self._replace("\n".join([*lines[:start], *lines[end:]]))

    def _open_up(self, trail: Sequence[int]) -> None:
        """Write a one-line block over several lines, so that there is room in it."""
        block = self.at(trail)
        if not trail or block.line != block.end_line:
            return
        head, _, rest = self.source_of(block).partition("{")
        inner = rest.rpartition("}")[0].strip()
        indent = _indent(self._lines()[block.line - 1])
        body = f"{indent}  {inner}\n" if inner else ""
        self._replace(f"{self._text[: block.start]}{head}{{\n{body}{indent}}}{self._text[block.end :]}")


def constant(attribute: Attribute) -> bool:
    """Whether a value is written out, so that changing it here is what its author would do."""
    return bool(CONSTANT.match(attribute.expression))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _items(body: Block) -> list[tuple[int, int, str, bool]]:
    """First line, last line, name and whether it is a block, in order."""
    arguments = [(item.line, item.end_line, item.name, False) for item in body.attributes.values()]
    return sorted(arguments + [(inner.line, inner.end_line, inner.type, True) for inner in body.blocks])


def _place_of_argument(body: Block) -> int:
    """The line behind which a new argument goes: the last ordinary one before the first inner block."""
    place = body.line
    for first, last, name, is_block in _items(body):
        if is_block or name in TRAILING:
            break
        if first == last or place == body.line:
            place = last
    return place


def _crowded(body: Block, line: int) -> bool:
    """Whether something that is no argument of the same run follows at once."""
    return any(first == line + 1 and (is_block or first != last) for first, last, _, is_block in _items(body))


def _place_of_block(body: Block) -> int:
    """The line behind which a new inner block goes: the last item that is not written last by custom."""
    place = body.line
    for _, last, name, _ in _items(body):
        if name not in TRAILING:
            place = last
    return place
