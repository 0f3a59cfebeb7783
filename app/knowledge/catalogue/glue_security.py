"""The encryption that Glue crawlers and jobs of a stack share."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Site


def security_configuration(component: Component, site: Site) -> Ref:
    """Encrypt what the component writes to S3, its logs and its bookmarks; returns the configuration's name."""
    key = site.key("logs.amazonaws.com")
    address = site.add(
        "aws_glue_security_configuration",
        component.label,
        {
            "name": site.name(component),
            "encryption_configuration": {
                "cloudwatch_encryption": {"cloudwatch_encryption_mode": "SSE-KMS", "kms_key_arn": key},
                "job_bookmarks_encryption": {"job_bookmarks_encryption_mode": "CSE-KMS", "kms_key_arn": key},
                "s3_encryption": {"s3_encryption_mode": "SSE-KMS", "kms_key_arn": key},
            },
        },
        component=component,
        concern="security",
    )
    return Ref(address, "name")


def glue_role(component: Component, site: Site) -> str:
    """A role for Glue that may write its logs and use the key; what it reads and writes comes from the relations."""
    role = site.role(component, "glue.amazonaws.com")
    start: tuple[Any, ...] = ("arn:", site.partition(), ":logs:", site.region(), ":", site.account())
    groups = Template((*start, ":log-group:/aws-glue/*"))
    site.allow(
        role,
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:AssociateKmsKey"],
        [groups],
        sid="WriteLogs",
    )
    site.allow(role, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [site.key()], sid="UseKey")
    return role
