"""Building what can be built: one combination that nobody thought of must not cost the user all the rest.

What fails is narrowed down and left out, least first: a relation, then one thing said of a component, then all that
was said, then the component. Each is a finding of its own; nothing is left out in silence.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.domain.architecture import Architecture
from app.domain.finding import Finding, Severity, fingerprinted
from app.domain.request import Component, Relation
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.errors import ComponentFault, RelationFault, WiringError

Make = Callable[[Architecture], Built]

ATTEMPTS = 20
"""More parts than that left out, and the catalogue rather than the request is broken."""


@dataclass(frozen=True, slots=True)
class Smaller:
    """An architecture with something left out, in words, and how grave that is."""

    architecture: Architecture
    words: str
    severity: Severity


def build_sound(make: Make, architecture: Architecture) -> Built:
    """Build an architecture, or the greatest part of it that can be found by leaving out one thing at a time.

    ``make`` builds one. Raises WiringError where even that does not help.
    """
    left_out: list[Smaller] = []
    for _ in range(ATTEMPTS):
        current = left_out[-1].architecture if left_out else architecture
        try:
            built = make(current)
        except (RelationFault, ComponentFault) as fault:
            smaller = _without_fault(make, current, fault)
            if smaller is None:
                raise
        else:
            smaller = _without_wrong(make, current, built) if built.wrong else None
            if smaller is None:
                return _told(built, left_out)
        left_out.append(smaller)
    raise WiringError("left out: " + "; ".join(one.words for one in left_out))


def _without_fault(make: Make, architecture: Architecture, fault: RelationFault | ComponentFault) -> Smaller | None:
    if isinstance(fault, RelationFault):
        return _without_relation(architecture, fault.relation)
    component = next((one for one in architecture.components if one.id == fault.component.id), None)
    choices = _without_component(architecture, component) if component else ()
    return next((one for one in choices if not _fails_again(make, one.architecture, fault)), None)


def _fails_again(make: Make, architecture: Architecture, fault: ComponentFault) -> bool:
    """Whether the same component cannot be built in the smaller architecture either; other faults come later."""
    try:
        make(architecture)
    except ComponentFault as other:
        return other.component.id == fault.component.id
    except WiringError:
        return False
    return False


def _without_wrong(make: Make, architecture: Architecture, built: Built) -> Smaller | None:
    """The first thing to leave out with which fewer resources are wrong, or None."""
    addresses = {address for text in built.wrong for address in _addresses(text)}
    owners = {one.component for one in built.resources.resources if one.address in addresses}
    for smaller in _choices(architecture, owners):
        try:
            if len(make(smaller.architecture).wrong) < len(built.wrong):
                return smaller
        except WiringError:
            continue
    return None


def _addresses(problem: str) -> list[str]:
    """The resources that a problem is about: ``address: …``, or ``circle: one → two → one``."""
    address, _, rest = problem.partition(": ")
    return rest.split(" → ") if address == "circle" else [address]


def _choices(architecture: Architecture, owners: set[str]) -> Iterator[Smaller]:
    for relation in architecture.relations:
        if {relation.source, relation.target} & owners:
            yield _without_relation(architecture, relation)
    concerned = [list(_without_component(architecture, one)) for one in architecture.components if one.id in owners]
    for said in concerned:
        yield from said[:-1]
    for said in concerned:
        yield said[-1]


def _without_relation(architecture: Architecture, relation: Relation) -> Smaller:
    kept = tuple(one for one in architecture.relations if one != relation)
    labels = {one.id: one.label for one in architecture.components}
    ends = labels.get(relation.source, relation.source), labels.get(relation.target, relation.target)
    words = relation.text or f"{ends[0]} {relation.kind} {ends[1]}"
    return Smaller(replace(architecture, relations=kept), words, Severity.MEDIUM)


def _without_component(architecture: Architecture, component: Component) -> Iterator[Smaller]:
    """Without one thing that was said of it, without all of that, without the component; in this order."""
    said = [*component.settings, *component.arguments]
    for names in [*([name] for name in said if len(said) > 1), *([said] if said else [])]:
        plain = replace(
            component,
            settings={name: value for name, value in component.settings.items() if name not in names},
            arguments={name: value for name, value in component.arguments.items() if name not in names},
        )
        components = tuple(plain if one.id == component.id else one for one in architecture.components)
        words = f"{component.label}: {', '.join(names)}"
        yield Smaller(replace(architecture, components=components), words, Severity.MEDIUM)
    others = tuple(one for one in architecture.components if one.id != component.id)
    ids = {one.id for one in others}
    relations = tuple(one for one in architecture.relations if one.source in ids and one.target in ids)
    words = component.text or f"{component.label} ({component.kind})"
    yield Smaller(replace(architecture, components=others, relations=relations), words, Severity.HIGH)


def _told(built: Built, left_out: list[Smaller]) -> Built:
    """What was built, with a finding for each thing left out."""
    if not left_out:
        return built
    findings = tuple(
        Finding(
            rule="AGT_LEFT_OUT",
            severity=one.severity,
            title=f"Left out: {one.words}",
            path="",
            source="agents",
            detail="The catalogue cannot build this combination. Everything else of the request is built.",
        )
        for one in left_out
    )
    resources = replace(
        built.resources,
        findings=fingerprinted((*built.resources.findings, *findings)),
        not_understood=tuple(dict.fromkeys((*built.resources.not_understood, *(one.words for one in left_out)))),
    )
    return replace(built, resources=resources)
