"""The kinds of repair, as data: what a rule asks for, without the file it is asked of.

Paths are dotted (``metadata_options.http_tokens``); inner blocks on the way are made where they are missing, and every
one is edited where there are several. A step that starts with ``?`` is taken only where such a block exists.
Values are HCL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Set:
    """Give an argument this value. ``weak``: only where it is not set at all."""

    path: str
    value: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Choose:
    """Give an argument the value that goes with another one's: the first of ``values`` that its text starts with."""

    path: str
    by: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Key:
    """Point an argument at the stack's customer-managed key, made where there is none.

    ``service`` is the principal that has to be named in the key's policy because it uses the key on its own behalf.
    """

    path: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove an argument."""

    path: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A resource of type ``kind`` that points at the target with ``link``.

    Where one exists ``settings`` are applied to it, otherwise ``body`` is written behind the target; ``{id}`` in it
    stands for the target's id. A target that still has the same as an inner block gets ``inline`` instead. Targets that
    a resource of an ``unless`` type refers to are left for a person.
    """

    kind: str
    link: str
    body: str
    settings: tuple[Set, ...] = ()
    inline: tuple[Set, ...] = ()
    unless: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class When:
    """Go on only where an argument is written out as one of ``values`` (compared by their start)."""

    argument: str
    values: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Unless:
    """Stop where an argument is written out as one of ``values`` (by their start), or is there at all."""

    path: str
    why: str
    values: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Apart:
    """Stop where a resource of type ``kind`` refers to what the target's ``link`` refers to."""

    link: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """Point an argument at the id of a data source with one line of ``body``, written where it is missing."""

    path: str
    kind: str
    label: str
    body: str


@dataclass(frozen=True, slots=True)
class Describe:
    """Say in words what a security group or its rules are for, from their ports and sources."""


Edit = Set | Choose | Key | Drop | Beside | When | Unless | Apart | Lookup | Describe


def described(edit: Edit) -> str:
    """What the edit does, in words for a report; empty for a condition."""
    text = ""
    match edit:
        case Set(path, value):
            text = f"set `{_plain(path)} = {value}`"
        case Choose(path, by):
            text = f"set `{_plain(path)}` as fits `{by}`"
        case Key(path):
            text = f"point `{_plain(path)}` at a customer-managed KMS key"
        case Drop(path):
            text = f"remove `{_plain(path)}`"
        case Beside(kind, link):
            text = f"add an `{kind}` whose `{link}` is this resource"
        case Lookup(path, kind):
            text = f"set `{_plain(path)}` from a data source `{kind}`"
        case Describe():
            text = "describe the group and each of its rules"
        case _:
            pass
    return text


def _plain(path: str) -> str:
    return path.replace("?", "")
