"""One finding for what several tools say of one resource.

A scanner reads the code, our analyses the plan; where the table of aliases says that two rules mean the same and both
speak of the same resource, one finding is left: under the scanner's id, which people know, with the place that it gave,
the worse of the severities, and what the plan's graph tells (the port, the path, the ways) in title and text. So a port
or an action that a change adds makes another fingerprint, where the scanner's title would stay as it was.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.analysis.base import SOURCE
from app.domain.finding import Finding
from app.domain.planned import block_of
from app.knowledge.security import aliases

_DATA = re.compile(r"(^|\.)data\.")
PORTS, EVERY = {"CKV_AWS_24": "SSH", "CKV_AWS_25": "RDP", "CKV_AWS_260": "80"}, "Every port"
"""Rules about one port, and what our titles call it."""
SECRET, SECRETS = "AGT_KEY_PLAIN_SECRET", ("AGT_SECRET_", "CKV_SECRET_")
"""Our finding of a secret names the resource; those who read the code name the line in it."""


def merged(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with what means the same merged, in their order; fingerprints are to be given anew."""
    ours = [one for one in findings if one.source == SOURCE]
    places: dict[str, list[int]] = {}
    for number, one in enumerate(ours):
        for name in _names(one):
            places.setdefault(name, []).append(number)
    taken: dict[int, list[Finding]] = {}
    for finding in findings:
        place = _nearest(finding, ours, places.get(finding.resource, ())) if finding.source != SOURCE else None
        if place is not None and not (ours[place].rule == SECRET and place in taken):
            taken.setdefault(place, []).append(finding)
    done = {id(theirs[0]): _one(ours[place], theirs) for place, theirs in taken.items()}
    gone = {id(one) for place, theirs in taken.items() for one in (ours[place], *theirs[1:])}
    return tuple(done.get(id(one), one) for one in findings if id(one) not in gone)


def _names(ours: Finding) -> set[str]:
    """What others call our resource: some name a data source as if it were a resource, some leave the index out."""
    if ours.rule == SECRET:
        return {ours.resource, ""}
    plain = _DATA.sub(r"\1", ours.resource)
    return {ours.resource, plain, block_of(plain)}


def _nearest(theirs: Finding, ours: Sequence[Finding], places: Sequence[int]) -> int | None:
    """The one of these places in ``ours`` that says the same, the nearest in meaning where several do."""
    if theirs.rule.startswith(SECRETS):
        return next((place for place in places if ours[place].rule == SECRET and _inside(theirs, ours[place])), None)
    found = []
    for place in places:
        one = ours[place]
        known = aliases().get(one.rule, ())
        if theirs.rule in known and _same_folder(theirs, one) and _same_port(theirs, one):
            found.append((known.index(theirs.rule), -one.severity, place))
    return min(found)[2] if found else None


def _same_port(theirs: Finding, ours: Finding) -> bool:
    """One resource may open several ports, each with a finding of its own."""
    word = PORTS.get(theirs.rule, "")
    return not ours.rule.startswith("AGT_NET_") or word in ours.title or EVERY in ours.title


def _same_folder(theirs: Finding, ours: Finding) -> bool:
    """A resource on top of a stack is written in the stack's own folder; one of a module anywhere."""
    folder = theirs.path.rpartition("/")[0] or "."
    return ours.resource.startswith("module.") or ours.path in {folder, theirs.path}


def _inside(theirs: Finding, ours: Finding) -> bool:
    """Whether a line lies in the block of a resource, where that was located."""
    if not (ours.line and ours.end_line and theirs.line):
        return False
    return theirs.path == ours.path and ours.line <= theirs.line <= ours.end_line


def _one(ours: Finding, theirs: Sequence[Finding]) -> Finding:
    order = aliases().get(ours.rule, ())
    first = min(theirs, key=lambda one: order.index(one.rule) if one.rule in order else len(order))
    names = [one.rule for one in theirs if one is not first]
    known = [alias for one in theirs for alias in one.aliases]
    waived = all(one.waived for one in theirs)
    return replace(
        first,
        title=first.title if ours.rule == SECRET else ours.title,
        severity=max(ours.severity, *(one.severity for one in theirs)),
        detail=ours.detail,
        guideline=first.guideline or ours.guideline,
        controls=_joined([first, ours, *theirs]),
        aliases=tuple(dict.fromkeys([*known, *names, ours.rule])),
        waived=first.waived if waived else None,
        waived_in=first.waived_in if waived else "",
        explained=first.explained if all(one.explained for one in theirs) else None,
    )


def _joined(findings: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(name for one in findings for name in one.controls)
    return {name: tuple(dict.fromkeys(c for one in findings for c in one.controls.get(name, ()))) for name in names}
