"""Roles that a request names: the one that a program of the request runs as, rather than a second role beside it."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.request import Component
from app.reasoning.offline.build.claims import tokens
from app.reasoning.offline.build.roster import Roster

ROLE_SERVICE = "iam_role"
PRINCIPAL = "principal"
"""The setting of that service that says who assumes the role."""

PROGRAM = "compute"
"""The shape of services that run the user's programs."""


def named_role(roster: Roster, owner: Component, principals: Sequence[str], suffix: str) -> Component | None:
    """The role that the request names for a component and that nobody has yet, ready to be wired; or None.

    It is the component's where the two are related, or where no relation speaks of the role and the component is the
    only program of the request. ``suffix`` tells the component's roles apart (``execution``, ``task``).
    """
    if owner.implied or len(principals) != 1 or ROLE_SERVICE not in roster.services:
        return None
    for role in roster.of_service(ROLE_SERVICE):
        if role.kind == ROLE_SERVICE and _is_meant(roster, role, owner, suffix):
            meant = replace(role, settings={**role.settings, PRINCIPAL: principals[0]})
            roster.components[role.id] = meant
            return meant
    return None


def _is_meant(roster: Roster, role: Component, owner: Component, suffix: str) -> bool:
    words = tokens(role.label, role.name, role.text)
    if suffix not in {"", "task"} and not {suffix, suffix.removesuffix("s")} & words:
        return False
    if suffix == "task" and "execution" in words:
        return False
    neighbours = roster.neighbours(role)
    if neighbours:
        return owner.id in neighbours and not any(owner.id in roster.neighbours(one) for one in _roles(roster, role))
    return _programs(roster) == [owner.id] and len(roster.of_service(ROLE_SERVICE)) == 1


def _roles(roster: Roster, but: Component) -> list[Component]:
    """The other named roles."""
    return [one for one in roster.of_service(ROLE_SERVICE) if one.id != but.id]


def _programs(roster: Roster) -> list[str]:
    """The components of the request that run programs."""
    pairs = ((one, roster.service_of(one)) for one in roster.components.values() if not one.implied)
    return [one.id for one, service in pairs if service is not None and service.shape == PROGRAM]
