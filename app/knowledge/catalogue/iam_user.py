"""IAM users: without keys and passwords in the code; their permissions come through groups."""

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site


def wire(component: Component, site: Site) -> Ports:
    """The user."""
    user = site.add(
        "aws_iam_user",
        component.label,
        {
            "name": site.name(component, "", 0 if component.name else 64),
            "path": site.setting(component, "path"),
            "force_destroy": site.setting(component, "force_destroy"),
        },
        component=component,
    )
    site.accept(
        "CKV_AWS_273", "The request names this user; single sign-on is an account's matter, not this stack's.", user
    )
    return Ports(address=user, arn=Ref(user, "arn"), handle=Ref(user, "name"), handle_name="USER")


SERVICE = Service(
    id="iam_user",
    title="IAM user",
    concern="identity",
    shape="security",
    primary="aws_iam_user",
    summary="User without keys; permissions through groups",
    words=("iam user", "usuario de iam", "usuario iam"),
    wire=wire,
    parameters=(
        Parameter("path", "text", ("path", "ruta"), argument="path"),
        Parameter("force_destroy", "flag", ("force destroy", "force_destroy"), argument="force_destroy"),
    ),
)  # fmt: skip
