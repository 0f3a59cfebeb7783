"""What a rule is and what it sees."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from app.domain.finding import Severity
from app.toolchains.terraform.checkout import Module
from app.toolchains.terraform.hcl import Attribute, Block, Source

LANGUAGE = "https://developer.hashicorp.com/terraform/language"
_REFERENCE = re.compile(r"(?<![\w.-])(?:(?:var|local)\s*\.|data\s*\.\s*[\w-]+\s*\.)\s*[\w-]+")
STYLE = f"{LANGUAGE}/style"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a rule objects to; ``message`` becomes the finding's title."""

    source: Source
    line: int
    end_line: int
    message: str
    resource: str = ""


@dataclass(frozen=True)
class Scope:
    """One module directory; ``is_root`` for the stack itself."""

    module: Module
    is_root: bool

    @cached_property
    def readable(self) -> bool:
        """Whether every file could be read: only then is it certain that something is used nowhere."""
        return not self.module.unreadable

    def blocks(self, *types: str) -> Iterator[tuple[Source, Block]]:
        """The module's top-level blocks of these types."""
        return self.module.blocks(*types)

    def attributes(self) -> Iterator[tuple[Source, Block, Attribute]]:
        """Every attribute of every block, with the top-level block it belongs to."""
        for source in self.module.sources:
            for top in source.top.blocks:
                for block in top.walk():
                    for attribute in block.attributes.values():
                        yield source, top, attribute

    @cached_property
    def references(self) -> dict[str, list[tuple[Source, int]]]:
        """What is referred to (``var.a``, ``local.b``, ``data.type.name``) → where; found in one pass, since a file may
        declare a hundred thousand variables."""
        found: dict[str, list[tuple[Source, int]]] = {}
        for source in self.module.sources:
            for one in _REFERENCE.finditer(source.code):
                name = re.sub(r"\s", "", one.group())
                found.setdefault(name, []).append((source, one.start()))
        return found


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: ``detail`` says why it matters and how to mend it; ``source`` is where the advice comes from."""

    id: str
    severity: Severity
    title: str
    detail: str
    source: str
    check: Callable[[Scope], Iterator[Hit]]


def hit(source: Source, block: Block, message: str, line: int | None = None) -> Hit:
    """A hit on a block, or on one line of it."""
    return Hit(source, line or block.line, line or block.end_line, message, block.address)


def code_of(source: Source, attribute: Attribute) -> str:
    """The attribute's expression without comments and literal text."""
    return source.code[attribute.start : attribute.end] if attribute.end else attribute.expression


def words(name: str) -> list[str]:
    """``private_subnet-a`` → ``["private", "subnet", "a"]``."""
    return [word for word in re.split(r"[^a-zA-Z0-9]+", name.lower()) if word]
