"""Which lines a change adds: remarks are only put on those."""

import re

HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
QUOTED = r'"(?:[^"\\]|\\.)*"'
BOTH = re.compile(rf"diff --git (?:{QUOTED}|a/.*) (?P<new>{QUOTED}|b/.*)$")
NEW_SIDE = ("+++ ", "rename to ", "copy to ")
ESCAPE = re.compile(rb'\\([0-7]{3}|[abtnvfr"\\])')
ESCAPED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}


def changed_lines(diff: str) -> dict[str, set[int]]:
    """Path of the new side → the numbers (from 1) of the lines that ``git diff`` shows as added.

    Renamed, binary, emptied files and new empty ones are there with an empty set; deleted ones are not. The prefixes
    are git's own (``a/``, ``b/``).
    """
    lines: dict[str, set[int]] = {}
    path = ""
    number = old_left = new_left = 0
    for line in diff.split("\n"):
        if old_left > 0 or new_left > 0:
            kind = line[:1] or " "
            if kind == "+" and path:
                lines[path].add(number)
            number += kind in "+ "
            new_left -= kind in "+ "
            old_left -= kind in "- "
        elif found := HUNK.match(line):
            old_left, number, new_left = int(found[1] or 1), int(found[2]), int(found[3] or 1)
        elif line.startswith("deleted file mode "):
            lines.pop(path, None)
            path = ""
        elif named := _new_side(line):
            path = named
            lines.setdefault(path, set())
    return lines


def _new_side(line: str) -> str:
    """The path that a header line names for the new side, or empty."""
    if found := BOTH.match(line):
        return _path(_later_half(line) or found["new"])
    for start in NEW_SIDE:
        if line.startswith(start):
            name = line.removeprefix(start).removesuffix("\t")
            return "" if name == "/dev/null" else _path(name, prefixed=start == "+++ ")
    return ""


def _later_half(line: str) -> str:
    """``b/x b/y`` of ``a/x b/y b/x b/y``: without a rename both halves are the same, so that blanks do not matter."""
    both = line.removeprefix("diff --git ")
    half = len(both) // 2
    old, new = both[:half], both[half + 1 :]
    same = both[half : half + 1] == " " and old.replace("a/", "", 1) == new.replace("b/", "", 1)
    return new if same else ""


def _path(name: str, *, prefixed: bool = True) -> str:
    """Without quotes, escapes and the prefix ``b/``."""
    if name.startswith('"') and name.endswith('"') and len(name) > 1:
        name = ESCAPE.sub(_unescaped, name[1:-1].encode()).decode("utf-8", "replace")
    return name.removeprefix("b/") if prefixed else name


def _unescaped(found: re.Match[bytes]) -> bytes:
    letters = found[1]
    return bytes([int(letters, 8) & 0xFF]) if len(letters) == 3 else ESCAPED.get(letters, letters)
