"""Access logs of CloudFront: standard logging v2, which needs no access lists on the bucket."""

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.access_logs import log_bucket
from app.knowledge.catalogue.base import Site
from app.knowledge.catalogue.statements import camel

EDGE = "us_east_1"
"""Log deliveries of CloudFront are made in us-east-1, wherever the bucket stands."""


def deliver_logs(component: Component, site: Site, distribution: str) -> None:
    """From the distribution to the log bucket, one JSON object a line."""
    bucket = log_bucket(site)
    source = site.add(
        "aws_cloudwatch_log_delivery_source",
        component.label,
        {
            "name": site.name(component, "access", limit=60),
            "log_type": "ACCESS_LOGS",
            "resource_arn": Ref(distribution, "arn"),
        },
        component=component,
        provider=EDGE,
    )
    destination = site.add(
        "aws_cloudwatch_log_delivery_destination",
        component.label,
        {
            "name": site.name(component, "access", limit=60),
            "output_format": "json",
            "delivery_destination_configuration": [
                {"destination_resource_arn": Template((bucket.ports.arn, f"/{component.label}"))}
            ],
        },
        component=component,
        provider=EDGE,
    )
    site.add(
        "aws_cloudwatch_log_delivery",
        component.label,
        {
            "delivery_source_name": Ref(source, "name"),
            "delivery_destination_arn": Ref(destination, "arn"),
        },
        component=component,
        provider=EDGE,
    )
    bucket.ports.extra["statements"].append(
        {
            "sid": f"LogsOf{camel(component.label)}",
            "actions": ["s3:PutObject"],
            "resources": [Template((bucket.ports.arn, f"/{component.label}/*"))],
            "principals": [{"type": "Service", "identifiers": ["delivery.logs.amazonaws.com"]}],
            "condition": [
                {"test": "StringEquals", "variable": "aws:SourceAccount", "values": [site.account()]},
                {"test": "StringEquals", "variable": "s3:x-amz-acl", "values": ["bucket-owner-full-control"]},
            ],
        }
    )
