"""What code refuses in files that a model wrote, at sight: nothing of them has run yet.

Everything is held against the floor, the files that the house itself writes for the same request: what stands there
already is nobody's to refuse here. Whoever is sure that a refusal is wrong can still write the code himself.
"""

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from app.domain.redaction import MARK, redact
from app.toolchains.terraform.guard_blocks import lost, refused_blocks, refused_settings
from app.toolchains.terraform.guard_plain import refused_ends, refused_expressions, refused_looks
from app.toolchains.terraform.guard_words import refused_words
from app.toolchains.terraform.hcl import Source, read_source

LARGEST = 200_000
"""Characters of a file."""
MOST_FILES = 100
MOST_REASONS = 12
"""Reasons that are told; one is enough to refuse."""
FILE = re.compile(
    r"(?:modules/[a-z0-9][\w-]*/)?[a-z0-9][\w-]*\.tf|environments/[a-z0-9][\w-]*\.tfvars"
    r"|(?:policies|templates)/(?:[\w-]+/)*[\w-]+\.(?:json|tftpl)|src/(?:[\w-]+/)*\w[\w-]*\.(?:py|js|mjs|html|css|json|txt)",
    re.ASCII,
)
"""Files of a stack, relative to it: everything that is not named is refused."""
UNREAD = re.compile(r"\.(?:tfvars|tftpl|py|js|mjs|html|css|txt)$|(?:^|/)src/")
OVERRIDE = re.compile(r"(?:.*/)?(?:override|\w[\w-]*_override)\.tf", re.IGNORECASE)


def guard(
    stack: str, before: Mapping[str, str], after: Mapping[str, str], excused: Collection[tuple[str, str]] = ()
) -> tuple[str, ...]:
    """Why ``after`` is refused as the files of the stack, in sentences without an end; empty where it is not.

    Both map paths in the repository to texts. ``excused`` are rules that the design accepts, by (address, rule): only
    for these may a comment silence a scanner.
    """
    if len(after) > MOST_FILES:
        return (f"it is more than {MOST_FILES} files",)
    old, new = _sources(before), _sources(after)
    said = {*_refused(stack, before, old, excused)}
    found = [sentence for sentence in _refused(stack, after, new, excused) if sentence not in said]
    found += [*_secrets(before, after), *refused_settings(old, new), *lost(old, new)]
    return tuple(dict.fromkeys(found))[:MOST_REASONS]


def guard_code(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Why code that a model wrote itself is refused beside that, as ``guard`` tells it. Files that the house writes for
    a model's design need no such bounds: their expressions are its own."""
    old, new = _sources(before), _sources(after)
    found = [*refused_expressions(old, new), *refused_ends(old, new), *refused_looks(old, new)]
    return tuple(dict.fromkeys([*found, *_unread(before, after)]))[:MOST_REASONS]


def _unread(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Programs, templates and an environment's values that are not the floor's: no check here understands them."""
    for path, text in sorted(after.items()):
        if UNREAD.search(path) and text != before.get(path):
            yield f"{path} is a program, a template or values of an environment, which a person must write"


def _sources(files: Mapping[str, str]) -> tuple[Source, ...]:
    return tuple(
        read_source(path, text) for path, text in sorted(files.items()) if path.endswith(".tf") and len(text) <= LARGEST
    )


def _refused(
    stack: str, files: Mapping[str, str], sources: tuple[Source, ...], excused: Collection[tuple[str, str]]
) -> Iterator[str]:
    """Every sentence that may speak against the files, whether the floor has the same or not."""
    for path, text in sorted(files.items()):
        yield from _path(stack, path)
        yield from _text(path, text)
    spoken = {path.casefold() for path in files}
    if len(spoken) < len(files):
        yield "two paths differ in capitals only"
    for source in sources:
        if source.error:
            yield f"{source.path} cannot be read: {source.error}"
        yield from refused_blocks(source, files)
        yield from refused_words(source, files, excused)


def _path(stack: str, path: str) -> Iterator[str]:
    inside = path.removeprefix("" if stack == "." else f"{stack}/")
    if posixpath.normpath(path) != path or path.startswith("/") or (stack != "." and inside == path):
        yield f"{path!r} is outside the stack"
    elif OVERRIDE.fullmatch(inside) or not FILE.fullmatch(inside):
        yield f"{path!r} is no file that may be written here"


def _text(path: str, text: str) -> Iterator[str]:
    if len(text) > LARGEST:
        yield f"{path} is longer than {LARGEST} characters"
    hidden = sorted({character for character in text if _hidden(character)})
    if hidden:
        yield f"{path} holds invisible characters: {', '.join(f'U+{ord(one):04X}' for one in hidden[:5])}"


def _hidden(character: str) -> bool:
    """Controls, marks of direction, what has no width: nobody who reads the change would see it."""
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def _secrets(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """A secret in plain text, and a mark where the floor has the real word."""
    for path, text in sorted(after.items()):
        old = before.get(path, "")
        if text.count(MARK) > old.count(MARK):
            yield f"{path} holds {MARK} where a value belongs"
        elif redact(text).count(MARK) > redact(old).count(MARK):
            yield f"{path} holds what looks like a secret"
