"""Makes text from outside harmless to show: it may be read, it may not act, and it tells no secret."""

import re

from app.domain.redaction import redact

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Bidirectional overrides, zero-width and control characters: they show other text than there is; and halves of
surrogate pairs, which are none (a file's name that is not UTF-8 holds them).
"""
MENTION = re.compile(r"@(?=[\w-])")
ADDRESS = re.compile(r"[:\uff1a\ufe55](?=[/\uff0f]{2})|www(?=[.\uff0e\u3002])|[\uff20\ufe6b]", re.IGNORECASE)
"""What forges make a link of without being told, and the other forms of ``@``."""
CLOSING = re.compile(
    r"\b(close[sd]?|closing|fix(?:e[sd])?|fixing|resolve[sd]?|resolving|implement(?:s|ed|ing)?|cierra)(\s*:?\s+)"
    r"(?=[\w/.-]*[#!]\d|GH-\d|https?://)",
    re.IGNORECASE,
)
"""The keywords of GitHub and GitLab; GitLab reads them inside code, too."""
LEADING = re.compile(r"^([-+=/]|\d{1,9}(?=[.)](?:\s|$)))(?P<end>[.)]?)")
"""What makes a list, an underline or one of GitLab's quick actions of the beginning of a line."""
ACTIVE = r"[\\`*\[\]|!~$]|(?<![^\W_])_|_(?![^\W_])"
"""What Markdown makes something of in the middle of a line."""
SPAN = r"(?<![^\s(\"'])`(?=\S)(?P<span>[^`@#<>&!|~\\]+)(?<=\S)`(?![^\s.,;:?)\"'])"
"""A word or line of code between single backticks, with nothing in it that is more than code anywhere."""
RUN = re.compile("`{20,}")
"""More backticks than anyone needs: the fence around them would be longer still."""
ZERO_WIDTH = "\u200b"
LONGEST = 600
"""Characters of one value in prose; a title or reason beyond it is cut."""


def plain(text: str) -> str:
    """Without escape sequences, control, zero-width and bidirectional characters; newlines and tabs stay."""
    return INVISIBLE.sub("", ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def line(text: str) -> str:
    """Plain, redacted and on one line, for the inside of a code block."""
    return redact(" ".join(plain(text).split()))


def clipped(text: str, most: int = LONGEST) -> str:
    """At most so many characters, an ellipsis for the rest."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def inert(text: str, most: int = LONGEST) -> str:
    """For Markdown prose: no live mention, no closing keyword, no raw HTML, no secret, on one line."""
    return _unled(re.sub(ACTIVE, r"\\\g<0>", html(text, most)))


def prose(text: str, most: int = LONGEST) -> str:
    """As ``inert``, for texts of ours: what stands in single backticks is shown as code where that is harmless."""
    escaped = re.sub(f"{SPAN}|{ACTIVE}", lambda found: found[0] if found["span"] else f"\\{found[0]}", html(text, most))
    return _unled(escaped)


def unlinked(text: str) -> str:
    """For what a model may have said, after ``prose`` or ``inert``: no address of the web in it is live."""
    return ADDRESS.sub(rf"\g<0>{ZERO_WIDTH}", text)


def _unled(text: str) -> str:
    """Without the meaning of a line's beginning."""
    return LEADING.sub(lambda found: f"{found[1]}\\{found['end']}" if found["end"] else f"\\{found[1]}", text, count=1)


def html(text: str, most: int = LONGEST) -> str:
    """For text inside tags of ours, where Markdown is not read: harmless there, without backslashes."""
    text = clipped(line(text), most)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return unclosing(MENTION.sub(f"@{ZERO_WIDTH}", text)).replace("#", f"#{ZERO_WIDTH}")


def unclosing(text: str) -> str:
    """The text with every keyword that would close an issue taken apart, also in code."""
    return CLOSING.sub(rf"\1{ZERO_WIDTH}\2", text)


def code(text: str) -> str:
    """For a code span: longest run of backticks plus one around it, on one line, a cell's bars escaped."""
    text = RUN.sub(lambda run: run[0][:20], clipped(line(text)))
    if not text:
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    text = re.sub(r"\\(?=\|)", rf"\\{ZERO_WIDTH}", text).replace("|", "\\|")
    return f"{fence}{pad}{text}{pad}{fence}"


def fenced(text: str, language: str = "", most: int = 20_000) -> str:
    """For a code block: a fence longer than any inside."""
    text = RUN.sub(lambda run: run[0][:20], clipped(redact(plain(text).strip("\n")), most))
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def link(text: str, url: str) -> str:
    """A link of ours; only the text where the address is none of the web."""
    if not re.fullmatch(r"https?://[^\s<>\"\\`]+", url) or len(url) > 2000:
        return inert(text)
    return f"[{inert(text)}]({url.replace('(', '%28').replace(')', '%29')})"


def sentence(text: str) -> str:
    """With one full stop at its end, whoever wrote it."""
    return text.rstrip().rstrip(".") + "."


def capital(text: str) -> str:
    """With a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]
