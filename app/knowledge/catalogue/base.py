"""What a service of the catalogue is, and what its wiring may ask of the site it is built on.

A service file holds vocabulary, defaults and enumerations as data and the wiring as pure functions over a ``Site``:
``wire`` adds the component's resources and returns its ports; ``links`` say what a relation to another component
means; ``finish`` runs when all relations are known. What two services have in common is the site's business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.request import Component, Relation
from app.knowledge.catalogue.ports import End, Network, Parameter, ParameterKind, Ports
from app.knowledge.catalogue.site import Site

__all__ = ["End", "Finish", "Link", "Network", "Parameter", "ParameterKind", "Ports", "Service", "Site", "Wire"]

Wire = Callable[[Component, Site], Ports]
Link = Callable[[End, End, Relation, Site], None]
Finish = Callable[[End, Site], None]


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the catalogue.

    ``words`` name it beyond doubt (``sqs``, ``message queue``, ``cola de mensajes``), ``weak_words`` only where
    nothing stronger claims them (``queue``, ``database``, ``site``); both lower case, without accents, singular,
    English and Spanish. ``primary`` is the provider type that a component of this service is; ``types`` the others
    its wiring may add, so that a request that names one finds it here. ``links`` is what a relation means when this
    service is its source, ``linked`` when it is the target; both keyed by the relation's kind; the source's wins,
    and without either the site grants IAM access, opens the security group and hands over the environment variable.
    ``shape`` is the Mermaid group: ``edge network compute data messaging security operations``. ``counts`` says that
    the wiring honours ``Component.count`` itself; otherwise a component wanted twice becomes two. ``lent`` says that
    another component that needs such a resource takes a named one as its own instead of making one.
    """

    id: str
    title: str
    concern: str
    primary: str
    words: tuple[str, ...]
    wire: Wire
    weak_words: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    linked: Mapping[str, Link] = field(default_factory=dict)
    finish: Finish | None = None
    shape: str = "compute"
    summary: str = ""
    counts: bool = False
    lent: bool = False

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        return next((p for p in self.parameters if p.name == name), None)
