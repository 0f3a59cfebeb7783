"""Cuts a long comment at safe points: fences, folds and tables are closed and opened again in the next part."""

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

FENCE = re.compile(r"^(`{3,100})[^`]*$")
TABLE_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+$")
FOLD = re.compile(r"^<details(?: open)?>")
FOLD_END = "</details>"
TAG = re.compile(r"<[^<>]*>")
ATOM = re.compile(
    r"(?<!`)(`{1,20})(?!`).{0,700}?(?<!`)\1(?!`)|\[[^\[\]\n]{0,700}\]\([^)\s]{0,2000}\)|<[^<>]{0,700}>"
    r"|\s+|(?:\\.|[^\s`\[<\\])+|."
)
"""What a long line is not cut inside of: code spans, links, tags (all of bounded length), words."""
LEAST = 4000
"""The smallest limit in characters: what is opened again must leave room for text."""
MOST_PARTS = 9999
SUMMARY = 100
"""Characters of a fold's title when it is opened again."""


@dataclass(frozen=True, slots=True)
class _Open:
    """What is open between two lines: a fence's first line, the folds' first lines, a table's head."""

    fence: str = ""
    folds: tuple[str, ...] = ()
    table: tuple[str, ...] = ()

    def after(self, line: str, before: str) -> "_Open":
        """What is open after one line more; ``before`` is the line above it."""
        if self.fence:
            return replace(self, fence="") if line == _ticks(self.fence) else self
        if FENCE.match(line):
            return replace(self, fence=line, table=())
        if FOLD.match(line) and FOLD_END not in line:
            return replace(self, folds=(*self.folds, line), table=())
        if line == FOLD_END:
            return replace(self, folds=self.folds[:-1], table=())
        if TABLE_RULE.match(line) and before.startswith("|"):
            return replace(self, table=(before, line))
        return self if line.startswith("|") else replace(self, table=())

    @property
    def closing(self) -> str:
        """What ends all of it."""
        return (f"\n{_ticks(self.fence)}" if self.fence else "") + f"\n\n{FOLD_END}" * len(self.folds)

    @property
    def opening(self) -> str:
        """What begins it again."""
        folds = "".join(f"{_short(line)}\n\n" for line in self.folds)
        return folds + "".join(f"{line}\n" for line in (*self.table, *filter(None, (self.fence,))))


def split(text: str, limit: int, head: Callable[[int, int], str]) -> tuple[str, ...]:
    """Parts of at most ``limit`` characters, each beginning with ``head(part, of)``.

    The text is Markdown of our own: fences and the tags of folds stand alone on their lines, not indented. A piece that
    fits nowhere (a word longer than a part) is replaced by an ellipsis. Raises ValueError for a limit below ``LEAST``.
    """
    whole = head(1, 1) + text
    if len(whole) <= limit:
        return (whole,)
    room = limit - max(len(head(number, MOST_PARTS)) for number in (1, 2, MOST_PARTS))
    if min(limit, room) < LEAST // 2:
        raise ValueError(f"{limit} characters leave no room for a comment")
    bodies = _bodies(text, room)
    return tuple(head(number, len(bodies)) + body for number, body in enumerate(bodies, 1))


def _bodies(text: str, room: int) -> list[str]:
    lines = text.rstrip("\n").split("\n")
    bodies: list[str] = []
    state, before = _Open(), ""
    while lines:
        if not lines[0].startswith("|"):
            state = replace(state, table=())
        if len(state.opening) + len(state.closing) > room // 2:
            state = _Open(state.fence)
        opening = state.opening
        states = _fill(lines, state, before, room - len(opening))
        if not states:
            lines[:1] = _pieces(lines[0], state, room - len(opening) - len(state.closing))
            continue
        count = _cut(lines, states)
        after = states[count - 1]
        bodies.append(opening + "\n".join(lines[:count]) + after.closing)
        before, state = lines[count - 1], after
        while count < len(lines) and not lines[count] and not state.fence:
            count += 1
        lines = lines[count:]
    return bodies


def _fill(lines: Sequence[str], state: _Open, before: str, room: int) -> list[_Open]:
    """What is open after each of the lines that fit into the room together."""
    states: list[_Open] = []
    fitting = 0
    used = -1
    for line in lines:
        used += len(line) + 1
        if used > room:
            break
        state = state.after(line, before)
        before = line
        states.append(state)
        if used + len(state.closing) <= room:
            fitting = len(states)
    return states[:fitting]


def _cut(lines: Sequence[str], states: Sequence[_Open]) -> int:
    """How many lines go into this part: up to the last boundary of blocks in its second half, else all that fit."""
    most = len(states)
    if most == len(lines):
        return most
    ends = list(accumulate(len(line) + 1 for line in lines[:most]))
    half = bisect(ends, ends[-1] // 2) + 1
    free = [n for n in range(most, 0, -1) if not _binds(lines, n, states[n - 1])]
    blocks = [n for n in free if n > half and not lines[n - 1] and not states[n - 1].fence]
    outside = (n for n in blocks if not states[n - 1].folds)
    return next(chain(outside, blocks, free), most)


def _binds(lines: Sequence[str], count: int, state: _Open) -> bool:
    """Whether what stands before the cut belongs to what follows: a title, a table's head, a fence's first line."""
    last = next((line for line in reversed(lines[max(0, count - 2) : count]) if line), "")
    if state.fence:
        return last == state.fence
    following = lines[count]
    head = TABLE_RULE.match(last) or TABLE_RULE.match(following) or FOLD.match(last) or last.startswith("#")
    return bool(head) or (last.startswith(">") and following.startswith(">"))


def _pieces(line: str, state: _Open, room: int) -> list[str]:
    """A line that is longer than a part, cut: anywhere in a fence, elsewhere between its atoms."""
    room = max(1, room)
    if state.fence:
        return [line[at : at + room] for at in range(0, len(line), room)]
    pieces = [""]
    for found in ATOM.finditer(line):
        atom = found.group() if len(found.group()) <= room else "…"
        if len(pieces[-1]) + len(atom) > room:
            pieces.append("")
        pieces[-1] += atom
    return [piece.strip() for piece in pieces if piece.strip()] or [""]


def _ticks(fence: str) -> str:
    found = FENCE.match(fence)
    return found[1] if found else ""


def _short(fold: str) -> str:
    """A fold's first line as it is repeated: its title without tags, cut."""
    title = TAG.sub("", fold)
    return f"<details open><summary>{title if len(title) <= SUMMARY else title[:SUMMARY].rstrip() + '…'}</summary>"
