"""Literal text as HCL: quoted strings, map keys, heredocs and comments.

Whatever a string holds, it stays a string: template introducers, quotes and control characters are escaped, so that
words of a request can never become an expression.
"""

import re
import textwrap
from collections.abc import Iterable

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
KEYWORDS = frozenset({"for", "if", "in", "null", "true", "false", "else", "endif", "endfor"})

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_INTRODUCER = re.compile(r"([$%]+)\{")
_COMMENT_WIDTH = 110


def _introducers(match: re.Match[str]) -> str:
    """``${`` → ``$${``; a sign before it is spelt by its code, since ``$$${`` would be read another way."""
    signs = match[1]
    before = "".join(by_code(sign) for sign in signs[:-1])
    return before + signs[-1] * 2 + "{"


def escape(text: str) -> str:
    """The inside of a quoted string. Lone surrogates, which no UTF-8 file can hold, become U+FFFD."""
    return _INTRODUCER.sub(_introducers, "".join(_escape_character(character) for character in text))


def _escape_character(character: str) -> str:
    known = _ESCAPES.get(character)
    if known:
        return known
    if character.isprintable():
        return character
    return "\N{REPLACEMENT CHARACTER}" if "\ud800" <= character <= "\udfff" else by_code(character)


def by_code(character: str) -> str:
    """The character's escape by its code point."""
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def quote(text: str) -> str:
    """A quoted string literal."""
    return f'"{escape(text)}"'


def _one_column_each(character: str) -> bool:
    """Whether the formatter certainly counts this character as one column, whatever stands beside it."""
    code = ord(character)
    return code < 0x300 or 0x370 <= code < 0x483 or 0x48A <= code < 0x530 or 0x4E00 <= code < 0xA000


def quote_key(text: str) -> str:
    """A quoted map key whose width is known, so that the signs after it can be aligned."""
    quoted = quote(text)
    return "".join(character if _one_column_each(character) else by_code(character) for character in quoted)


def keys(names: Iterable[str]) -> dict[str, str]:
    """How the keys of one map are written: all bare, or all quoted where one of them has to be."""
    listed = list(names)
    if all(PLAIN_KEY.match(name) and name not in KEYWORDS for name in listed):
        return {name: name for name in listed}
    return {name: quote_key(name) for name in listed}


def identifier(name: str) -> str:
    """The name itself; raises ValueError where it is no HCL identifier."""
    if not IDENTIFIER.match(name):
        message = f"not an HCL identifier: {name!r}"
        raise ValueError(message)
    return name


def fits_heredoc(text: str) -> bool:
    """Whether an indented heredoc gives this text back unchanged."""
    lines = text.split("\n")
    if len(lines) < 3 or lines[-1] or lines[0] == "":
        return False
    if not all(character == "\n" or character.isprintable() for character in text):
        return False
    if any(line != line.rstrip() for line in lines) or any("$$" in line or "%%" in line for line in lines):
        return False
    return any(line and not line[0].isspace() for line in lines)


def heredoc_escape(text: str) -> str:
    """Literal text inside a heredoc."""
    return _INTRODUCER.sub(lambda match: match[1][:-1] + match[1][-1] * 2 + "{", text)


def heredoc(content: str) -> list[str]:
    """The lines of an indented heredoc over text that is escaped already and ends with a newline."""
    lines = content.split("\n")[:-1]
    marker = "EOT"
    while any(line.strip() == marker for line in lines):
        marker += "_"
    return [f"<<-{marker}", *(f"  {line}" if line else "" for line in lines), marker]


def comment(text: str) -> list[str]:
    """Comment lines; anything that could end the comment becomes a blank."""
    return [f"# {line}" for line in textwrap.wrap(_flat(text), _COMMENT_WIDTH)]


def skip(rule: str, reason: str) -> str:
    """The comment by which checkov leaves a rule out, with the reason; on one line, however long."""
    return f"# checkov:skip={rule}:{_flat(reason)}"


def _flat(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
