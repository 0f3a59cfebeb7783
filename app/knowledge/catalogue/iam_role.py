"""IAM roles that a request names: one principal, least privilege, what the relations need."""

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.iam_principals import FORBIDDEN, PRINCIPALS
from app.knowledge.catalogue.wishes import asked


def managed_policies(component: Component, site: Site) -> list[str]:
    """The AWS policies that the request names, without those that are never attached."""
    stated = site.setting(component, "managed_policies") or ()
    names = [stated] if isinstance(stated, str) else list(stated)
    clean = [str(name).rpartition("policy/")[2] or str(name) for name in names]
    return [name for name in clean if name not in FORBIDDEN]


def wire(component: Component, site: Site) -> Ports:
    """The role; what it may do comes from its relations and the stated AWS policies."""
    principal = PRINCIPALS.get(str(site.setting(component, "principal")).lower()) or site.setting(
        component, "principal"
    )
    role = site.role(component, str(principal), managed=managed_policies(component, site))
    site.set(role, "name", site.name(component, "", 0 if component.name else 64))
    profile = ""
    if principal == "ec2.amazonaws.com" or asked(site, "aws_iam_instance_profile"):
        profile = site.add(
            "aws_iam_instance_profile",
            component.label,
            {"name": site.name(component, "", 0 if component.name else 128), "role": Ref(role, "name")},
            component=component,
        )
    return Ports(
        address=role,
        arn=Ref(role, "arn"),
        handle=Ref(role, "arn"),
        handle_name="ROLE_ARN",
        role=role,
        principal=str(principal),
        extra={"instance_profile": profile},
    )


SERVICE = Service(
    id="iam_role",
    title="IAM role",
    concern="identity",
    shape="security",
    primary="aws_iam_role",
    summary="Role for one service, with what its relations need and nothing more",
    words=("iam role", "service role", "execution role", "rol de iam", "rol iam", "rol de servicio",
    "rol de ejecucion"),
    weak_words=("role", "rol"),
    wire=wire,
    types=("aws_iam_instance_profile", "aws_iam_role_policy", "aws_iam_role_policy_attachment"),
    parameters=(
        Parameter(
            "principal", "choice", ("assumed by", "trusts", "principal", "asumido por", "for", "para"),
            choices={**PRINCIPALS, **{value: value for value in PRINCIPALS.values()}}, default="lambda",
        ),
        Parameter("managed_policies", "list", ("managed policy", "managed policies", "politica gestionada")),
    ),
)  # fmt: skip
