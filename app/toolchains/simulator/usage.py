"""Which resource types a stack can use at all, so that the server need not send the whole schema.

Terraform's core decodes the schema in every command: 0.5 s of CPU for all of AWS, 0.02 s for the ten types of a usual
stack. A type that is used stands somewhere in the stack's files as a word, so a search for words is enough; where the
search could miss something the answer is None, and the whole schema is sent.
"""

import re
from collections.abc import Iterator
from pathlib import Path

SUFFIXES = (".tf", ".tf.json", ".tofu", ".tofu.json", ".tfstate", ".tftest.hcl")
WORD = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+|http\b")
MODULE = re.compile(r"""["']?source["']?\s*[=:]\s*"(\.[^"]*)\"""")
HEADER = re.compile(r'^\s*(?:resource|data|ephemeral)\s+"?([a-z][a-z0-9_]*)', re.MULTILINE)
CALL = re.compile(r'^\s*module\s+"', re.MULTILINE)
LITERAL = re.compile(r'\bsource\s*=\s*"')
# Names with JSON escapes, and a module's place written as an expression, cannot be followed.
OPAQUE = re.compile(r'\\u00|"source"\s*:\s*"[^"]*\$\{|module\s+"[^"]+"\s*\{[^{}]*?\bsource\s*=\s*(?:[^"\s]|"[^"]*\$\{)')
MAXIMUM_FOLDERS = 200


def used_words(directory: Path) -> tuple[frozenset[str], frozenset[str]] | None:
    """The words in a stack's files and its local modules' that may be types, and those meant as types for certain.

    None where it cannot be told: an unreadable file, a module that is not local or whose place is computed.
    """
    words: set[str] = set()
    headers: set[str] = set()
    try:
        for text in _texts(directory.resolve()):
            if OPAQUE.search(text) or len(CALL.findall(text)) > len(LITERAL.findall(text)):
                return None
            words.update(WORD.findall(text))
            headers.update(HEADER.findall(text))
    except (OSError, UnicodeDecodeError, _TooMany):
        return None
    return frozenset(words), frozenset(headers)


class _TooMany(Exception):
    pass


def _texts(start: Path) -> Iterator[str]:
    waiting, seen = [start], {start}
    installed = start / ".terraform" / "modules"
    if installed.is_dir():
        waiting += [path for path in installed.rglob("*") if path.is_dir()]
    while waiting:
        folder = waiting.pop()
        if len(seen) > MAXIMUM_FOLDERS:
            raise _TooMany
        for path in sorted(folder.iterdir()):
            if not path.name.endswith(SUFFIXES) or not path.is_file():
                continue
            text = path.read_text(encoding="utf-8")
            yield text
            for source in MODULE.findall(text):
                module = (folder / source).resolve()
                if module.is_dir() and module not in seen:
                    seen.add(module)
                    waiting.append(module)
