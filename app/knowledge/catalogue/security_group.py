"""Security groups that a request names; where a component needs a group of its own, that one is the named one."""

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Ports, Service, Site
from app.knowledge.schemas import schema_of

PLACES = ("vpc_security_group_ids", "security_groups", "security_group_ids")
"""Where resources list the groups around them, in the order of preference."""


def wire(component: Component, site: Site) -> Ports:
    """The group without rules; what traffic it admits is written when everything it may name is there."""
    said = "Traffic that the request allows"
    named = component.name or (component.label if "security_group" not in component.label else "")
    group = site.security_group(component, said if component.implied or not named else f"Traffic of {named}")
    site.accept(
        "CKV2_AWS_5", "The request asks for the group itself; what it is put around may come later.", group.address
    )
    return Ports(address=group.address, arn=Ref(group.address, "arn"), security_group=group)


def finish(end: End, site: Site) -> None:
    """Hand the group to whoever attaches it."""
    site.output(
        f"{end.component.label}_security_group_id".replace("security_group_security_group", "security_group"),
        Ref(end.ports.address),
        f"Id of the security group {end.component.label}.",
    )


def put_around(group: End, other: End, site: Site) -> None:
    """Put the group around another component's resource, where it has a place for groups."""
    kind = other.ports.address.partition(".")[0]
    block = schema_of(kind)
    place = next((path for path in PLACES if block is not None and block.at(path) is not None), None)
    if place is not None and kind != "aws_security_group":
        site.append(other.ports.address, place, Ref(group.ports.address))


def _around_target(source: End, target: End, relation: Relation, site: Site) -> None:
    del relation
    put_around(source, target, site)


def _around_source(source: End, target: End, relation: Relation, site: Site) -> None:
    del relation
    put_around(target, source, site)


SERVICE = Service(
    id="security_group",
    title="Security group",
    concern="network",
    primary="aws_security_group",
    lent=True,
    words=("security group", "aws security group", "vpc security group", "ec2 security group", "grupo de seguridad"),
    wire=wire,
    finish=finish,
    types=(
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
        "aws_security_group_rule",
    ),
    links=dict.fromkeys(("attached", "uses"), _around_target),
    linked=dict.fromkeys(("attached", "in", "uses"), _around_source),
    shape="network",
    summary="Security groups with described rules, one resource each, for the traffic that the request states.",
)
