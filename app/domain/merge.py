"""Merges: what people changed meets what is generated anew."""

from dataclasses import dataclass, field
from typing import Literal

ConflictKind = Literal["edited", "added", "outdated", "plan"]
"""``edited``: the same lines were changed by people and by the new version; ``added``: people wrote a file where a new
one is to stand; ``outdated``: people changed a file that is no longer generated; ``plan``: merged without a conflict,
but the stack no longer plans."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file (for ``plan`` a stack) that people and the new version disagree about; people's version stays.

    ``line`` is where in people's version, from 1, or None; ``theirs`` what people wrote there, ``ours`` what would have
    been written, both cut short; ``blocking`` when nothing is pushed because of it (a document alone blocks nothing).
    """

    path: str
    kind: ConflictKind
    line: int | None = None
    theirs: str = ""
    ours: str = ""
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Merge:
    """What became of people's work on top of the generated files.

    ``kept`` are generated files whose edits by people were kept beside the new version, ``deleted`` those that people
    deleted and that stay so.
    """

    kept: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = field(default_factory=tuple)

    @property
    def blocked(self) -> bool:
        """Whether nothing may be pushed."""
        return any(conflict.blocking for conflict in self.conflicts)
