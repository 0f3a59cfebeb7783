"""Where services that only write access logs to S3 put them."""

from typing import Any

from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.statements import camel


def log_bucket(site: Site) -> End:
    """The stack's log bucket."""
    return site.require("s3", purpose="logs")


def balancer_log_bucket(site: Site, prefix: str) -> Any:
    """The log bucket, after letting load balancers write below the prefix; returns its name.

    Both delivery principals of AWS are named: application balancers write as the first, network ones as the second
    (Elastic Load Balancing user guide, "Access logs"). The reference goes through the policy, so that the balancer
    is made after it.
    """
    bucket = log_bucket(site)
    statements: list[Any] = bucket.ports.extra["statements"]
    statements.append(
        {
            "sid": f"LogsOf{camel(prefix)}",
            "actions": ["s3:PutObject"],
            "resources": [Template((bucket.ports.arn, f"/{prefix}/AWSLogs/", site.account(), "/*"))],
            "principals": [
                {
                    "type": "Service",
                    "identifiers": ["logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com"],
                }
            ],
            "condition": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": [site.account()]}],
        }
    )
    return Ref(f"aws_s3_bucket_policy.{bucket.component.label}", "bucket")
