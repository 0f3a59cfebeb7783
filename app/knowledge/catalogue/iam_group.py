"""IAM groups: where people's permissions belong."""

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.iam_policy import attach
from app.knowledge.catalogue.statements import type_of
from app.knowledge.catalogue.wishes import asked


def wire(component: Component, site: Site) -> Ports:
    """The group."""
    group = site.add(
        "aws_iam_group",
        component.label,
        {"name": site.name(component, "", 0 if component.name else 128), "path": site.setting(component, "path")},
        component=component,
    )
    return Ports(address=group, arn=Ref(group, "arn"), handle=Ref(group, "name"), extra={"members": []})


def join(source: End, target: End, relation: Relation, site: Site) -> None:
    """A user is in the group, whichever end it stands on; a policy is attached to it."""
    if "aws_iam_policy" in {type_of(source.ports.address), type_of(target.ports.address)}:
        attach(source, target, relation, site)
        return
    group, user = (source, target) if source.ports.address.startswith("aws_iam_group.") else (target, source)
    if type_of(user.ports.address) == "aws_iam_user":
        group.ports.extra["members"].append(Ref(user.ports.address, "name"))


def finish(end: End, site: Site) -> None:
    """Write the membership, once; a named membership takes in the users there are, where no relation says whom."""
    members = end.ports.extra["members"]
    if not members and asked(site, "aws_iam_group_membership"):
        members = [Ref(user.ports.address, "name") for user in site.of_kind("iam_user")]
    if members:
        site.add(
            "aws_iam_group_membership",
            end.component.label,
            {"name": site.name(end.component, "members"), "group": end.ports.handle, "users": members},
            component=end.component,
        )


SERVICE = Service(
    id="iam_group",
    title="IAM group",
    concern="identity",
    shape="security",
    primary="aws_iam_group",
    summary="Group of users",
    words=("iam group", "user group", "group of users", "grupo de iam", "grupo de usuarios"),
    wire=wire,
    links={"attached": join, "uses": join},
    linked={"in": join, "attached": join, "uses": join},
    finish=finish,
    types=("aws_iam_group_membership",),
    parameters=(Parameter("path", "text", ("path", "ruta"), argument="path"),),
)  # fmt: skip
