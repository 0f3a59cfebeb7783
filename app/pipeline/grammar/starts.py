"""How a line starts a block of Markdown (CommonMark 0.31, chapters 4 and 5). Lines hold no tabs and end in no blank.

Every function looks at one line from one place on, in time linear in the line; none backtracks.
"""

import re
from collections.abc import Mapping

FENCE = re.compile(r"(`{3,}+)(?!.*`)|(~{3,}+)")
HEADING = re.compile(r"#{1,6}(?= |$)")
UNDERLINE = re.compile(r"(?:=+|-+)$")
ITEM = re.compile(r"(?:[*+-]|(\d{1,9})[.)])(?= |$)", re.ASCII)
_BLANKS = re.compile(" +")
ATTRIBUTE = r"\s++[A-Za-z_:][\w:.-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?"
TAG = rf"<(?:[A-Za-z][A-Za-z0-9-]*+(?:{ATTRIBUTE})*+\s*+/?|/[A-Za-z][A-Za-z0-9-]*+\s*+)>"
"""A whole opening or closing tag."""

_ELEMENTS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
_HTML = re.compile(
    rf"(?P<raw><(?:script|pre|style|textarea)(?=[ >]|$))|(?P<comment><!--)|(?P<instruction><\?)|(?P<cdata><!\[CDATA\[)|"
    rf"(?P<declaration><![A-Za-z])|(?P<element></?(?:{_ELEMENTS})(?= |$|/?>))|(?P<tag>{TAG}$)",
    re.IGNORECASE | re.ASCII,
)
HTML_ENDS: Mapping[str, re.Pattern[str]] = {
    "raw": re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE | re.ASCII),
    "comment": re.compile("-->"),
    "instruction": re.compile(r"\?>"),
    "declaration": re.compile(">"),
    "cdata": re.compile("]]>"),
}
"""What ends the kinds of HTML block that do not end at an empty line."""


def html_at(line: str, place: int) -> str:
    """The kind of HTML block that starts at ``place``, or empty. The kind ``tag`` cannot interrupt a paragraph."""
    found = _HTML.match(line, place)
    return found.lastgroup or "" if found else ""


def fence_at(line: str, place: int) -> str:
    """The row of backticks or tildes that opens a fenced block at ``place``, or empty."""
    found = FENCE.match(line, place)
    return found.group() if found else ""


def closes(line: str, place: int, fence: str) -> bool:
    """Whether the rest of the line closes what ``fence`` opened."""
    rest = line[place:]
    return len(rest) >= len(fence) and not rest.strip(fence[0])


def rule_at(line: str, place: int) -> bool:
    """Whether the rest of the line is a thematic break; looks from the end, so that nested items cost nothing."""
    mark = line[-1]
    return mark in "*-_" and place >= len(line.rstrip(mark + " ")) and line.count(mark, place) >= 3


def item_at(line: str, place: int, *, interrupts: bool) -> int:
    """The width of a list item's marker with the blanks after it, or 0. ``interrupts``: it would end a paragraph."""
    found = ITEM.match(line, place)
    if not found:
        return 0
    end = found.end()
    if interrupts and (end == len(line) or (found[1] or "1").lstrip("0") != "1"):
        return 0
    blanks = indent_at(line, end)
    return end - place + (blanks if 1 <= blanks <= 4 and end < len(line) else 1)


def indent_at(line: str, place: int) -> int:
    """How many blanks stand at ``place``."""
    found = _BLANKS.match(line, place)
    return found.end() - place if found else 0
