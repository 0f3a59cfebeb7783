"""A company's own policies, as they were read from its repository."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.evidence import Evidence
from app.domain.finding import Severity


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """What is wrong with a policy: the file, relative to the repository, its line (from 1) or None, and why."""

    path: str
    line: int | None
    wrong: str


@dataclass(frozen=True, slots=True)
class RegoFile:
    """A file of Rego, as it stands."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on an attribute: ``test`` is ``equals not in not_in matches exists min max all any``.

    ``all`` and ``any`` hold conditions; ``expected`` is what the others compare with.
    """

    test: str
    attribute: str = ""
    expected: Any = None
    conditions: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class CompanyRule:
    """A rule written in YAML: every resource of the types (globs) that ``when`` fits must fulfil ``require``.

    Without ``require`` every such resource breaks the rule. ``path`` and ``line`` say where it stands.
    """

    id: str
    title: str
    types: tuple[str, ...]
    severity: Severity = Severity.HIGH
    when: tuple[Condition, ...] = ()
    require: tuple[Condition, ...] = ()
    message: str = ""
    mend: str = ""
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class CompanyPolicies:
    """All of them. ``problems`` are of files that could not be read; they fail closed."""

    rego: tuple[RegoFile, ...] = ()
    rules: tuple[CompanyRule, ...] = ()
    problems: tuple[PolicyProblem, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.rego or self.rules or self.problems)


@dataclass(frozen=True, slots=True)
class Violation:
    """What a Rego rule said of a plan. ``rule`` is an id of its own or ``package.rule``; ``resource`` may be empty."""

    rule: str
    severity: Severity
    message: str
    resource: str = ""
    detail: str = ""
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegoAnswer:
    """What evaluating came to. ``problems`` could not be judged; ``passed`` were evaluated and said nothing."""

    violations: tuple[Violation, ...] = ()
    problems: tuple[PolicyProblem, ...] = ()
    passed: tuple[str, ...] = ()
    evidence: Evidence | None = None
