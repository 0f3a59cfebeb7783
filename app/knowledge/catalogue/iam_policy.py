"""IAM policies that a request names: actions on stated things, never on everything."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import camel, distinct, type_of
from app.knowledge.catalogue.wishes import partner

ATTACH = {
    "aws_iam_role": ("aws_iam_role_policy_attachment", "role", "name"),
    "aws_iam_user": ("aws_iam_user_policy_attachment", "user", "name"),
    "aws_iam_group": ("aws_iam_group_policy_attachment", "group", "name"),
}
"""How a policy is attached, by the type of the other end."""


def wire(component: Component, site: Site) -> Ports:
    """The policy; its statements come from what it is joined to."""
    policy = site.add(
        "aws_iam_policy",
        component.label,
        {
            "name": site.name(component, "", 0 if component.name else 128),
            "description": site.setting(component, "description") or f"Permissions of {component.label}",
        },
        component=component,
    )
    return Ports(
        address=policy, arn=Ref(policy, "arn"), handle=Ref(policy, "arn"), extra={"statements": [], "attached": []}
    )


def permit(source: End, target: End, relation: Relation, site: Site) -> None:
    """Allow what the relation means on the other end, or attach the policy to it."""
    if type_of(target.ports.address) in ATTACH:
        attach(source, target, relation, site)
        return
    actions = target.ports.access.get(relation.kind) or target.ports.access.get("uses")
    if not actions:
        return
    source.ports.extra["statements"].append(
        {
            "sid": f"{relation.kind.title().replace('_', '')}{camel(target.component.label)}",
            "actions": list(actions),
            "resources": list(target.ports.access_arns),
        }
    )


def attach(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Attach the policy to a role, user or group, whichever end it stands on."""
    policy, holder = (source, target) if source.ports.address.startswith("aws_iam_policy.") else (target, source)
    found = ATTACH.get(type_of(holder.ports.address))
    if found is None:
        return
    kind, argument, attribute = found
    policy.ports.extra["attached"].append(holder.component.id)
    site.add(
        kind,
        f"{holder.component.label}_{policy.component.label}",
        {argument: Ref(holder.ports.address, attribute), "policy_arn": policy.ports.arn},
        component=policy.component,
    )


def finish(end: End, site: Site) -> None:
    """Write the document; a policy that nothing was joined to lets its holder see who it is.

    A named attachment links to what there is to attach to, where no relation says it.
    """
    for holder, (kind, _, _) in ATTACH.items():
        other = partner(site, kind, holder.removeprefix("aws_"))
        if other is not None and not end.ports.extra["attached"]:
            attach(end, other, Relation(end.component.id, "attached", other.component.id), site)
    statements: list[Any] = distinct(end.ports.extra["statements"])
    if not statements:
        statements = _stated(end.component, site)
    document = site.document(f"{end.component.label}_policy", statements, component=end.component)
    site.set(end.ports.address, "policy", document)


def _stated(component: Component, site: Site) -> list[dict[str, Any]]:
    actions = site.setting(component, "actions") or ("iam:GetUser", "iam:ListAccessKeys")
    names = [actions] if isinstance(actions, str) else [str(action) for action in actions if ":" in str(action)]
    clean = [name for name in names if name != "*" and not name.endswith(":*")] or ["iam:GetUser"]
    user = Template(("arn:", site.partition(), ":iam::", site.account(), ":user/$${aws:username}"))
    return [{"sid": camel(component.label), "actions": clean, "resources": [user]}]


SERVICE = Service(
    id="iam_policy",
    title="IAM policy",
    concern="identity",
    shape="security",
    primary="aws_iam_policy",
    summary="Policy with named actions on named things",
    words=("iam policy", "managed policy", "customer managed policy", "politica de iam", "politica iam"),
    weak_words=("permission policy", "politica de permisos"),
    wire=wire,
    links=dict.fromkeys(("attached", "reads", "writes", "uses", "sends", "in"), permit),
    linked=dict.fromkeys(("attached", "uses", "in"), attach),
    finish=finish,
    types=(
        "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment", "aws_iam_group_policy_attachment",
    ),
    parameters=(
        Parameter("description", "text", ("description", "descripcion"), argument="description"),
        Parameter("actions", "list", ("actions", "allows", "acciones", "permite")),
    ),
)  # fmt: skip
