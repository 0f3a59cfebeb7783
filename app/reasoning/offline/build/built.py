"""What came of building an architecture."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.architecture import Decision
from app.domain.request import Component, Relation, Settlement
from app.domain.resources import Resources
from app.knowledge.catalogue.base import Service


@dataclass(frozen=True, slots=True)
class Built:
    """What came of an architecture: the resources, and the components and relations as they were built.

    ``needed_by`` says for each implied component which one asked for it first; ``placed`` gives ``public`` or
    ``private`` for what stands in a network, and in which (component id of the network); ``inert`` are relations
    from which nothing followed; ``wrong`` are bugs found by the checks.
    """

    resources: Resources
    components: tuple[Component, ...]
    relations: tuple[Relation, ...]
    decisions: tuple[Decision, ...]
    settled: tuple[Settlement, ...]
    services: Mapping[str, Service] = field(default_factory=dict)
    needed_by: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    inert: tuple[Relation, ...] = ()
    wrong: tuple[str, ...] = ()
