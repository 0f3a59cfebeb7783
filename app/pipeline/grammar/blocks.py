"""Follows the block structure of Markdown line by line: which lines are text of a paragraph, and of which one.

A state is what is open after a line: containers (quotes and list items) from the outside in, and the leaf in
the innermost. States are shared and remember where each line led, so that repeated lines cost one look-up.
"""

import re
from dataclasses import dataclass, field

from app.pipeline.grammar.starts import (
    HEADING,
    HTML_ENDS,
    UNDERLINE,
    closes,
    fence_at,
    html_at,
    indent_at,
    item_at,
    rule_at,
)

DEEPEST = 64
"""Containers in one another; what would open more is read as text."""
QUOTE = 0
PARAGRAPH = "paragraph"


_PREFIX = re.compile(r"[ \t>*+\-0-9.)]*+(?=[^\s#`~<=_])")
"""What decides about a line that goes on with a character that starts nothing."""

_DIGITS = str.maketrans("3456789", "2222222")
"""Only 1, with noughts before it, counts otherwise than any number."""

Open = tuple[tuple[int, ...], str, bool]
"""Containers, leaf, and whether the innermost container is a list item that has nothing in it yet."""


@dataclass(slots=True, eq=False)
class State:
    """What is open after a line.

    ``containers``: ``QUOTE``, or the columns by which a list item's content is indented. ``leaf``: empty,
    ``PARAGRAPH``, a fence's row, or a kind of HTML block. ``after``: where lines led to from here, and whether they
    began a paragraph.
    """

    containers: tuple[int, ...] = ()
    leaf: str = ""
    bare: bool = False
    after: dict[str, tuple["State", bool]] = field(default_factory=dict)


class Blocks:
    """The states met in one text."""

    def __init__(self) -> None:
        self.start = State()
        self._known: dict[Open, State] = {((), "", False): self.start}

    def step(self, state: State, line: str) -> tuple[State, bool]:
        """The state after ``line``, and whether the line began a new paragraph. Lines that are alike are read once."""
        if not state.containers and state.leaf[:1] in {"`", "~"} and state.leaf not in line:
            return state, False
        prefix = None if state.leaf in HTML_ENDS else _PREFIX.match(line)
        alike = f"{prefix.group().translate(_DIGITS)}x" if prefix else line
        found = state.after.get(alike)
        if found is None:
            opened, begins = _Line(alike.expandtabs(4).rstrip(" "), state).read()
            now = self._known.get(opened)
            if now is None:
                now = self._known[opened] = State(*opened)
            found = state.after[alike] = now, begins
        state.after[line] = found
        return found


class _Line:
    """One line read against what was open before it."""

    __slots__ = ("all_matched", "before", "containers", "line", "opened", "place")

    def __init__(self, line: str, before: State) -> None:
        self.line = line
        self.before = before
        self.place = 0
        self.opened = False
        depth = self._continued() if before.containers else 0
        self.all_matched = depth == len(before.containers)
        self.containers = before.containers[:depth]

    def read(self) -> tuple[Open, bool]:
        """What is open after the line."""
        leaf = self.before.leaf
        if self.all_matched and leaf and leaf != PARAGRAPH:
            return (self.containers, self._inside(leaf), False), False
        if self.place >= len(self.line):
            return (self.containers, "", False), False
        return self._start()

    def _continued(self) -> int:
        """How many containers go on in this line; ``place`` moves behind their marks."""
        line, size = self.line, len(self.line)
        indent = indent_at(line, 0)
        for depth, kind in enumerate(self.before.containers):
            if self.place >= size:
                return self._continued_empty(depth)
            if kind == QUOTE:
                if indent > 3 or line[self.place + indent] != ">":
                    return depth
                self._pass_quote(indent)
                indent = indent_at(line, self.place)
            elif indent >= kind:
                self.place += kind
                indent -= kind
            else:
                return depth
        if self.place >= size:
            return self._continued_empty(len(self.before.containers))
        return len(self.before.containers)

    def _continued_empty(self, depth: int) -> int:
        """A line that is empty from container ``depth`` on ends quotes, and list items that have nothing in them."""
        containers = self.before.containers
        end = containers.index(QUOTE, depth) if QUOTE in containers[depth:] else len(containers)
        return end - 1 if self.before.bare and end == len(containers) else end

    def _pass_quote(self, indent: int) -> None:
        self.place += indent + 1
        if self.line.startswith(" ", self.place):
            self.place += 1

    def _inside(self, leaf: str) -> str:
        """The leaf after a line inside a fence or an HTML block."""
        if leaf[0] in "`~":
            indent = indent_at(self.line, self.place)
            return "" if indent <= 3 and closes(self.line, self.place + indent, leaf) else leaf
        if leaf in HTML_ENDS:
            return "" if HTML_ENDS[leaf].search(self.line, self.place) else leaf
        return leaf if self.place < len(self.line) else ""

    def _start(self) -> tuple[Open, bool]:
        """The blocks that start in the line, from the outside in."""
        while self.place < len(self.line):
            in_paragraph = self.before.leaf == PARAGRAPH and not self.opened
            indent = indent_at(self.line, self.place)
            if indent > 3:
                return self._text() if in_paragraph else ((self.containers, "", False), False)
            at = self.place + indent
            leaf = self._leaf(at, in_paragraph)
            if leaf is not None:
                return (self.containers, leaf, False), False
            if len(self.containers) >= DEEPEST or not self._container(at, indent, in_paragraph):
                return self._text()
        return (self.containers, "", self.containers[-1] != QUOTE), False

    def _leaf(self, at: int, in_paragraph: bool) -> str | None:
        """The leaf that starts at ``at``: empty for one that ends with the line, None where none starts."""
        line, mark = self.line, self.line[at]
        if mark in "`~":
            return fence_at(line, at) or None
        if mark == "<":
            return self._html(at, in_paragraph)
        if mark == "#":
            return "" if HEADING.match(line, at) else None
        if mark in "=-" and in_paragraph and self.all_matched and UNDERLINE.match(line, at):
            return ""
        return "" if mark in "*-_" and rule_at(line, at) else None

    def _html(self, at: int, in_paragraph: bool) -> str | None:
        kind = html_at(self.line, at)
        if not kind or (kind == "tag" and in_paragraph and self.all_matched):
            return None
        return "" if kind in HTML_ENDS and HTML_ENDS[kind].search(self.line, at) else kind

    def _container(self, at: int, indent: int, in_paragraph: bool) -> bool:
        """Whether a quote or list item starts at ``at``; it is opened."""
        if self.line[at] == ">":
            self._pass_quote(indent)
            self.containers += (QUOTE,)
        else:
            width = item_at(self.line, at, interrupts=in_paragraph and self.all_matched)
            if not width:
                return False
            self.containers += (indent + width,)
            self.place = at + width
        self.opened = True
        return True

    def _text(self) -> tuple[Open, bool]:
        """Text goes on with the open paragraph, also where its containers' marks are missing, or begins one."""
        if self.before.leaf == PARAGRAPH and not self.opened:
            return (self.before.containers, PARAGRAPH, False), False
        return (self.containers, PARAGRAPH, False), True
