"""Lines and columns, exactly as ``terraform fmt`` would set them.

The formatter aligns the ``=`` of neighbouring lines whose value is complete on that line (a heredoc counts as one
line); a comment, a blank line or a value that opens brackets ends the neighbourhood.
"""

from collections.abc import Sequence
from dataclasses import dataclass

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Entry:
    """``key = value``; the value's lines are relative to the key's indentation. ``heredoc`` marks that form."""

    key: str
    value: Sequence[str]
    heredoc: bool = False

    @property
    def aligned(self) -> bool:
        """Whether the formatter aligns this entry with its neighbours."""
        return self.heredoc or len(self.value) == 1


@dataclass(frozen=True, slots=True)
class Raw:
    """Lines that are laid out already: a nested block, a comment, a blank line."""

    lines: Sequence[str] = ("",)


Item = Entry | Raw
BLANK = Raw()


def indent(lines: Sequence[str]) -> list[str]:
    """One level deeper; blank lines stay empty."""
    return [INDENT + line if line else "" for line in lines]


def lay_out(items: Sequence[Item]) -> list[str]:
    """The lines of a body, with aligned signs, at indentation zero."""
    lines: list[str] = []
    neighbours: list[Entry] = []
    for item in items:
        if isinstance(item, Entry) and item.aligned:
            neighbours.append(item)
            continue
        lines += _align(neighbours)
        neighbours = []
        lines += item.lines if isinstance(item, Raw) else _entry(item, len(item.key))
    return lines + _align(neighbours)


def _align(entries: Sequence[Entry]) -> list[str]:
    width = max((len(entry.key) for entry in entries), default=0)
    return [line for entry in entries for line in _entry(entry, width)]


def _entry(entry: Entry, width: int) -> list[str]:
    first, *rest = entry.value
    return [f"{entry.key.ljust(width)} = {first}", *rest]


def block(header: str, items: Sequence[Item]) -> list[str]:
    """``header { … }``, in one line where it is empty."""
    if not items:
        return [f"{header} {{}}"]
    return [f"{header} {{", *indent(lay_out(items)), "}"]


def join_blocks(blocks: Sequence[Sequence[str]]) -> str:
    """The text of a file: blocks with one blank line between them and a newline at the end."""
    return "\n".join("\n".join(lines) + "\n" for lines in blocks if lines)
