"""Composing: an architecture becomes the concrete graph, checked against the provider's schema."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Request
from app.domain.resources import Resource, Resources
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.check import problems
from app.reasoning.offline.build.crew import Crew, WriteType
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.build.expand import expand, expanded
from app.reasoning.offline.build.placement import placements
from app.reasoning.offline.build.prune import without_unused
from app.reasoning.offline.build.refusals import without_refused
from app.reasoning.offline.build.regions import Regions
from app.reasoning.offline.build.risk import judge, not_taken
from app.reasoning.offline.build.roster import Roster
from app.reasoning.offline.build.scaffold import STANDARD, declare_standard, home_region, providers
from app.reasoning.offline.build.site import BuildingSite
from app.reasoning.offline.build.sound import build_sound


def compose(
    request: Request,
    architecture: Architecture,
    conventions: Conventions,
    services: Mapping[str, Service],
    write_type: WriteType | None = None,
) -> Resources:
    """The concrete graph of an architecture, in a stable order.

    Raises WiringError, a bug of the catalogue, where a resource does not fit the provider's schema.
    """
    built = build_what_can_be(request, architecture, conventions, services, write_type)
    if built.wrong:
        raise WiringError("; ".join(built.wrong))
    return built.resources


def build_what_can_be(
    request: Request,
    architecture: Architecture,
    conventions: Conventions,
    services: Mapping[str, Service],
    write_type: WriteType | None = None,
) -> Built:
    """As ``build``, but what cannot be built is left out, with a finding for each."""
    whole = expanded(architecture, services)
    return build_sound(lambda part: build(request, part, conventions, services, write_type), whole)


def build(
    request: Request,
    architecture: Architecture,
    conventions: Conventions,
    services: Mapping[str, Service],
    write_type: WriteType | None = None,
) -> Built:
    """Compose and tell all that came of it; ``wrong`` is not empty where the catalogue has a bug."""
    wanted, refused = without_refused(architecture.components)
    _, asked = without_refused(request.components)
    components, relations = expand(wanted, architecture.relations, services)
    roster = Roster(components, relations, services)
    own = tuple(component for component in components if not component.implied)
    site = BuildingSite(
        replace(request, components=own, relations=relations),
        roster,
        conventions,
        Regions(home_region(request, conventions)),
    )
    declare_standard(site.inputs, request, conventions, site.environments)
    crew = Crew(site, write_type)
    crew.work()
    return _hand_over(site, crew, (*request.risky, *asked, *refused))


def _hand_over(site: BuildingSite, crew: Crew, refused: tuple[str, ...]) -> Built:
    """The graph, sorted, checked and judged."""
    resources = _resources(site, crew)
    roster = site.roster
    builders = ((one.id, roster.service_of(one)) for one in roster.components.values())
    findings = judge(resources, refused)
    unmet = not_taken(findings, site.request.constraints.allowed)
    return Built(
        resources=replace(resources, findings=findings),
        components=tuple(roster.components.values()),
        relations=tuple(roster.relations),
        decisions=tuple(site.inputs.decisions.values()),
        settled=(*site.inputs.settled.values(), *unmet),
        services={component: service for component, service in builders if service is not None},
        needed_by=dict(roster.needed_by),
        placed=placements(site),
        inert=tuple(crew.inert),
        wrong=tuple(problems(resources)),
    )


def _resources(site: BuildingSite, crew: Crew) -> Resources:
    inputs = site.inputs
    drafts = sorted(site.ledger, key=lambda draft: (draft.concern, not draft.data, draft.type, draft.label))
    resources: tuple[Resource, ...] = tuple(draft.resource() for draft in drafts)
    misread = [*crew.overrides.not_understood, *(one.text or one.kind for one in crew.unwritten)]
    whole = Resources(
        resources=resources,
        variables=tuple(inputs.variables[name] for name in _variable_order(inputs.variables)),
        locals=dict(inputs.locals),
        outputs=tuple(inputs.outputs[name] for name in sorted(inputs.outputs)),
        providers=providers(site.regions, resources),
        files=dict(sorted(inputs.files.items())),
        acceptances=tuple(inputs.acceptances[key] for key in sorted(inputs.acceptances)),
        not_understood=tuple(dict.fromkeys(misread)),
    )
    asked = {draft.address for draft in site.ledger if draft.asked is not None}
    standard = {f"var.{name}" for name in (*STANDARD, *(one.name for one in site.request.variables))}
    return without_unused(whole, asked | standard)


def _variable_order(names: Mapping[str, object]) -> list[str]:
    """The standard variables first, as they were declared, the others by name."""
    return [*STANDARD, *sorted(name for name in names if name not in STANDARD)]
