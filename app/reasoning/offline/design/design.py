"""Design: a request becomes an architecture.

What an architecture implies is found out by building it: the same wiring that composes the resources says which
components it needed, so that the design and the code cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.architecture import Architecture, Decision
from app.domain.repo import Conventions
from app.domain.request import Request, Settlement
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.compose import build_what_can_be
from app.reasoning.offline.build.crew import WriteType
from app.reasoning.offline.build.expand import expanded
from app.reasoning.offline.design.assumptions import assumptions
from app.reasoning.offline.design.conflicts import settle
from app.reasoning.offline.design.decisions import decisions
from app.reasoning.offline.design.diagram import render_diagram, titles_of
from app.reasoning.offline.design.patterns import decision, recognised


def design(
    request: Request,
    conventions: Conventions,
    services: Mapping[str, Service],
    write_type: WriteType | None = None,
) -> Architecture:
    """Components (the implied ones last), relations, patterns, decisions, settlements and the diagram.

    Deterministic; ``services`` is the catalogue by id; ``write_type`` writes types that have no service.
    """
    assumed = assumptions(request, services)
    wanted = expanded(Architecture(request.components, (*request.relations, *assumed.relations)), services)
    first = build_what_can_be(request, wanted, conventions, services, write_type)
    settled = settle(request, _with_implied(wanted, first).components, services)
    whole = Architecture(settled.request.components, wanted.relations)
    again = build_what_can_be(request, whole, conventions, services, write_type)
    built = replace(again, needed_by={**first.needed_by, **again.needed_by})
    told = describe(request, conventions, built, _with_implied(whole, built), settled.settlements)
    return replace(told, decisions=(*told.decisions, *assumed.decisions))


def _with_implied(wanted: Architecture, built: Built) -> Architecture:
    """What was wanted and what that implied. What could not be built stays: composing it says so again."""
    known = {component.id for component in wanted.components}
    implied = (component for component in built.components if component.id not in known)
    return Architecture((*wanted.components, *implied), wanted.relations)


def describe(
    request: Request,
    conventions: Conventions,
    built: Built,
    whole: Architecture,
    settled: tuple[Settlement, ...] = (),
) -> Architecture:
    """The architecture ``whole`` with what can be said of it by what was built."""
    titles = titles_of(whole.components, built.services)
    patterns = recognised(built.services, built.relations)
    made = [
        *decisions(request, conventions, built, titles),
        *(decision(pattern) for pattern in patterns),
        *built.decisions,
    ]
    return Architecture(
        components=whole.components,
        relations=whole.relations,
        decisions=_once(made),
        patterns=tuple(pattern.name for pattern in patterns),
        settled=tuple(dict.fromkeys((*request.settled, *settled, *built.settled))),
        diagram=render_diagram(built, titles),
        titles=titles,
    )


def _once(made: list[Decision]) -> tuple[Decision, ...]:
    """Each title about each component once, the first one holds."""
    kept: dict[tuple[str, str], Decision] = {}
    for one in made:
        kept.setdefault((one.about, one.title), one)
    return tuple(kept.values())
