"""The files that Terraform code reads: ``file``, ``templatefile``, archive sources and their like.

Found by looking at the code, never by running it. A path that holds a computed part is known up to that part.
"""

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from app.toolchains.terraform.checkout import Module
from app.toolchains.terraform.hcl import Source

_CALL = re.compile(r"\b(?:file(?:exists|set|base64|md5|sha1|(?:base64)?sha(?:256|512))?|templatefile)\s*\(\s*")
_PLACE = re.compile(
    r"\b(?:source|source_dir|source_file|filename|template|user_data_file|body_file|template_file)\s*=\s*(?=\")"
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
    found = []
    for source in module.sources:
        if not source.path.endswith(".json"):
            found += list(_reads(source, module, root_module))
    return tuple(found)


def computed_reads(module: Module) -> tuple[tuple[str, int], ...]:
    """Places (file, line) that read a file whose path is not known before Terraform runs."""
    found = []
    for source in module.sources:
        known = {read.line for read in _reads(source, module, module.path) if not read.prefix}
        for call in _CALL.finditer(source.code):
            literal = _ARGUMENT.match(source.text, call.end())
            line = source.line_at(call.start())
            if not literal or line not in known:
                found.append((module.location(source), line))
    return tuple(found)


def _reads(source: Source, module: Module, root_module: str) -> Iterator[Read]:
    apart = sorted(_not_reads(source))
    seen: set[int] = set()
    for pattern, certain in ((_CALL, True), (_PLACE, False), (_ROOTED, False)):
        for found in pattern.finditer(source.code if pattern is not _ROOTED else source.text):
            at = found.end() if pattern is not _ROOTED else found.start()
            opening = _ARGUMENT.match(source.text, at)
            if not opening or opening.end() in seen or _within(apart, at):
                continue
            seen.add(opening.end())
            literal = _TEXT.match(source.text, opening.end())
            if literal is None or source.code[opening.end() - 1] != '"':
                continue
            dynamic = source.text[literal.end() : literal.end() + 1] != '"'
            read = _resolve(literal.group(), dynamic, module, root_module, source, found.start())
            if read and (certain or not read.outside):
                yield read


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


def _resolve(text: str, dynamic: bool, module: Module, root_module: str, source: Source, at: int) -> Read | None:
    location, line = module.location(source), source.line_at(at)
    anchor = _ANCHOR.match(text)
    base = module.path if anchor and anchor.group(1) == "module" else root_module
    rest = text[anchor.end() :].lstrip("/") if anchor else text
    if not rest:
        return None if not anchor else Read("" if base == "." else base + "/", True, False, location, line)
    if not anchor and rest.startswith(("/", "~")):
        return Read(rest, dynamic, True, location, line)
    if dynamic:
        rest = rest[: rest.rfind("/") + 1] + "x"
    joined = posixpath.normpath(posixpath.join(base, rest))
    outside = joined == ".." or joined.startswith("../")
    return Read(joined[:-1] if dynamic else joined, dynamic, outside, location, line)
