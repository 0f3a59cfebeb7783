"""What strangers wrote, on its way to a model: without secrets, without hidden characters, and plainly a quotation."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.redaction import redact
from app.reasoning.base import Block, ModelDown, Reply

DATA = 60_000
"""Characters of one piece of data; an issue on GitHub has at most 65,536."""
ANSWER = 12_000
"""Characters of one tool's answer."""
NAMED = 1_000
"""Characters of what something is called."""
DEEPEST = 50
"""Levels of a JSON value: no schema of ours has ten, and a recording must be read again."""

HIDDEN = {"Cc", "Cf", "Co", "Cs"}
"""Categories of characters that show nothing, or other text than there is: control, format (bidirectional, zero-width,
tags), private, halves of surrogate pairs."""
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""Letters and marks of other categories that show nothing, too: bytes can be hidden in a row of them."""
ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
MARK = re.compile(r"[<＜﹤](?=\s*/[\s/]*data|\s*data\b)(?!(?<=<<)data[ \t]*$)", re.IGNORECASE | re.MULTILINE)
"""What could be taken for one of our marks; ``<<DATA`` at the end of a line begins a text in Terraform's language."""


def visible(text: str) -> str:
    """The text without hidden characters; newlines and tabs stay, other line ends become newlines."""
    text = BLANK.sub("", ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in HIDDEN)


def without_secrets(text: str) -> str:
    """Visible and redacted, on both sides: hidden characters may stand in a secret or end one."""
    return redact(visible(redact(text)))


def discreet(text: str, most: int) -> str:
    """The text without secrets, and only then cut to ``most`` characters, which it says; a cut may end a secret."""
    text = without_secrets(text)
    if len(text) <= most:
        return text
    return redact(f"{text[:most]}\n[cut: {len(text) - most:,} more characters]")


def title(text: str) -> str:
    """What something is called, on one line, fit for an attribute: no quotes, no angle brackets."""
    return re.sub(r"[\"<>]", "'", " ".join(discreet(text, NAMED).split()))


def quoted(what: str, text: str, most: int = DATA) -> str:
    """A data block. Its id is made of the text, so no text can know it; what looks like a mark inside is broken up."""
    text = MARK.sub("‹", discreet(text, most))
    label = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f'<data what="{title(what)}" id="{label}">\n{text}\n</data {label}>'


def cleaned(reply: Reply) -> Reply:
    """A model's answer as it is used, kept and given back: redacted, no empty texts, nothing that is no text.

    Blocks of the model's own (its thinking, signed) stay as they came. Raises ``ModelDown`` for one that nests deeper
    than anything that could be meant.
    """
    try:
        content = tuple(_block(block) for block in reply.content if not _empty(block))
    except RecursionError as error:
        raise ModelDown("its answer is nested too deeply", reply.usage) from error
    return Reply(content, reply.stop, reply.usage)


def _empty(block: Block) -> bool:
    return block.get("type") == "text" and not str(block.get("text", "")).strip()


def _block(block: Block) -> Block:
    if block.get("type") == "text":
        return {"type": "text", "text": _harmless(str(block["text"]))}
    if block.get("type") == "tool_use":
        return {**block, **{part: each_text(block.get(part), _harmless) for part in ("name", "input")}}
    return block


def _harmless(text: str) -> str:
    """Without secrets, and without halves of surrogate pairs, which cannot be sent."""
    return redact(text.encode("utf-8", "replace").decode())


def each_text(value: Any, change: Callable[[str], str], depth: int = DEEPEST) -> Any:
    """A JSON value with each text in it changed, names of fields too. Raises ``RecursionError`` below ``depth``."""
    if depth < 0:
        raise RecursionError
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {change(str(name)): each_text(inner, change, depth - 1) for name, inner in value.items()}
    return [each_text(inner, change, depth - 1) for inner in value] if isinstance(value, list | tuple) else value
