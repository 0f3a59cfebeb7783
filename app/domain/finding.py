"""Findings: what a check has to say, whichever tool said it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Literal


class Severity(IntEnum):
    """Ordered, so that ``finding.severity >= gate`` reads as it should."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @classmethod
    def parse(cls, word: str) -> "Severity":
        """``high`` → ``Severity.HIGH``; raises KeyError for an unknown word."""
        return cls[word.strip().upper()]

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation about one place.

    ``rule`` is the tool's own id (ours start with ``AGT_``); ``path`` is relative to the reviewed directory with
    ``/``; ``line`` starts at 1 or is None; ``resource`` is the address in the tool's usual form; ``explained`` is the
    reason why the finding stays, or None; ``detail`` says why it matters and how to mend it; ``waived_in`` where its
    waiver stands: ``code`` (a comment), ``policy``, or nowhere.
    """

    rule: str
    severity: Severity
    title: str
    path: str
    source: str
    line: int | None = None
    end_line: int | None = None
    resource: str = ""
    detail: str = ""
    guideline: str = ""
    fingerprint: str = ""
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    new: bool | None = None
    waived: str | None = None
    waived_in: Literal["", "code", "policy"] = ""
    explained: str | None = None

    @property
    def counts(self) -> bool:
        """Whether the gate looks at it: neither waived nor explained."""
        return self.waived is None and self.explained is None


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair and its proof.

    ``before`` and ``after`` are lines of code; ``proof`` is the check that ran again; ``warning`` what to know before
    it is deployed (Terraform would replace the resource), or empty.
    """

    rule: str
    path: str
    line: int | None
    before: str
    after: str
    proof: str
    warning: str = ""


def fingerprinted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give every finding a fingerprint that survives moved lines and checkout paths, unique in the report.

    SHA-256 over rule, path, resource and title; findings that agree in all four are numbered in order.
    """
    seen: dict[str, int] = {}
    result = []
    for finding in findings:
        key = "\0".join((finding.rule, finding.path, finding.resource, finding.title))
        number = seen[key] = seen.get(key, -1) + 1
        digest = hashlib.sha256(f"{key}\0{number}".encode("utf-8", "surrogateescape")).hexdigest()[:32]
        result.append(replace(finding, fingerprint=digest))
    return tuple(result)
