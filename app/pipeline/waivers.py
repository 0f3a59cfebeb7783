"""Waivers: exceptions with a reason, from the repository's policy and from comments beside the code.

A comment is ``#agents:ignore=RULE reason`` (``//``, ``/* */`` and Dockerfiles alike), with several rules as
``RULE,RULE`` and ``until=2027-01-31`` in front of the reason where it expires. It stands above or on the line of the
resource or argument, or inside the block that the finding is about. Without a reason, and after its day, it covers
nothing, and the finding says so. A rule's other names (``aliases``) count as its own.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatch
from functools import cache
from itertools import islice
from pathlib import Path

from app.domain.finding import Finding
from app.domain.policy import Policy, Waiver

COMMENT = re.compile(
    r"""(?ix)(?:\#|//|/\*)\s*agents:ignore\s*=\s*(?P<rules>[\w./-]+(?:\s*,\s*[\w./-]+)*)
    (?:\s+until\s*=\s*(?P<until>\S+))?(?P<reason>[^\n]*)"""
)
NOTHING_BUT_COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*)")
CLOSING = re.compile(r"^\s*[}\])]")
LONGEST = 300
"""Characters of a reason that are kept."""
MOST = 300
"""Comments of one file that are read."""
FILE_LIMIT = 1_000_000
"""Bytes; a scan looks at no larger file either."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that waives. It covers the code that starts at ``line`` (from 1), to ``last``.

    ``wrong`` says why it does not count, or is empty; ``added`` whether the change itself brought it.
    """

    rules: frozenset[str]
    reason: str
    until: date | None
    line: int
    last: int
    wrong: str = ""
    added: bool = False

    @property
    def said(self) -> tuple[frozenset[str], str, date | None]:
        """What it says, wherever it stands."""
        return self.rules, self.reason, self.until


def waive(
    findings: Sequence[Finding], policy: Policy, today: date, root: Path, base_root: Path | None = None
) -> tuple[Finding, ...]:
    """Mark what a waiver covers; say so where one would, had it not expired or lacked its reason.

    ``root`` is the reviewed folder that the findings' paths are relative to. With ``base_root``, the same folder before
    the change, a waiver that the change itself brings is shown as such. Doing it twice changes nothing.
    """

    @cache
    def ignores(path: str) -> tuple[Ignore, ...]:
        before = {found.said for found in _ignores_in(base_root, path)} if base_root else None
        found = _ignores_in(root, path)
        return tuple(replace(one, added=one.said not in before) for one in found) if before is not None else found

    return tuple(
        finding if finding.waived is not None else _waived(finding, policy, today, ignores(finding.path))
        for finding in findings
    )


def find_ignores(text: str) -> Iterator[Ignore]:
    """The waiving comments of a file, ``MOST`` of them."""
    lines = text.splitlines()
    ends = _ends(lines)
    code = [number for number in sorted(ends) if not NOTHING_BUT_COMMENT.match(lines[number - 1])]
    places = ((number, found) for number, line in enumerate(lines, 1) if (found := COMMENT.search(line)))
    for number, found in islice(places, MOST):
        reason = found["reason"].replace("*/", " ").strip(" \t-:")[:LONGEST]
        until, wrong = _day(found["until"])
        at = bisect_left(code, number)  # what it stands in front of or behind
        last = ends[code[at]] if at < len(code) else number
        rules = frozenset(rule.strip().upper() for rule in found["rules"].split(","))
        yield Ignore(rules, reason, until, number, last, wrong or ("" if reason else "it gives no reason"))


def _waived(finding: Finding, policy: Policy, today: date, ignores: Sequence[Ignore]) -> Finding:
    names = {finding.rule.upper(), *(alias.upper() for alias in finding.aliases)}
    lapsed = ""
    for waiver in policy.waivers:
        if waiver.rule.upper() not in names or (waiver.path and not fnmatch(finding.path, waiver.path)):
            continue
        if waiver.expires >= today:
            return replace(finding, waived=_policy_words(waiver), waived_in="policy")
        lapsed = f"Its waiver in .agents.yml expired on {waiver.expires}: {waiver.reason} ({waiver.owner})."
    for ignore in ignores:
        if not names & ignore.rules or not _about(ignore, finding):
            continue
        if ignore.wrong:
            lapsed = f"The waiver in line {ignore.line} does not count: {ignore.wrong}."
        elif ignore.until and ignore.until < today:
            lapsed = f"Its waiver in line {ignore.line} expired on {ignore.until}: {ignore.reason}."
        else:
            return replace(finding, waived=_code_words(ignore), waived_in="code")
    if not lapsed or finding.detail.startswith(lapsed):
        return finding
    return replace(finding, detail=f"{lapsed} {finding.detail}".rstrip())


def _policy_words(waiver: Waiver) -> str:
    return f"{waiver.reason} ({waiver.owner}, until {waiver.expires})"


def _code_words(ignore: Ignore) -> str:
    facts = [f"comment in line {ignore.line}"]
    if ignore.until:
        facts.append(f"until {ignore.until}")
    if ignore.added:
        facts.append("waived in this change")
    return f"{ignore.reason} ({', '.join(facts)})"


def _about(ignore: Ignore, finding: Finding) -> bool:
    """Whether the comment stands in what the finding is about, or in front of it. Without a line it is the file."""
    if finding.line is None:
        return True
    inside = finding.line <= ignore.line <= max(finding.line, finding.end_line or 0)
    return inside or ignore.line <= finding.line <= ignore.last


def _ends(lines: Sequence[str]) -> Mapping[int, int]:
    """By each line that is not blank, the last one that belongs to it: what is indented deeper, and what closes it."""
    ends: dict[int, int] = {}
    begun: list[tuple[int, int]] = []  # lines, and how deep they stand, whose end was not met yet: ever deeper
    previous = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        depth = _indent(line)
        while begun and begun[-1][1] >= depth:
            start, deep = begun.pop()
            ends[start] = number if deep == depth and CLOSING.match(line) else previous
        begun.append((number, depth))
        previous = number
    return ends | {start: previous for start, _ in begun}


def _indent(line: str) -> int:
    """How deep a line stands; the dash of a YAML list counts as depth, so that its item is one thing."""
    return len(line) - len(line.lstrip()) + line.lstrip().startswith("- ")


def _day(text: str | None) -> tuple[date | None, str]:
    if not text:
        return None, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, f"{text[:40]!r} is no date like 2027-01-31"


def _ignores_in(root: Path | None, path: str) -> tuple[Ignore, ...]:
    """The waiving comments of a file below a folder; none where there is no such file, or it leads elsewhere."""
    if root is None:
        return ()
    try:
        place = (root / path).resolve()
        if not place.is_relative_to(root.resolve()) or not place.is_file() or place.stat().st_size > FILE_LIMIT:
            return ()
        text = place.read_text("utf-8", "replace")
    except (OSError, ValueError):
        return ()
    return tuple(find_ignores(text)) if "agents:ignore" in text.lower() else ()
