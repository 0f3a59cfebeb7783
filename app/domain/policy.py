"""The repository's policy, ``.agents.yml``, as values."""

from dataclasses import dataclass, field
from datetime import date

from app.domain.finding import Severity


@dataclass(frozen=True, slots=True)
class Waiver:
    """An owned, dated, expiring exception. ``path`` is a glob, empty for everywhere."""

    rule: str
    owner: str
    reason: str
    expires: date
    path: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the default branch says. ``stacks`` are globs that replace discovery; ``ignore`` are globs left out."""

    stacks: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    language: str = ""
    fail_on: Severity = Severity.HIGH
    waivers: tuple[Waiver, ...] = field(default_factory=tuple)
