"""Traffic that components state: written on the groups around them, once everything they may name is there."""

from collections.abc import Callable

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End
from app.knowledge.catalogue.security_group_rules import WORLD, Direction, Form, Gate, write_rules
from app.reasoning.offline.build.site import BuildingSite

GROUP = "aws_security_group"
RULE_TYPES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule", "aws_security_group_rule")
DIRECTIONS: tuple[Direction, ...] = ("ingress", "egress")

EndOf = Callable[[str], End | None]


def open_ways(site: BuildingSite, end_of: EndOf) -> list[str]:
    """Write the stated rules; returns what found no group, in words."""
    lost = []
    older = any(component.kind == "aws_security_group_rule" for component in site.roster.components.values())
    for component in list(site.roster.components.values()):
        if not any(component.settings.get(direction) for direction in DIRECTIONS):
            continue
        group = _group_for(site, component, end_of)
        if group is None:
            lost.append(f"{component.label}: traffic rules")
            continue
        _write(site, component, group, end_of, "rule" if older else "rules")
    return lost


def _write(site: BuildingSite, component: Component, group: Ref, end_of: EndOf, form: Form) -> None:
    draft = site.ledger.get(group.address)
    owner = draft.owner or component
    alone = site.roster.service_of(owner) is site.roster.service_of(component)
    chosen: Form = "inline" if component.settings.get("inline") and alone else form
    gate = Gate(owner, group, site.network(owner), chosen, lambda other: _group_of(other, end_of))
    if component.settings.get("ingress"):
        _withdraw_open_doors(site, group, RULE_TYPES[0])
    if any(entry["protocol"] == "-1" for entry in component.settings.get("egress", ())):
        _withdraw_open_doors(site, group, RULE_TYPES[1])
    for direction in DIRECTIONS:
        write_rules(site, gate, direction, component.settings.get(direction, ()))


def _withdraw_open_doors(site: BuildingSite, group: Ref, kind: str) -> None:
    """A stated way takes the place of the doors that a service opens to everyone by default."""
    for draft in list(site.ledger):
        own = draft.type == kind and draft.body.get("security_group_id") == group and draft.asked is None
        if own and {draft.body.get("cidr_ipv4"), draft.body.get("cidr_ipv6")} & WORLD:
            site.ledger.withdraw(draft.address)


def _group_for(site: BuildingSite, component: Component, end_of: EndOf) -> Ref | None:
    """The group a component's rules belong to: its own, else for a named rule the related, the only or an implied
    one."""
    if component.kind not in RULE_TYPES:
        return _group_of(component.id, end_of)
    kinds = ("attached", "in", "uses")
    related = [one for kind in kinds for way in (True, False) for one in site.related(component, kind, incoming=way)]
    named = [one for one in site.roster.components.values() if one.kind == GROUP]
    for one in (*related, *named[:1]):
        group = _group_of(one.id, end_of)
        if group is not None:
            return group
    return Ref(site.require("security_group").ports.address)


def _group_of(component: str, end_of: EndOf) -> Ref | None:
    end = end_of(component)
    if end is None:
        return None
    if end.ports.address.startswith(f"{GROUP}."):
        return Ref(end.ports.address)
    group = end.ports.security_group
    return group if isinstance(group, Ref) and group.address.startswith(f"{GROUP}.") else None
