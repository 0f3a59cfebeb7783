"""The repository's policy, ``.agents.yml``, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fnmatch import fnmatch
from typing import Literal

from app.domain.finding import Finding, Severity
from app.domain.publication import Role


@dataclass(frozen=True, slots=True)
class Waiver:
    """An owned, dated, expiring exception. ``path`` is a glob, empty for everywhere."""

    rule: str
    owner: str
    reason: str
    expires: date
    path: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it is about the finding's rule, by any of its names, and its path; not whether it still holds."""
        names = {name.upper() for name in (finding.rule, *finding.aliases)}
        return self.rule.upper() in names and (not self.path or fnmatch(finding.path, self.path))


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who alone may use a command, of those who have the permission it needs; nobody where all three are empty.

    ``teams`` are named as on the forge (``org/team``, a group's path); ``role`` is the lowest one, None where roles do
    not count.
    """

    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    role: Role | None = None

    def __str__(self) -> str:
        """The names, as a person is told them."""
        role = (f"{self.role.name.lower()} or above",) if self.role is not None else ()
        return ", ".join((*self.users, *self.teams, *role)) or "nobody"


@dataclass(frozen=True, slots=True)
class Auto:
    """What starts by itself.

    ``pull_request`` are the commands that a new or changed pull request starts, ``issue`` what an issue with the
    label starts, ``paths`` globs of which a pull request must change a file, ``drafts`` whether drafts count.
    """

    pull_request: tuple[str, ...] = ("review",)
    issue: Literal["run", "off"] = "run"
    paths: tuple[str, ...] = ()
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits in US dollars a month, None where there is none: the total, what a change adds, and that in percent."""

    monthly: Decimal | None = None
    increase: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReasonerPolicy:
    """Whether a language model may be asked about this repository, and what of it stays here.

    ``use`` is ``claude`` where the repository opts in, ``offline`` where it forbids it, empty where it says nothing;
    ``keep_back`` are globs of paths that are never sent; ``run`` and ``month`` limits in US dollars, None without one.
    """

    use: str = ""
    keep_back: tuple[str, ...] = ()
    run: Decimal | None = None
    month: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RequiredTag:
    """A tag that everything that can be tagged must have; with ``values`` only these (globs) will do."""

    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the default branch says. ``stacks`` are globs that replace discovery; ``ignore`` are globs left out.

    ``allow`` maps a command's name to those who alone may use it; ``regions`` are globs of those where anything may be
    deployed, all without; ``frameworks`` are short names of those whose failing controls fail the gate; ``reasoner``
    whether a language model may be asked.
    """

    stacks: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    language: str = ""
    fail_on: Severity = Severity.HIGH
    waivers: tuple[Waiver, ...] = field(default_factory=tuple)
    allow: Mapping[str, Allowed] = field(default_factory=dict)
    auto: Auto = field(default_factory=Auto)
    required_tags: tuple[RequiredTag, ...] = ()
    regions: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    frameworks: tuple[str, ...] = ()
    reasoner: ReasonerPolicy = field(default_factory=ReasonerPolicy)
