"""Wishes that pull in different directions, settled by a stated precedence before anything is built.

Precedence: what the user states; then obligations (compliance frameworks); then the budget; then the defaults.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.request import Component, Request, Settlement
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.build.inputs import FRUGAL_BELOW

FRUGAL: Mapping[str, tuple[Any, str]] = {
    "single_nat": (True, "one NAT gateway for all zones instead of one per zone"),
    "multi_az": (False, "a database in one zone instead of two"),
}
"""Settings that save most where the budget is small, by the name of the services' parameters, and in words."""

IN_THE_UNION = ("eu-west-1", "eu-west-3", "eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2")
"""AWS regions in the European Union (AWS global infrastructure; Zurich and London are outside)."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A request after its conflicts were settled, and what was settled."""

    request: Request
    settlements: tuple[Settlement, ...]


def settle(request: Request, components: Iterable[Component], services: Mapping[str, Service]) -> Settled:
    """Settle what the request's wishes disagree about; ``components`` may include implied ones."""
    found: list[Settlement] = []
    chosen = tuple(components)
    for rule in (_budget, _union):
        request, chosen, more = rule(request, chosen, services)
        found += more
    return Settled(replace(request, components=chosen), tuple(found))


Outcome = tuple[Request, tuple[Component, ...], list[Settlement]]


def _budget(request: Request, components: tuple[Component, ...], services: Mapping[str, Service]) -> Outcome:
    """A small budget against the default of high availability."""
    budget = request.constraints.budget_monthly
    if budget is None or budget >= FRUGAL_BELOW:
        return request, components, []
    wish = f"A budget of {budget:g} USD a month against several of the dearest parts for availability"
    if request.constraints.availability:
        return request, components, [
            Settlement(
                wish,
                "Availability is kept; the cost estimate shows what it costs.",
                "The request states the availability, and a stated promise to users goes before saving.",
            )
        ]  # fmt: skip
    changed, saved = [], []
    for component in components:
        service = services.get(component.kind)
        new = _frugal(component, service, request.constraints.refused) if service else {}
        saved += [FRUGAL[name][1] for name in new]
        changed.append(replace(component, settings={**component.settings, **new}) if new else component)
    if not saved:
        return request, components, []
    return request, tuple(changed), [
        Settlement(
            wish,
            "Saved: " + "; ".join(dict.fromkeys(saved)) + ".",
            "The request states the budget but no availability, and what is stated goes before a default.",
        )
    ]  # fmt: skip


def _frugal(component: Component, service: Service, refused: tuple[str, ...]) -> dict[str, Any]:
    """The saving settings that the service knows and that the request left open."""
    result = {}
    for name, (value, _) in FRUGAL.items():
        if name == "single_nat" and "nat" in refused:
            continue
        parameter = service.parameter(name)
        if parameter is None or name in component.settings or parameter.argument in component.arguments:
            continue
        result[name] = value
    return result


def _union(request: Request, components: tuple[Component, ...], services: Mapping[str, Service]) -> Outcome:
    """Personal data under the GDPR against a region outside of the European Union."""
    del services
    region = request.constraints.region
    if "gdpr" not in request.constraints.frameworks or region in {"", *IN_THE_UNION}:
        return request, components, []
    return request, components, [
        Settlement(
            f"GDPR is named, and the region {region} is outside of the European Union",
            f"The stack is built in {region}.",
            "The region is stated. A transfer needs its own legal ground (GDPR chapter V), which code cannot give.",
        )
    ]  # fmt: skip
