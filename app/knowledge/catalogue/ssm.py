"""AWS Systems Manager Parameter Store: configuration of programs."""

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site

READ = ("ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath")
WRITE = ("ssm:PutParameter",)
PLACEHOLDER = "set-me"
"""The first value of a secret parameter; operators put the real one in and the code then leaves it alone."""


def wire(component: Component, site: Site) -> Ports:
    """The parameter; a secret one is encrypted, and its value is not the code's business."""
    kind = site.setting(component, "kind")
    secret = kind == "SecureString"
    value = site.setting(component, "value")
    key = site.key() if secret else None
    parameter = site.add(
        "aws_ssm_parameter",
        component.label,
        {
            "name": _name(component, site),
            "description": site.setting(component, "description") or f"Setting {component.label}",
            "type": kind,
            "value": PLACEHOLDER if secret or value is None else str(value),
            "key_id": key,
            "tier": site.setting(component, "tier"),
        },
        component=component,
        lifecycle={"ignore_changes": ["value"]} if secret or value is None else None,
        comment="The value is set by an operator and kept out of the code." if secret else "",
    )
    if not secret:
        site.accept("CKV2_AWS_34", "The request asks for a plain parameter; it holds nothing secret.", parameter)
    return Ports(
        address=parameter,
        arn=Ref(parameter, "arn"),
        handle=Ref(parameter, "name"),
        handle_name="PARAMETER",
        access={"reads": READ, "uses": READ, "writes": WRITE, "sends": WRITE},
        access_arns=(Ref(parameter, "arn"),),
        key=key,
        principal="ssm.amazonaws.com",
    )


def _name(component: Component, site: Site) -> object:
    if component.name:
        return component.name
    name = site.name(component)
    return Template(("/", *(name.parts if isinstance(name, Template) else (name,))))


SERVICE = Service(
    id="ssm",
    title="SSM parameter",
    concern="operations",
    shape="operations",
    primary="aws_ssm_parameter",
    summary="Setting in the Parameter Store, encrypted",
    words=(
        "ssm", "ssm parameter", "parameter store", "systems manager parameter", "systems manager", "parametro ssm",
        "parametro de ssm", "almacen de parametros",
    ),
    weak_words=("configuration parameter", "parametro de configuracion"),
    wire=wire,
    parameters=(
        Parameter(
            "kind", "choice", ("type", "tipo"), argument="type", default="SecureString",
            choices={"string": "String", "stringlist": "StringList", "string list": "StringList",
                     "securestring": "SecureString", "secure string": "SecureString", "cadena": "String"},
        ),
        Parameter("value", "text", ("value", "valor"), argument="value"),
        Parameter("description", "text", ("description", "descripcion"), argument="description"),
        Parameter(
            "tier", "choice", ("tier", "nivel"), argument="tier", choices={"standard": "Standard",
            "advanced": "Advanced"}
        ),
    ),
)  # fmt: skip
