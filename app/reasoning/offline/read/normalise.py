"""First stage: the issue's Markdown → plain prose that may give orders, and what is only data."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.knowledge.language import CODES, language
from app.reasoning.offline.read.tokens import fold

FRONT_MATTER_LIMIT = 20_000
READ_LIMIT = 30_000
"""Characters that are read. GitHub allows 65,536; nobody reviews what a longer wish would build."""
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(.*?)(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_QUOTE = re.compile(r"(?:^ {0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{2,3})(?=\S)([^*\n]+?)(?<=\S)\1(?!\w)")
_UNANSWERED = re.compile(r"^_No response_[ \t]*$", re.MULTILINE)
"""What GitHub writes below the heading of an issue form's field that was left empty."""
_TYPOGRAPHIC = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": " - ",
        "−": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "→": " writes to ", "⇒": " writes to ",
        "\u200b": "", "\ufeff": "",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prose:
    """``body`` is what may give orders; ``hints`` the front matter; ``data`` pieces left out, one line each."""

    body: str
    language: str
    hints: Mapping[str, Any] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def normalise(text: str, *, code: str = "") -> Prose:
    """Separate orders from data and unify characters. Never raises."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"} or c == "\u200b")
    hints, text, unread = _front_matter(text)
    data: list[str] = []
    if len(text) > READ_LIMIT:
        text = text[:READ_LIMIT].rpartition("\n")[0] or text[:READ_LIMIT]
        unread = (*unread, f"the text after its first {len(text)} characters")
    text = _UNANSWERED.sub("", _COMMENT.sub(" ", text))

    def set_aside(match: re.Match[str]) -> str:
        content = match.group(2) if match.re is _FENCE else re.sub(r"^ {0,3}> ?", "", match.group(), flags=re.MULTILINE)
        first = next((line.strip() for line in content.splitlines() if line.strip()), "")
        if first:
            data.append(first)
        return "\n\n"

    text = _FENCE.sub(set_aside, text)
    text = _QUOTE.sub(set_aside, text)
    text = _TAG.sub(" ", text)
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\2", text.translate(_TYPOGRAPHIC))
    stated = str(hints.get("language", code))[:2].lower()
    return Prose(text, stated if stated in CODES else guess_language(text), hints, tuple(data), unread)


def _front_matter(text: str) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    match = _FRONT.match(text)
    if not match:
        return {}, text, ()
    source = match.group(1) or ""
    rest = text[match.end() :]
    if len(source) > FRONT_MATTER_LIMIT or re.search(r"(?<!\S)[&*]\w", source):
        return {}, rest, ("front matter",)
    try:
        content = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        return {}, rest, ("front matter",)
    if content is None:
        return {}, rest, ()
    if not isinstance(content, dict):
        return {}, text, ()
    return {str(key).strip().lower(): value for key, value in content.items()}, rest, ()


def guess_language(text: str) -> str:
    """The language with the most of its own small words in the text; English when in doubt."""
    words = re.findall(r"[^\W\d_]+", fold(text[:20_000]))
    scores = {code: sum(word in language(code).words("stopwords") for word in words) for code in CODES}
    best = max(scores.values(), default=0)
    return next((code for code in CODES if scores[code] == best), CODES[0])
