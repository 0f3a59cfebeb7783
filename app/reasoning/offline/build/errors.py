"""Bugs that the site finds in a service's wiring, and which part of a request met them."""

from app.domain.request import Component, Relation


class WiringError(Exception):
    """A service of the catalogue wired something impossible: a cycle, an unknown address, an invalid resource."""


FAULTS = (WiringError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a service's code raises where it meets a combination that nobody thought of."""


class ComponentFault(WiringError):
    """Building a component failed; the cause is chained."""

    def __init__(self, component: Component, cause: Exception) -> None:
        self.component = component
        super().__init__(f"building {component.label} ({component.kind}): {cause!r}")


class RelationFault(WiringError):
    """Making a relation failed; the cause is chained."""

    def __init__(self, relation: Relation, cause: Exception) -> None:
        self.relation = relation
        super().__init__(f"making {relation.source} {relation.kind} {relation.target}: {cause!r}")
