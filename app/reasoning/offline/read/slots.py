"""What a component can be told: the parameters of its service and the arguments of its provider type."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.knowledge.catalogue.base import Parameter
from app.knowledge.schemas import Block, schema_of
from app.reasoning.offline.read.tokens import phrase_key

_SAME = {"maximum": "max", "minimum": "min", "identifier": "id", "maximal": "max", "minimal": "min"}
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Argument:
    """A settable argument of a type: dotted path, Terraform type, whether a flag, words in its name."""

    path: str
    type: Any
    words: int
    required: bool

    @property
    def flag(self) -> bool:
        """Whether it is true or false."""
        return bool(self.type == "bool")


@dataclass(frozen=True, slots=True)
class Slot:
    """Words of a sentence, from ``first`` to ``last``, that name a parameter or an argument."""

    first: int
    last: int
    parameter: Parameter | None = None
    argument: Argument | None = None

    @property
    def flag(self) -> bool:
        """Whether it takes yes or no."""
        if self.parameter is not None:
            return self.parameter.kind == "flag"
        return self.argument is not None and self.argument.flag


@lru_cache(maxsize=4096)
def arguments_of(kind: str) -> dict[str, Argument]:
    """The settable arguments of a provider type by the key of their name; the shallowest of a name wins."""
    block = schema_of(kind.removeprefix("data."), data=kind.startswith("data."))
    found: dict[str, Argument] = {}
    if block is None:
        return found
    for path, kind_, required in _leaves(block, "", 0):
        leaf, words = path.rpartition(".")[2], path.rpartition(".")[2].count("_") + 1
        for name in _spellings(leaf):
            found.setdefault(phrase_key(name), Argument(path, kind_, words, required))
        parent = path.split(".")
        if len(parent) > 1:
            name = f"{parent[-2]} {parent[-1]}".replace("_", " ")
            found.setdefault(phrase_key(name), Argument(path, kind_, name.count(" ") + 1, required))
    return found


def _leaves(block: Block, before: str, depth: int) -> Iterator[tuple[str, Any, bool]]:
    """Settable attributes, the shallow ones first."""
    for name, attribute in block.attributes.items():
        if attribute.settable and name not in {"id", "region", "tags", "tags_all"}:
            yield before + name, attribute.type, attribute.required
    if depth < _DEPTH:
        for name, nested in block.blocks.items():
            if name != "timeouts":
                yield from _leaves(nested.block, f"{before}{name}.", depth + 1)


def _spellings(leaf: str) -> Iterator[str]:
    """How an argument may be said: ``enable_dns_support`` is also "dns support"."""
    words = leaf.split("_")
    yield " ".join(words)
    for start in ("enable", "is", "has"):
        if words[0] == start and len(words) > 2:
            yield " ".join(words[1:])
    if words[-1] in {"enabled", "enable"} and len(words) > 2:
        yield " ".join(words[:-1])
    if len(words) > 2 and words[-1] in {"count", "name", "id", "arn"}:
        yield " ".join(words[:-1])


def same_word(key: str) -> str:
    """One form for words that mean the same in argument names (``maximum`` and ``max``)."""
    return _SAME.get(key, key)
