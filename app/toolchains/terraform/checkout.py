"""A repository's Terraform, read once: directories, their files, who calls whom."""

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from app.toolchains.terraform.hcl import Block, Source, read_source
from app.toolchains.terraform.hcl_json import read_json

SUFFIXES = (".tf", ".tf.json", ".tofu", ".tofu.json")
LARGEST_SOURCE = 4 * 1024**2
"""Bytes; a Terraform file beyond this is not read for its structure (Terraform still judges it)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One ``module`` block: ``target`` is the local directory relative to the repository, or None when it is remote
    or leaves the repository."""

    name: str
    source: str
    target: str | None
    path: str
    line: int
    version: str | None = None


@dataclass(frozen=True)
class Module:
    """One directory with Terraform files; ``path`` is relative to the repository, ``.`` for the top."""

    path: str
    sources: tuple[Source, ...]

    def blocks(self, *types: str) -> Iterator[tuple[Source, Block]]:
        """The top-level blocks of these types with the file they stand in."""
        return ((source, block) for source in self.sources for block in source.top.blocks if block.type in types)

    def location(self, source: Source) -> str:
        """A file of the module, relative to the repository."""
        return posixpath.normpath(posixpath.join(self.path, source.path))

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Its module calls, those without a readable source left to Terraform."""
        found = []
        for source, block in self.blocks("module"):
            where = block.literal("source")
            if where is None or not block.labels:
                continue
            target = _inside(self.path, where) if where.startswith(("./", "../")) else None
            line = block.attributes["source"].line
            found.append(Call(block.labels[0], where, target, self.location(source), line, block.literal("version")))
        return tuple(found)

    @cached_property
    def configures_provider(self) -> bool:
        """Whether it holds a ``provider`` block."""
        return any(True for _ in self.blocks("provider"))

    @cached_property
    def backend(self) -> str:
        """The type of its backend, ``cloud``, or empty."""
        for _, block in self.blocks("terraform"):
            for inner in block.blocks_of("backend", "cloud"):
                return inner.labels[0] if inner.labels else inner.type
        return ""

    @cached_property
    def declares(self) -> bool:
        """Whether it declares anything that is deployed or looked up."""
        return any(True for _ in self.blocks("resource", "data", "module", "ephemeral"))

    @cached_property
    def unreadable(self) -> tuple[tuple[str, int, str], ...]:
        """Files that are no HCL: path, line, what is wrong."""
        return tuple((self.location(one), one.error.line, one.error.wrong) for one in self.sources if one.error)


@dataclass
class Checkout:
    """The Terraform of a directory tree; modules are read when asked for and kept."""

    root: Path
    _modules: dict[str, Module] = field(default_factory=dict)

    @cached_property
    def directories(self) -> tuple[str, ...]:
        """Every directory that holds Terraform files, relative, sorted; hidden folders and links are not entered."""
        found = []
        for folder, inner, files in os.walk(self.root):
            inner[:] = sorted(name for name in inner if not name.startswith(".") and name != "node_modules")
            if any(is_source(name) for name in files):
                found.append(Path(folder).relative_to(self.root).as_posix())
        return tuple(sorted(found))

    def module(self, path: str) -> Module:
        """The directory's content, which may be nothing."""
        if path not in self._modules:
            folder = self.root / path
            names = sorted(name for name in _listing(folder) if is_source(name))
            texts = [(name, self.text(f"{path}/{name}")) for name in names]
            sources = [read_any(name, text) for name, text in texts if text is not None]
            self._modules[path] = Module(path, tuple(sources))
        return self._modules[path]

    def text(self, path: str) -> str | None:
        """A file's text; None for what is no regular file of this repository, or too large to be code."""
        try:
            real = (self.root / path).resolve(strict=True)
            inside = real.is_file() and real.is_relative_to(self.root.resolve())
            if not inside or real.stat().st_size > LARGEST_SOURCE:
                return None
            return real.read_bytes().decode("utf-8", "replace")
        except (OSError, RuntimeError):
            return None

    def reach(self, path: str) -> tuple[str, ...]:
        """The local module directories that ``path`` reaches, directly or through others, in order of discovery."""
        found: list[str] = []
        waiting = [path]
        while waiting:
            for call in self.module(waiting.pop(0)).calls:
                if call.target is not None and call.target not in found and call.target != path:
                    found.append(call.target)
                    waiting.append(call.target)
        return tuple(found)


def read_any(name: str, text: str) -> Source:
    """Read a file in either form, told by its name."""
    return read_json(name, text) if name.endswith(".json") else read_source(name, text)


def is_source(name: str) -> bool:
    """Whether Terraform or OpenTofu would load a file of this name."""
    return name.endswith(SUFFIXES) and not name.startswith((".", "#")) and not name.endswith(("~", "#"))


def _inside(base: str, relative: str) -> str | None:
    joined = posixpath.normpath(posixpath.join(base, relative))
    return None if joined == ".." or joined.startswith(("../", "/")) else joined


def _listing(folder: Path) -> list[str]:
    try:
        return [one.name for one in folder.iterdir()]
    except OSError:
        return []
