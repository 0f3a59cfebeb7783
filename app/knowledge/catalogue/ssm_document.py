"""AWS Systems Manager documents: commands for machines."""

from app.domain.request import Component
from app.domain.resources import Json, Ref
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site


def wire(component: Component, site: Site) -> Ports:
    """The document: one shell step, to be extended."""
    kind = site.setting(component, "kind")
    content = {
        "schemaVersion": "2.2",
        "description": f"Runs {component.label}",
        "parameters": {},
        "mainSteps": [
            {
                "action": "aws:runShellScript",
                "name": "run",
                "inputs": {"timeoutSeconds": "600", "runCommand": [str(site.setting(component, "command"))]},
            }
        ],
    }
    if kind == "Automation":
        content = {
            "schemaVersion": "0.3",
            "description": f"Runs {component.label}",
            "mainSteps": [{"name": "wait", "action": "aws:sleep", "inputs": {"Duration": "PT1M"}}],
        }
    document = site.add(
        "aws_ssm_document",
        component.label,
        {
            "name": site.name(component),
            "document_type": kind,
            "document_format": "JSON",
            "content": Json(content),
        },
        component=component,
    )
    return Ports(address=document, arn=Ref(document, "arn"), handle=Ref(document, "name"), handle_name="DOCUMENT")


SERVICE = Service(
    id="ssm_document",
    title="SSM document",
    concern="operations",
    shape="operations",
    primary="aws_ssm_document",
    summary="Command document for machines",
    words=("ssm document", "systems manager document", "documento ssm", "documento de ssm", "run command document"),
    wire=wire,
    parameters=(
        Parameter(
            "kind", "choice", ("document type", "tipo de documento"), argument="document_type", default="Command",
            choices={"command": "Command", "automation": "Automation"},
        ),
        Parameter("command", "text", ("command", "runs", "comando"), default="uptime"),
    ),
)  # fmt: skip
