"""Makes text from outside harmless to show: it may be read, it may not act."""

import re

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
"""Bidirectional overrides, zero-width and control characters: they show other text than there is."""
MENTION = re.compile(r"@(?=[\w-])")
CLOSING = re.compile(
    r"\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?|cierra|clos(?:ing|e))(\s*:?\s+)(?=[\w/.-]*#\d|https?://)", re.IGNORECASE
)
ZERO_WIDTH = "\u200b"


def plain(text: str) -> str:
    """Without escape sequences, control, zero-width and bidirectional characters; newlines and tabs stay."""
    return INVISIBLE.sub("", ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def inert(text: str) -> str:
    """For Markdown prose: no live mention, no closing keyword, no raw HTML, on one line."""
    text = " ".join(plain(text).split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = MENTION.sub(f"@{ZERO_WIDTH}", text)
    text = CLOSING.sub(rf"\1{ZERO_WIDTH}\2", text).replace("#", f"#{ZERO_WIDTH}")
    return re.sub(r"([\\`*\[\]|!]|(?<!\w)_|_(?!\w))", r"\\\1", text)


def code(text: str) -> str:
    """For a code span: longest run of backticks plus one around it, on one line, a cell's bars escaped."""
    text = " ".join(plain(text).split())
    if not text:
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")


def fenced(text: str, language: str = "") -> str:
    """For a code block: a fence longer than any inside."""
    text = plain(text).strip("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def sentence(text: str) -> str:
    """With one full stop at its end, whoever wrote it."""
    return text.rstrip().rstrip(".") + "."
