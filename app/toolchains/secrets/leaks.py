"""Finds secrets in the text of a file. What redaction would take out of a report must not stand in a repository."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.redaction import KEY_BEGIN, REFERENCE, TOKENS, URL_PASSWORD, WEBHOOKS

CONFIGURATION = (
    ".tf",
    ".tofu",
    ".tfvars",
    ".hcl",
    ".env",
    ".yml",
    ".yaml",
    ".json",
    ".sh",
    ".properties",
    ".ini",
    ".toml",
    "Dockerfile",
    ".dockerfile",
    "Containerfile",
)
"""Files whose literals are values in use; prose and program code name passwords without giving them away."""
RULES = ("AGT_SECRET_PASSWORD", "AGT_SECRET_PRIVATE_KEY", "AGT_SECRET_TOKEN", "AGT_SECRET_URL")
"""What is looked for."""
PASSWORD = re.compile(
    r"""(?ix)(?:password|passwd|passphrase|pwd)["']?[ \t]{0,40}(?:=|:[ \t])[ \t]{0,40}
    (?:"([^"\\\n]{4,200})"|'([^'\\\n]{4,200})'|([^\s"'#,;{}\[\]()&|*!<>]{4,200})(?=[ \t]*(?:\#|$)))""",
    re.MULTILINE,
)
TOKEN = re.compile(
    r"""(?ix)(?:secret|token|api_?key|access_?key|secret_?key|private_?key|account_?key|credentials?)["']?
    [ \t]{0,40}(?:=|:[ \t])[ \t]{0,40}(?:"([^"\\\s]{12,400})"|'([^'\\\s]{12,400})')"""
)
PLACEHOLDER = re.compile(
    r"(?i)example|placeholder|dummy|^(?:pass|pw|password|passwd|user|secret|token|string|x+|\*+|\.+)$|^your|^my-?password$"
)
WORD = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]{1,12}|v?\d{1,8}|[a-z]+\d{1,2}|")
"""A word or number of a name. Random text has digits and capitals in the middle of its words."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret on a line (from 1). The value itself is never kept."""

    rule: str
    title: str
    line: int


def leaks(path: str, text: str) -> Iterator[Leak]:
    """The secrets in a file, at most one per line: the one that says most."""
    breaks = [found.start() for found in re.finditer("\n", text)]
    seen: set[int] = set()
    for rule, title, start in (*_shapes(text), *(_named(text) if path.endswith(CONFIGURATION) else ())):
        line = bisect_left(breaks, start) + 1
        if line not in seen:
            seen.add(line)
            yield Leak(rule, title, line)


def is_name(value: str) -> bool:
    """Whether a text that was taken for a secret is a name made of words, a path or a documented example."""
    words = all(WORD.fullmatch(word) for word in re.split(r"[-_/.:@ ]", value))
    return words or bool(PLACEHOLDER.search(value)) or bool(REFERENCE.match(value))


def only_names(line: str) -> bool:
    """Whether every quoted text on a line is such a name, or its keys are examples of AWS's documentation."""
    quoted = re.findall(r'"([^"]*)"', line)
    keys = TOKENS.findall(line)
    examples = bool(keys) and all(key.endswith("EXAMPLE") for key in keys)
    return examples or (bool(quoted) and all(is_name(value) for value in quoted if value))


def _shapes(text: str) -> Iterator[tuple[str, str, int]]:
    """What looks like a secret by itself."""
    for found in KEY_BEGIN.finditer(text):
        yield "AGT_SECRET_PRIVATE_KEY", "Private key in the code", found.start()
    for pattern in (TOKENS, WEBHOOKS):
        for found in pattern.finditer(text):
            if not PLACEHOLDER.search(found.group()):
                yield "AGT_SECRET_TOKEN", "Access token in the code", found.start()
    for found in URL_PASSWORD.finditer(text):
        if not is_name(found.group(2)):
            yield "AGT_SECRET_URL", "Password in a URL", found.start()


def _named(text: str) -> Iterator[tuple[str, str, int]]:
    """What is called a secret."""
    for found in PASSWORD.finditer(text):
        if not _reference(_value(found)):
            yield "AGT_SECRET_PASSWORD", "Password in the code", found.start()
    for found in TOKEN.finditer(text):
        if not is_name(_value(found)):
            yield "AGT_SECRET_PASSWORD", "Secret value in the code", found.start()


def _value(found: re.Match[str]) -> str:
    return next(value for value in found.groups() if value is not None)


def _reference(value: str) -> bool:
    """A password may be a word, so only references, placeholders and paths are none."""
    dotted = re.match(r"^[a-z_]\w*(?:\.\w+|\[[^\]]*\])+$", value)
    return bool(REFERENCE.match(value) or PLACEHOLDER.search(value) or dotted or "/" in value or "${" in value)
