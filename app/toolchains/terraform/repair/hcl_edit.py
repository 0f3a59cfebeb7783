"""Edits on the text of one Terraform file: comments and the lines that are not concerned stay as they are.

The file is cut into pieces of one top-level block each, and a piece is read again after every edit of it: places are
always right, and an edit costs what its block costs.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from app.toolchains.terraform.hcl import Block, Source, read_source
from app.toolchains.terraform.repair.layout import aligned
from app.toolchains.terraform.repair.placement import crowded, cut, indent, place_of_argument, place_of_block


class NotMechanical(Exception):
    """An edit that a person must decide about; the text says why."""


class Piece:
    """A stretch of whole lines with at most one top-level block at its end; an edit reads only its own piece again."""

    __slots__ = ("_source", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._source: Source | None = None

    @property
    def source(self) -> Source:
        """The piece as it is read: text, code without comments and literals, blocks; lines count from its start."""
        if self._source is None:
            self._source = read_source("piece.tf", self.text)
        return self._source

    @property
    def block(self) -> Block | None:
        """Its top-level block."""
        return next(iter(self.source.top.blocks), None)

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")


class Document:
    """One file. A trail names a block: its piece, then positions among inner blocks; ``()`` is a file without blocks.

    Raises ``NotMechanical`` where the file cannot be read.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        if path.endswith(".json"):
            raise NotMechanical("files in JSON form are not edited")
        self._crlf = "\r\n" in text
        self._split(text.replace("\r\n", "\n"))

    def _split(self, text: str) -> None:
        source = read_source(self.path, text)
        if source.error:
            raise NotMechanical(f"the file cannot be parsed: {source.error}")
        lines, start = text.split("\n"), 0
        pieces: list[Piece] = []
        blocks = source.top.blocks
        for block, following in zip_longest(blocks, blocks[1:]):
            if following is None or following.line > block.end_line:
                pieces.append(Piece("\n".join(lines[start : block.end_line])))
                start = block.end_line
        self._set([*pieces, Piece("\n".join(lines[start:]))] if start < len(lines) else pieces)

    def _set(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._trails: dict[str, tuple[int, ...]] | None = None

    @property
    def text(self) -> str:
        """The text with the line ends it came with."""
        text = "\n".join(piece.text for piece in self._pieces)
        return text.replace("\n", "\r\n") if self._crlf else text

    def snapshot(self) -> tuple[Piece, ...]:
        """The state, to go back to with ``restore``."""
        return tuple(self._pieces)

    def restore(self, pieces: Sequence[Piece]) -> None:
        """Go back to an earlier state."""
        self._set(list(pieces))

    def blocks(self, *types: str) -> Iterator[tuple[Block, str]]:
        """The top-level blocks of these types with their text."""
        for piece in self._pieces:
            block = piece.block
            if block is not None and block.type in types:
                yield block, piece.text[block.start : block.end]

    def find(self, address: str) -> Block | None:
        """The top-level block with this address."""
        trail = self._index().get(address)
        return self.at(trail) if trail else None

    def trail(self, address: str) -> tuple[int, ...]:
        """The trail of a top-level block."""
        if address not in self._index():
            raise NotMechanical(f"{address} is not in {self.path}")
        return self._index()[address]

    def _index(self) -> dict[str, tuple[int, ...]]:
        if self._trails is None:
            blocks = ((place, piece.block) for place, piece in enumerate(self._pieces))
            self._trails = {block.address: (place,) for place, block in blocks if block is not None}
        return self._trails

    def at(self, trail: Sequence[int]) -> Block:
        """The block at a trail; the trail of a block stays true when inner blocks are added behind it."""
        piece = self._pieces[trail[0] if trail else 0]
        block = piece.block if trail else piece.source.top
        if block is None:
            raise NotMechanical("there is no block at this place")
        for position in trail[1:]:
            block = block.blocks[position]
        return block

    def piece_at(self, line: int) -> tuple[int, int]:
        """The number of the piece that holds a line of the file, and the line's number in it."""
        for place, piece in enumerate(self._pieces):
            count = len(piece.lines)
            if line <= count:
                return place, line
            line -= count
        raise NotMechanical(f"{self.path} has no such line")

    def piece(self, place: int) -> Piece:
        """A piece by its number."""
        return self._pieces[place]

    def put(self, trail: Sequence[int], name: str, expression: str, *, first: bool = False) -> None:
        """Set an argument of a block to an expression, in place or as a new line (``first`` in the block)."""
        self._open_up(trail)
        attribute = self.at(trail).attributes.get(name)
        if attribute:
            text, tidy = self._pieces[trail[0] if trail else 0].text, self._tidy(trail, attribute.line)
            self._write(trail, text[: attribute.start] + expression + text[attribute.end :])
            self._align(trail, attribute.line, tidy=tidy)
            return
        body = self.at(trail)
        line = body.line if first else place_of_argument(body)
        margin = indent(self._lines(trail)[body.line - 1]) + "  "
        added = [f"{margin}{name} = {expression}"]
        if crowded(body, line) and "\n" not in expression:
            added.append("")
        tidy = self._tidy(trail, line, line + 1)
        self._insert(trail, line, added)
        for near in (line + 1, line + len(added) + 1):
            self._align(trail, near, tidy=tidy)

    def add_block(self, trail: Sequence[int], name: str) -> tuple[int, ...]:
        """Add an empty inner block and return its trail; the first argument put into it opens it up."""
        self._open_up(trail)
        body, lines = self.at(trail), self._lines(trail)
        line = place_of_block(body)
        margin = indent(lines[body.line - 1]) + "  "
        before = [""] if line > body.line and lines[line - 1].strip() else []
        after = [""] if lines[line].strip() and line + 1 < body.end_line else []
        added, tidy = [*before, f"{margin}{name} {{", f"{margin}}}", *after], self._tidy(trail, line, line + 1)
        self._insert(trail, line, added)
        for near in (line, line + len(added) + 1):  # the block may have come between arguments of one run
            self._align(trail, near, tidy=tidy)
        start = line + 1 + len(before)
        return (*trail, next(place for place, inner in enumerate(self.at(trail).blocks) if inner.line == start))

    def remove(self, trail: Sequence[int], name: str) -> None:
        """Remove an argument with the comment above it."""
        if name not in self.at(trail).attributes:
            return
        self._open_up(trail)
        attribute = self.at(trail).attributes[name]
        tidy = self._tidy(trail, attribute.line)
        self._write(trail, cut(self._lines(trail), attribute.line, attribute.end_line))
        for line in (attribute.line, attribute.line - 1):
            self._align(trail, line, tidy=tidy)

    def remove_block(self, trail: Sequence[int]) -> None:
        """Remove a top-level block with the comment above it and one blank line."""
        block = self.at(trail)
        above = sum(len(piece.lines) for piece in self._pieces[: trail[0]])
        lines = [line for piece in self._pieces for line in piece.lines]
        self._split(cut(lines, above + block.line, above + block.end_line))

    def rewrite(self, place: int, start: int, end: int, text: str) -> None:
        """Replace a stretch of a piece's source inside one expression and set its line in columns again."""
        old = self._pieces[place].text
        line = old.count("\n", 0, start) + 1
        tidy = self._tidy(self._around(place, line), line)
        self._write((place,), old[:start] + text + old[end:])
        self._align(self._around(place, line), line, tidy=tidy)

    def add_after(self, trail: Sequence[int], code: str) -> None:
        """Write a new top-level block behind another."""
        place = trail[0] + 1
        self._set([*self._pieces[:place], Piece("\n" + code.strip("\n")), *self._pieces[place:]])

    def append(self, code: str) -> None:
        """Write new top-level blocks at the end of the file."""
        start = "\n".join(piece.text for piece in self._pieces).rstrip("\n")
        self._split((start + "\n\n" if start else "") + code.strip("\n") + "\n")

    def _around(self, place: int, line: int) -> tuple[int, ...]:
        """The trail of the innermost block around a line of a piece."""
        trail: tuple[int, ...] = (place,) if self._pieces[place].block else ()
        while trail:
            inner = self.at(trail).blocks
            deeper = next((at for at, block in enumerate(inner) if block.line <= line <= block.end_line), None)
            if deeper is None:
                break
            trail = (*trail, deeper)
        return trail

    def _lines(self, trail: Sequence[int]) -> list[str]:
        return self._pieces[trail[0] if trail else 0].lines

    def _write(self, trail: Sequence[int], text: str) -> None:
        place = trail[0] if trail else 0
        piece = Piece(text)
        if piece.source.error:
            raise NotMechanical(f"the edit would not parse: {piece.source.error}")
        self._pieces = [*self._pieces[:place], piece, *self._pieces[place + 1 :]]

    def _insert(self, trail: Sequence[int], line: int, added: Sequence[str]) -> None:
        lines = self._lines(trail)
        self._write(trail, "\n".join([*lines[:line], *added, *lines[line:]]))

    def _tidy(self, trail: Sequence[int], *numbers: int) -> bool:
        """Whether the arguments around these lines stand in columns; those of untidy code are left as they are."""
        lines, body = self._lines(trail), self.at(trail)
        return all(aligned(lines, body, number) == lines for number in numbers)

    def _align(self, trail: Sequence[int], line: int, *, tidy: bool) -> None:
        if tidy:
            self._write(trail, "\n".join(aligned(self._lines(trail), self.at(trail), line)))

    def _open_up(self, trail: Sequence[int]) -> None:
        """Write a one-line block over several lines, so that there is room in it."""
        block = self.at(trail)
        if not trail or block.line != block.end_line:
            return
        text = self._pieces[trail[0]].text
        head, _, rest = text[block.start : block.end].partition("{")
        inner = rest.rpartition("}")[0].strip()
        margin = indent(self._lines(trail)[block.line - 1])
        body = f"{margin}  {inner}\n" if inner else ""
        self._write(trail, f"{text[: block.start]}{head}{{\n{body}{margin}}}{text[block.end :]}")
