"""The files that Terraform code reads: ``file``, ``templatefile``, archive sources and their like.

Found by looking at the code, never by running it. A path that holds a computed part is known up to that part.
"""

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.toolchains.terraform.checkout import Module
from app.toolchains.terraform.hcl import Source

_CALL = re.compile(r"\b(?:file(?:exists|set|base64|md5|sha1|(?:base64)?sha(?:256|512))?|templatefile)\s*\(\s*")
_PLACE = re.compile(
    r"\b(?:source|source_dir|source_file|filename|template|user_data_file|body_file|template_file)\s*=(?!=)\s*"
)
_ROOTED = re.compile(r"\"(?=\$\{\s*path\.(?:module|root|cwd)\s*\}/|\./|\.\./)")
_ANCHOR = re.compile(r"\$\{\s*path\.(module|root|cwd)\s*\}")
_TEXT = re.compile(r'(?:[^"\\$%]|\\.|\$\{\s*path\.(?:module|root|cwd)\s*\}|\$(?!\{)|%(?!\{))*')
_ARGUMENT = re.compile(r"(?:pathexpand\s*\(\s*|abspath\s*\(\s*)*\"")


@dataclass(frozen=True, slots=True)
class Read:
    """One read: ``path`` relative to the repository (normalised; an absolute one as it stands); ``prefix`` when the
    rest is computed; ``outside`` when it leaves the repository; ``location`` and ``line`` are of the reading code."""

    path: str
    prefix: bool
    outside: bool
    location: str
    line: int


def reads_of(module: Module, root_module: str) -> tuple[Read, ...]:
    """What the module's own files read. ``root_module`` is the stack's directory, where plain relative paths start."""
    return tuple(place.read for place in _places(module, root_module) if place.read)


def computed_reads(module: Module) -> tuple[tuple[str, int], ...]:
    """Places (file, line) of functions that read a file whose path is not known before Terraform runs."""
    places = (place for place in _places(module, module.path) if place.certain)
    return tuple((place.location, place.line) for place in places if place.read is None or place.read.prefix)


def files_needed(modules: Sequence[Module], root_module: str) -> tuple[str, ...] | None:
    """The paths below which all files lie that a stack can need, or None where its code does not tell."""
    needed: set[str] = set()
    for module in modules:
        if any(source.path.endswith(".json") or source.error for source in module.sources):
            return None
        needed.add(module.path)
        for place in _places(module, root_module):
            if place.read is None:
                return None
            needed.add(place.read.path.rstrip("/") or ".")
    return None if "." in needed else tuple(sorted(needed))


@dataclass(frozen=True, slots=True)
class _Place:
    """Something that may read a file: ``certain`` for a function, else an argument that often names one; ``read`` is
    None where the path is computed."""

    certain: bool
    location: str
    line: int
    read: Read | None


def _places(module: Module, root_module: str) -> Iterator[_Place]:
    for source in module.sources:
        location = module.location(source)
        if source.path.endswith(".json"):
            # JSON gives no places in expressions; a function there is known to exist, not what it reads.
            for call in _CALL.finditer(source.text):
                yield _Place(True, location, source.line_at(call.start()), None)
            continue
        apart = sorted(_not_reads(source))
        seen: set[int] = set()
        for at, certain in _starts(source):
            if at in seen or _within(apart, at):
                continue
            seen.add(at)
            line = source.line_at(at)
            opening = _ARGUMENT.match(source.text, at)
            read = _literal(source, opening.end(), module, root_module) if opening else None
            if read is None or certain or not read.outside:
                yield _Place(certain, location, line, read)


def _starts(source: Source) -> Iterator[tuple[int, bool]]:
    for found in _CALL.finditer(source.code):
        yield found.end(), True
    for found in _PLACE.finditer(source.code):
        # `filename = each.value` and its like name a file for some types and none for most.
        yield found.end(), False
    for found in _ROOTED.finditer(source.text):
        if source.code[found.start()] == '"':
            yield found.start(), False


def _literal(source: Source, start: int, module: Module, root_module: str) -> Read | None:
    """The read of the string whose text begins at ``start``."""
    literal = _TEXT.match(source.text, start)
    text = literal.group() if literal else ""
    dynamic = source.text[start + len(text) : start + len(text) + 1] != '"'
    return _resolve(text, dynamic, module, root_module, module.location(source), source.line_at(start))


def _not_reads(source: Source) -> Iterator[tuple[int, int]]:
    """Spans whose strings name modules, providers and backends, not files."""
    for block in source.top.blocks:
        if block.type == "terraform":
            yield block.start, block.end
        elif block.type == "module" and "source" in block.attributes:
            yield block.attributes["source"].start, block.attributes["source"].end


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether ``at`` is in one of the sorted spans, which do not overlap."""
    before = bisect_right(spans, (at, len(spans) and spans[-1][1])) - 1
    return before >= 0 and spans[before][0] <= at < spans[before][1]


def _resolve(text: str, dynamic: bool, module: Module, root_module: str, location: str, line: int) -> Read | None:
    anchor = _ANCHOR.match(text)
    base = module.path if anchor and anchor.group(1) == "module" else root_module
    rest = text[anchor.end() :].lstrip("/") if anchor else text
    if not rest:
        return Read("" if base == "." else base + "/", True, False, location, line) if anchor else None
    if not anchor and rest.startswith(("/", "~")):
        return Read(rest, dynamic, True, location, line)
    if dynamic:
        rest = rest[: rest.rfind("/") + 1] + "x"
    joined = posixpath.normpath(posixpath.join(base, rest))
    outside = joined == ".." or joined.startswith("../")
    return Read(joined[:-1] if dynamic else joined, dynamic, outside, location, line)
