"""Holds the regions of a plan against those that policy allows, and against the GDPR's chapter on transfers."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from app.analysis.checked import Checked
from app.analysis.regions.geography import ADEQUATE, in_the_eea
from app.analysis.regions.places import Place, places, worldwide
from app.domain.finding import Finding, Severity
from app.domain.planned import Planned
from app.knowledge.controls.rules import COMPLIANCE_RULES

NOT_ALLOWED = "AGT_REGION_NOT_ALLOWED"
OUTSIDE = "AGT_REGION_OUTSIDE_EEA"
UNKNOWN = "AGT_REGION_UNKNOWN"
WORLDWIDE = "AGT_REGION_WORLDWIDE"
SOURCE = "compliance"
SHOWN = 10
"""Addresses that one finding names."""


def check_regions(planned: Planned, allowed: Sequence[str], *, gdpr: bool = False) -> Checked:
    """A finding for each resource outside the ``allowed`` regions (globs; none: all are); with ``gdpr`` one for each
    region outside the European Economic Area.

    A region that nobody knows is neither allowed nor not: it is told as such, and then no rule counts as passed.
    Services that are everywhere are named.
    """
    if not allowed and not gdpr:
        return Checked()
    found, dark = places(planned)
    findings = [_not_allowed(planned.stack, place, allowed) for place in found if not _fits(place.region, allowed)]
    if gdpr:
        findings += _outside(planned.stack, found)
    asked = [NOT_ALLOWED] * bool(allowed) + [OUTSIDE] * gdpr
    broken = {finding.rule for finding in findings}
    content = [rule for rule in asked if rule not in broken] if found and not dark else []
    for rule, told in ((UNKNOWN, dark), (WORLDWIDE, worldwide(planned))):
        findings += _told(rule, planned.stack, told)
    return Checked(_unique(findings), tuple(content))


def _unique(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without repeats: two replicas in one region are one thing to tell."""
    return tuple({(one.rule, one.resource, one.title): one for one in findings}.values())


def _fits(region: str, allowed: Sequence[str]) -> bool:
    return not allowed or any(fnmatchcase(region, glob.lower().replace(" ", "")) for glob in allowed)


def _not_allowed(stack: str, place: Place, allowed: Sequence[str]) -> Finding:
    what = f"Data goes to {place.region} through {place.how}" if place.how else f"Deployed in {place.region}"
    title = f"{what}, which policy does not allow"
    return _finding(NOT_ALLOWED, title, stack, place.resource.address, f"Allowed: {', '.join(allowed)}.")


def _told(rule: str, stack: str, told: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """One finding for each thing to tell, however many resources it is true of."""
    by_reason: dict[str, list[str]] = {}
    for address, why in told:
        by_reason.setdefault(why, []).append(address)
    for why, addresses in by_reason.items():
        title = f"{why[:1].upper()}{why[1:]}"
        alone = len(addresses) == 1
        yield _finding(rule, title, stack, addresses[0] if alone else "", "" if alone else f"So: {_named(addresses)}.")


def _named(addresses: Sequence[str]) -> str:
    once = list(dict.fromkeys(addresses))
    more = f" and {len(once) - SHOWN} more" if len(once) > SHOWN else ""
    return f"{', '.join(once[:SHOWN])}{more}"


def _finding(name: str, title: str, stack: str, address: str, more: str = "") -> Finding:
    rule = COMPLIANCE_RULES[name]
    detail = " ".join(filter(None, (rule.why, rule.mend, more)))
    return Finding(name, rule.severity, title, stack, SOURCE, resource=address, detail=detail)


def _outside(stack: str, found: Sequence[Place]) -> list[Finding]:
    by_region: dict[str, list[str]] = {}
    for place in found:
        if not in_the_eea(place.region):
            by_region.setdefault(place.region, []).append(place.resource.address)
    findings = []
    for region, addresses in sorted(by_region.items()):
        country = ADEQUATE.get(region)
        ground = (
            f"The Commission has decided that {country} protects personal data well enough (Art. 45): name it as the "
            "ground of the transfer."
            if country
            else "Personal data may go there only with a ground of chapter V, such as standard clauses (Art. 46)."
        )
        detail = f"{ground} There: {_named(addresses)}."
        title = f"Deployed in {region}, outside the European Economic Area"
        severity = Severity.LOW if country else COMPLIANCE_RULES[OUTSIDE].severity
        findings.append(Finding(OUTSIDE, severity, title, stack, SOURCE, detail=detail))
    return findings
