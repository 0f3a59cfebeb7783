"""Where things go in a block and what is left when they are taken out, by people's customs."""

import re
from collections.abc import Sequence

from app.toolchains.terraform.hcl import Attribute, Block

TRAILING = frozenset({"tags", "tags_all", "depends_on", "lifecycle", "timeouts", "provisioner", "connection"})
"""What people write last in a block; new things go before it."""
LITERAL = r'(?:true|false|null|-?[0-9.]+|"[^"$%\\]*")'
CONSTANT = re.compile(rf"{LITERAL}|\[\s*(?:{LITERAL}\s*(?:,\s*{LITERAL}\s*)*,?\s*)?\]")


def cut(lines: Sequence[str], first: int, last: int) -> str:
    """The lines without those from ``first`` to ``last`` (from 1), the comment above them and a blank line too many."""
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
    return "\n".join([*lines[:start], *lines[end:]])


def constant(attribute: Attribute) -> bool:
    """Whether a value is written out, so that changing it here is what its author would do."""
    return CONSTANT.fullmatch(attribute.expression) is not None


def indent(line: str) -> str:
    """The blanks that a line begins with."""
    return line[: len(line) - len(line.lstrip())]


def _items(body: Block) -> list[tuple[int, int, str, bool]]:
    """First line, last line, name and whether it is a block, in order."""
    arguments = [(item.line, item.end_line, item.name, False) for item in body.attributes.values()]
    return sorted(arguments + [(inner.line, inner.end_line, inner.type, True) for inner in body.blocks])


def place_of_argument(body: Block) -> int:
    """The line behind which a new argument goes: the last ordinary one before the first inner block."""
    place = body.line
    for first, last, name, is_block in _items(body):
        if is_block or name in TRAILING:
            break
        if first == last or place == body.line:
            place = last
    return place


def crowded(body: Block, line: int) -> bool:
    """Whether something that is no argument of the same run follows at once."""
    return any(first == line + 1 and (is_block or first != last) for first, last, _, is_block in _items(body))


def place_of_block(body: Block) -> int:
    """The line behind which a new inner block goes: the last item that is not written last by custom."""
    place = body.line
    for _, last, name, _ in _items(body):
        if name not in TRAILING:
            place = last
    return place
